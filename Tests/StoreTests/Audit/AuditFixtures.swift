import Covalence
import Foundation
import GRDB
@testable import Store
import Testing

/// `0195a000-0000-7000-8000-` and the number in twelve hexadecimal digits.
func id(_ number: Int) -> UUID {
    UUID(uuidString: "0195a000-0000-7000-8000-" + String(repeating: "0", count: 12 - String(number, radix: 16).count) + String(number, radix: 16))!
}

let auditWorkspace = Identifier<Workspace>(id(1))

func auditEntry(
    _ action: AuditAction = "meeting.open", at time: Timestamp = .base, by actor: AuditActor = .member(Identifier(id(0x201))),
    on subject: AuditThing? = nil, related: [AuditThing] = [], outcome: AuditOutcome = .done, in workspace: Identifier<Workspace> = auditWorkspace
) -> AuditEntry {
    AuditEntry(
        workspace: workspace, at: time, actor: actor, action: action, subject: subject, related: related, origin: .terminal, outcome: outcome
    )
}

extension Room {
    /// Ten entries, a minute apart, one for each of the meetings 1 to 10.
    func makeLog(_ count: Int = 10) async throws -> SQLAuditLog {
        let log = try await SQLAuditLog.open(folder: folder)
        for number in 0..<count { try await log.append(auditEntry(at: .minutes(number), on: AuditThing(.meeting, id(number + 1)))) }
        return log
    }

    /// Changes the file as somebody would who can write to it: without the triggers.
    func tamper(_ sql: String) throws {
        let queue = try DatabaseQueue(path: folder.appendingPathComponent("audit.sqlite").path)
        try queue.write { db in
            for name in try String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger'") {
                try db.execute(sql: "DROP TRIGGER \(name)")
            }
            try db.execute(sql: sql)
        }
        try queue.close()
    }
}

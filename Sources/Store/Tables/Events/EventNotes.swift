import Covalence
import Foundation

/// An event that is about to be noted.
struct EventNote {
    var kind: RecordEvent.Kind
    var thing: UUID
    var other: UUID?

    init(_ kind: RecordEvent.Kind, _ thing: UUID, other: UUID? = nil) {
        self.kind = kind
        self.thing = thing
        self.other = other
    }
}

extension SQLWorkspaceStore {
    /// Notes events in the transaction of the change they are about, and lets go of what the funnel keeps that was made from their things. Of claims, which are
    /// about something else, `touchObjectives` does so.
    func note(_ events: [EventNote], _ db: Database) throws {
        guard !events.isEmpty else { return }
        try forgetFunnel(madeFrom: events.flatMap { [$0.thing] + ($0.other.map { [$0] } ?? []) }, db)
        _ = try sequences(events.count, db) { first in
            let now = Timestamp(Date()).milliseconds
            var rows = PackedRows(
                "event", ["workspace", "sequence", "kind", "thing", "id", "other", "is_erasure", "at"], expecting: events.count
            )
            for (place, event) in events.enumerated() {
                rows.add(number)
                rows.add(first + Int64(place))
                rows.add(event.kind.rawValue)
                rows.add(event.kind.thing.rawValue)
                rows.add(event.thing)
                rows.add(event.other)
                rows.add(event.kind.isErasure)
                rows.add(now)
            }
            try rows.write(db)
        }
    }

    /// Notes that a thing was erased, with the accounts it belonged to and who brought it in: by these it is told later who may learn of it.
    func noteErasure(
        _ kind: RecordEvent.Kind, _ thing: UUID, accounts: Set<Identifier<Organization>>, broughtInBy: UUID?, _ db: Database
    ) throws {
        try forgetFunnel(madeFrom: [thing], db)
        try sequences(1, db) { sequence in
            try run("""
                INSERT INTO event (workspace, sequence, kind, thing, id, is_erasure, brought_in_by, at) VALUES (?, ?, ?, ?, ?, 1, ?, ?)
                """, [
                    number, sequence, kind.rawValue, kind.thing.rawValue, thing, broughtInBy, Timestamp(Date()).milliseconds,
                ], db)
            for account in accounts {
                try run("INSERT INTO event_account (workspace, sequence, organization) VALUES (?, ?, ?)", [number, sequence, account.uuid], db)
            }
        }
    }

    /// Takes the next numbers. The workspace's row stays ours until the transaction ends.
    private func sequences<Result>(_ count: Int, _ db: Database, _ use: (_ first: Int64) throws -> Result) throws -> Result {
        let last = try Int64.fetchOne(
            db.cachedStatement(sql: "UPDATE workspace SET event_sequence = event_sequence + ? WHERE number = ? RETURNING event_sequence"),
            arguments: [count, number]
        )
        guard let last else { throw StoreError.notFound("The workspace \(id)") }
        try announce(db)
        return try use(last - Int64(count) + 1)
    }
}

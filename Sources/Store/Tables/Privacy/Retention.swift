import Covalence
import Foundation

extension SQLWorkspaceStore {
    func expired(_ kind: RetainedKind, before time: Timestamp, limit: Int) async throws(StoreError) -> ExpiredData {
        let condition: String
        switch kind {
        case .recordings: condition = "m.recording IS NOT NULL"
        case .words:
            condition = """
                NOT EXISTS (SELECT 1 FROM removed_words r WHERE r.workspace = m.workspace AND r.meeting = m.number
                    AND r.which = '\(Self.allWords)')
                """
        case .originals:
            condition = """
                EXISTS (SELECT 1 FROM meeting_file f WHERE f.workspace = m.workspace AND f.meeting = m.number AND f.role = 'original')
                """
        case .meetings: condition = "TRUE"
        case .mails: return try await expired(kind, .mail, before: time, limit: limit)
        case .calendarEvents: return try await expired(kind, .calendarEvent, before: time, limit: limit)
        case .notes: return try await expired(kind, .note, before: time, limit: limit)
        // Not in this database.
        case .audit: return ExpiredData(kind: kind, count: 0)
        }
        return try await engine.read { db in
            let arguments: StatementArguments = [number, time.milliseconds]
            let sql = "FROM meeting m WHERE m.workspace = ? AND m.ordered_at < ? AND \(condition)"
            let count = try Int.fetchOne(db, sql: "SELECT count(*) \(sql)", arguments: arguments) ?? 0
            let meetings = try UUID.fetchAll(
                db, sql: "SELECT m.id \(sql) ORDER BY m.ordered_at, m.id LIMIT ?", arguments: arguments + [max(0, limit)]
            ).map { Identifier<Meeting>($0) }
            return ExpiredData(kind: kind, count: count, meetings: meetings)
        }
    }

    /// `RemovedWords.all` as it is stored.
    static let allWords = (try? json(RemovedWords.all)) ?? ""
}

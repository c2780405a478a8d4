import Covalence
import Foundation

/// How a job stands in its table.
enum JobRows {
    /// The columns that `job(_:_:)` reads.
    static let columns = """
        id, kind, subject, payload, state, attempt, failures, not_before, share, label, node, leased_until, problem, made_by, made_at,
        begun_at, ended_at
        """

    /// Whether a job can be begun: it waits, or the lease of who began it ran out. The parameter is the time.
    static let isFree = "(state = 'waiting' OR state = 'running' AND leased_until <= ?)"

    /// What a statement that picks one row among several takers ends with, so that they pass over each other’s rows. SQLite has one
    /// writer at a time and needs nothing. The only place that says so.
    static func skippingLocked(_ db: Database) -> String { db.dialect == .postgres ? "FOR UPDATE SKIP LOCKED" : "" }

    /// The end of a job: no lease, and a key that held until then is free.
    static let ending = """
        node = NULL, leased_until = NULL, once_key = CASE WHEN key_holds IN ('for-period', 'for-good') THEN once_key ELSE NULL END
        """

    static func job(_ row: Row, in workspace: Identifier<Workspace>) -> Job {
        let node: String? = row[10]
        let until: Int64? = row[11]
        let share: Double? = row[8]
        return Job(
            id: Identifier(row: row, 0),
            workspace: workspace,
            kind: Job.Kind(row[1]),
            subject: row[2],
            payload: payload(row[3]),
            // A state of a newer program is nothing this one may touch.
            state: Job.State(rawValue: row[4]) ?? .done,
            attempt: row[5],
            failures: row[6],
            notBefore: Timestamp(milliseconds: row[7]),
            progress: share.map { Job.Progress($0, row[9] ?? "") },
            lease: node.map { Job.Lease(node: $0, until: Timestamp(milliseconds: until ?? 0)) },
            problem: row[12],
            madeBy: (row[13] as UUID?).map(Identifier.init),
            madeAt: Timestamp(milliseconds: row[14]),
            begunAt: (row[15] as Int64?).map(Timestamp.init(milliseconds:)),
            endedAt: (row[16] as Int64?).map(Timestamp.init(milliseconds:))
        )
    }

    /// What a payload holds. One that cannot be read is empty: the kind says what it misses.
    static func payload(_ text: String) -> [String: String] {
        (try? JSONDecoder().decode([String: String].self, from: Data(text.utf8))) ?? [:]
    }

    static func text(of payload: [String: String]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(payload), as: UTF8.self)
    }
}

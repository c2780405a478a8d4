import Covalence
import Foundation

extension SQLAuditLog {
    public func entries(_ query: AuditQuery) async throws(StoreError) -> Page<AuditRecord> {
        guard (1...500).contains(query.limit) else { throw .refused("A page holds 1 to 500 entries, not \(query.limit).") }
        if let action = query.action, action.utf8.count > 64 || !action.utf8.allSatisfy(AuditAction.isAllowed) {
            throw .refused("An action has only the letters a to z, digits, points and hyphens, like meeting.open.")
        }
        let start = try query.cursor.map { cursor throws(StoreError) in try AuditCursor(cursor) }
        return try await engine.read { db in
            var found: [(place: AuditCursor, record: AuditRecord)] = []
            // Nearly always one chain; each gives its newest, and the newest of all are kept.
            for chain in try AuditChain.of(query.workspace, db) { found += try Self.rows(of: chain, query, after: start, db) }
            found.sort { $1.place < $0.place }
            let items = found.prefix(query.limit)
            return Page(items: items.map(\.record), next: found.count > query.limit ? items.last?.place.cursor : nil)
        }
    }

    private static func rows(
        of chain: AuditChain, _ query: AuditQuery, after start: AuditCursor?, _ db: Database
    ) throws -> [(place: AuditCursor, record: AuditRecord)] {
        var conditions = ["e.chain = ?"]
        var arguments: StatementArguments = [chain.number]
        func add(_ condition: String, _ values: StatementArguments) {
            conditions.append(condition)
            arguments += values
        }
        var source = "entry e"
        // The place in the list is read from the table that leads, so that its index gives the order.
        var lead = "e"
        if let subject = query.subject {
            source = "mention m CROSS JOIN entry e"
            lead = "m"
            add("m.chain = ? AND m.thing = ? AND e.sequence = m.sequence", [chain.number, subject])
        }
        if let actor = query.actor { add("e.actor = ?", [actor]) }
        if let action = query.action, !action.isEmpty { add("substr(e.action, 1, \(action.utf8.count)) = ?", [action]) }
        if let from = query.from { add("\(lead).at >= ?", [from.milliseconds]) }
        if let before = query.before { add("\(lead).at < ?", [before.milliseconds]) }
        if let outcome = query.outcome { add("e.outcome = ?", [outcome.rawValue]) }
        if let start {
            // In the same millisecond, higher chains come first.
            let sequence = chain.number < start.chain ? Int64.max : chain.number == start.chain ? start.sequence : 0
            add("(\(lead).at, \(lead).sequence) < (?, ?)", [start.at, sequence])
        }
        arguments += [query.limit + 1]
        return try Row.fetchAll(db, sql: """
            SELECT \(AuditRow.columns) FROM \(source) WHERE \(conditions.joined(separator: " AND "))
            ORDER BY \(lead).at DESC, \(lead).sequence DESC LIMIT ?
            """, arguments: arguments).map { row in
                let sequence: Int64 = row[0]
                guard let parsed = AuditRow(row), let entry = parsed.entry(in: chain.workspace), let hash = ContentHash(bytes: row[1] as Data) else {
                    throw StoreError.corrupt("Entry \(sequence) of the audit log cannot be read. Run covalence doctor.")
                }
                return (
                    AuditCursor(at: parsed.at, chain: chain.number, sequence: sequence),
                    AuditRecord(entry: entry, node: chain.node, sequence: sequence, hash: hash)
                )
            }
    }
}

/// A place in the list: time, chain, sequence.
private struct AuditCursor: Comparable {
    var at: Int64
    var chain: Int64
    var sequence: Int64

    init(at: Int64, chain: Int64, sequence: Int64) {
        self.at = at
        self.chain = chain
        self.sequence = sequence
    }

    init(_ cursor: PageCursor) throws(StoreError) {
        let parts = cursor.rawValue.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].first == "a", let at = Int64(parts[0].dropFirst()), let chain = Int64(parts[1]),
              let sequence = Int64(parts[2])
        else { throw .refused("The address names a page of the list that cannot be. Begin at the first page.") }
        self.init(at: at, chain: chain, sequence: sequence)
    }

    var cursor: PageCursor { PageCursor(rawValue: "a\(at).\(chain).\(sequence)") }

    static func < (left: AuditCursor, right: AuditCursor) -> Bool {
        (left.at, left.chain, left.sequence) < (right.at, right.chain, right.sequence)
    }
}

import Covalence
import Foundation

extension SQLWorkspaceStore {
    func events(after position: Int64, limit: Int, in scope: Scope) async throws(StoreError) -> EventPage {
        try await engine.read { db in try events(after: position, limit: min(max(1, limit), 5_000), in: scope, db) }
    }

    func events(after position: Int64, limit: Int, in scope: Scope, _ db: Database) throws -> EventPage {
        guard let row = try Row.fetchOne(db, sql: "SELECT event_sequence, events_dropped FROM workspace WHERE number = ?", arguments: [number]) else {
            throw StoreError.notFound("The workspace \(id)")
        }
        let rows = try Row.fetchAll(db, sql: """
            SELECT sequence, kind, thing, id, other, is_erasure, at FROM event WHERE workspace = ? AND sequence > ? ORDER BY sequence LIMIT ?
            """, arguments: [number, position, limit])
        guard let last: Int64 = rows.last.map({ $0[0] }) else {
            return EventPage(events: [], position: max(position, row[0]), head: row[0], dropped: row[1])
        }
        var seen: Set<Int64> = []
        for looking in sight(scope).events(of: Set(rows.map { ($0[5] as Bool) ? "erased" : $0[2] })) {
            seen.formUnion(try Int64.fetchAll(db, sql: """
                SELECT e.sequence FROM event e \(looking.join) WHERE e.workspace = ? AND e.sequence > ? AND e.sequence <= ? AND \(looking.condition.sql)
                """, arguments: [number, position, last] + looking.condition.arguments))
        }
        let events = rows.compactMap { row -> RecordEvent? in
            // A kind of a newer program is passed over.
            guard seen.contains(row[0]), let kind = RecordEvent.Kind(rawValue: row[1]) else { return nil }
            return RecordEvent(sequence: row[0], kind: kind, thing: row[3], other: row[4], at: Timestamp(milliseconds: row[6]))
        }
        return EventPage(events: events, position: last, head: row[0], dropped: row[1])
    }

    func waitForEvents(after position: Int64, longest: Duration) async throws(StoreError) {
        let end = ContinuousClock.now + longest
        let rings = engine.bell.listen()
        let lookAgain = engine.listen()
        repeat {
            let head = try await engine.read { db in
                try Int64.fetchOne(db, sql: "SELECT event_sequence FROM workspace WHERE number = ?", arguments: [number]) ?? 0
            }
            guard head <= position, ContinuousClock.now < end, !Task.isCancelled else { return }
            await rings.next(before: min(end, ContinuousClock.now + lookAgain))
        } while true
    }

    func dropEvents(before time: Timestamp) async throws(StoreError) -> Int {
        var dropped = 0
        while true {
            // A portion at a time, so that others get their turn at writing.
            let portion = try await engine.write { db in
                let old = try Row.fetchAll(
                    db, sql: "SELECT sequence, at FROM event WHERE workspace = ? ORDER BY sequence LIMIT 5000", arguments: [number]
                ).prefix { ($0[1] as Int64) < time.milliseconds }
                guard let last = old.last else { return 0 }
                let sequence: Int64 = last[0]
                for table in ["event", "event_account"] {
                    try run("DELETE FROM \(table) WHERE workspace = ? AND sequence <= ?", [number, sequence], db)
                }
                try run("UPDATE workspace SET events_dropped = ? WHERE number = ?", [sequence, number], db)
                return old.count
            }
            dropped += portion
            if portion < 5_000 { return dropped }
        }
    }
}

extension ScopeConditions {
    /// How to look for those of `event e` that are in sight.
    struct EventLooking {
        var join: String
        var condition: SQLText
    }

    /// One way to look for each sort of thing; they are asked one after the other, because all in one statement are too deep for SQLite.
    ///
    /// - Parameter things: the sorts that are asked for: `RecordEvent.Thing`, or `erased` for what is gone.
    func events(of things: Set<String>) -> [EventLooking] {
        var found: [EventLooking] = []
        func add(_ thing: String, _ join: String, _ sql: String, _ condition: SQLText) {
            guard things.contains(thing) else { return }
            found.append(EventLooking(join: join, condition: SQLText(sql: "\(sql) AND \(condition.sql)", arguments: condition.arguments)))
        }
        let interaction = happening(id: "i.id", broughtInBy: "i.brought_in_by"), organization = organization(id: "o.id", kind: "o.kind")
        add("erased", "", "e.is_erasure = 1", happening(id: "e.sequence", broughtInBy: "e.brought_in_by", links: "event_account", key: "sequence"))
        func thing(_ name: String) -> String { "e.is_erasure = 0 AND e.thing = '\(name)'" }
        add("meeting", "JOIN meeting m ON m.workspace = e.workspace AND m.id = e.id", thing("meeting"), meeting)
        add("interaction", "JOIN interaction i ON i.workspace = e.workspace AND i.id = e.id", thing("interaction"), interaction)
        add("organization", "JOIN organization o ON o.workspace = e.workspace AND o.id = e.id", thing("organization"), organization)
        add("person", "JOIN person p ON p.workspace = e.workspace AND p.id = e.id", thing("person"), person)
        // Confidential claims are in nobody's sight here.
        let claim = "JOIN claim c ON c.workspace = e.workspace AND c.id = e.id AND c.confidential IS NULL"
        add("claim", "\(claim) JOIN meeting m ON m.workspace = c.workspace AND m.number = c.meeting", thing("claim"), meeting)
        func elsewhere(_ kind: String, _ table: String, _ name: String) -> String {
            "\(claim) AND c.meeting = 0 AND c.subject_kind = '\(kind)' JOIN \(table) \(name) ON \(name).workspace = c.workspace AND \(name).id = c.subject"
        }
        add("claim", elsewhere("interaction", "interaction", "i"), thing("claim"), interaction)
        add("claim", elsewhere("organization", "organization", "o"), thing("claim"), organization)
        add("claim", elsewhere("person", "person", "p"), thing("claim"), person)
        let account = "JOIN organization a ON a.workspace = s.workspace AND a.id = s.account"
        add("claim", "\(elsewhere("objective", "sales_objective", "s")) \(account)", thing("claim"), objective)
        add("objective", "JOIN sales_objective s ON s.workspace = e.workspace AND s.id = e.id \(account)", thing("objective"), objective)
        // Offerings are everybody's who knows of accounts.
        add("offering", "JOIN offering f ON f.workspace = e.workspace AND f.id = e.id", thing("offering"), scope == .research ? .never : .always)
        return found
    }
}

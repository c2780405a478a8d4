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
        let seen = sight(scope).event
        let rows = try Row.fetchAll(db, sql: """
            SELECT e.sequence, e.kind, e.id, e.other, e.at, \(seen.sql) FROM event e
            WHERE e.workspace = ? AND e.sequence > ? ORDER BY e.sequence LIMIT ?
            """, arguments: seen.arguments + [number, position, limit])
        let events = rows.compactMap { row -> RecordEvent? in
            // A kind of a newer program is passed over.
            guard row[5] as Int? == 1, let kind = RecordEvent.Kind(rawValue: row[1]) else { return nil }
            return RecordEvent(sequence: row[0], kind: kind, thing: row[2], other: row[3], at: Timestamp(milliseconds: row[4]))
        }
        return EventPage(events: events, position: rows.last?[0] ?? max(position, row[0]), head: row[0], dropped: row[1])
    }

    func waitForEvents(after position: Int64, longest: Duration) async throws(StoreError) {
        let end = ContinuousClock.now + longest
        let rings = engine.bell.listen()
        repeat {
            let head = try await engine.read { db in
                try Int64.fetchOne(db, sql: "SELECT event_sequence FROM workspace WHERE number = ?", arguments: [number]) ?? 0
            }
            guard head <= position, ContinuousClock.now < end, !Task.isCancelled else { return }
            // What another process commits is seen by looking again.
            await rings.next(before: min(end, ContinuousClock.now + Self.lookAgain))
        } while true
    }

    /// How long what another process of this machine committed may stay unseen.
    private static let lookAgain = Duration.seconds(1)

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
    /// On `event e`: 1 where what it is about is in sight now.
    var event: Condition {
        let gone = happening(id: "e.sequence", broughtInBy: "e.brought_in_by", links: "event_account", key: "sequence")
        let meeting = meeting, interaction = happening(id: "i.id", broughtInBy: "i.brought_in_by")
        let organization = organization(id: "o.id", kind: "o.kind"), person = person
        func exists(_ table: String, _ condition: Condition, _ key: String) -> String {
            "EXISTS (SELECT 1 FROM \(table) WHERE \(table.suffix(1)).workspace = \(workspace) AND \(key) AND \(condition.sql))"
        }
        func elsewhere(_ kind: String, _ table: String, _ condition: Condition) -> String {
            "WHEN c.subject_kind = '\(kind)' THEN \(exists(table, condition, "\(table.suffix(1)).id = c.subject"))"
        }
        return Condition(
            sql: """
                CASE WHEN e.is_erasure = 1 THEN CASE WHEN \(gone.sql) THEN 1 ELSE 0 END
                WHEN e.thing = 'meeting' THEN CASE WHEN \(exists("meeting m", meeting, "m.id = e.id")) THEN 1 ELSE 0 END
                WHEN e.thing = 'interaction' THEN CASE WHEN \(exists("interaction i", interaction, "i.id = e.id")) THEN 1 ELSE 0 END
                WHEN e.thing = 'organization' THEN CASE WHEN \(exists("organization o", organization, "o.id = e.id")) THEN 1 ELSE 0 END
                WHEN e.thing = 'person' THEN CASE WHEN \(exists("person p", person, "p.id = e.id")) THEN 1 ELSE 0 END
                WHEN e.thing = 'claim' THEN CASE WHEN EXISTS (
                    SELECT 1 FROM claim c WHERE c.workspace = \(workspace) AND c.id = e.id AND c.confidential IS NULL AND CASE
                        WHEN c.meeting <> 0 THEN \(exists("meeting m", meeting, "m.number = c.meeting"))
                        \(elsewhere("interaction", "interaction i", interaction))
                        \(elsewhere("organization", "organization o", organization))
                        \(elsewhere("person", "person p", person))
                    END) THEN 1 ELSE 0 END
                ELSE 0 END
                """,
            arguments: gone.arguments + meeting.arguments + interaction.arguments + organization.arguments + person.arguments
                + meeting.arguments + interaction.arguments + organization.arguments + person.arguments
        )
    }
}

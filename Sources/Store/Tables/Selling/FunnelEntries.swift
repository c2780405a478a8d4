import Covalence
import Foundation

/// What is kept of each objective for the funnel of many.
extension SQLWorkspaceStore {
    /// The most that is read or kept at once.
    private static let mostEntries = 500

    // MARK: Reading

    func funnelRows(since version: Int?, in scope: Scope) async throws(StoreError) -> [FunnelRow] {
        try await engine.read { db in
            let seen = sight(scope).objective
            let found: SQLText
            if let version, try isComplete(db) {
                found = SQLText(sql: """
                    SELECT s.id, \(Self.keptColumns) FROM funnel_entry f JOIN sales_objective s ON s.workspace = f.workspace AND s.id = f.objective
                    JOIN organization a ON a.workspace = s.workspace AND a.id = s.account
                    WHERE f.workspace = ? AND f.made_from >= ? AND \(seen.sql) ORDER BY s.id
                    """, arguments: [number, version] + seen.arguments)
            } else {
                found = SQLText(sql: """
                    SELECT s.id, \(Self.keptColumns)
                    FROM sales_objective s JOIN organization a ON a.workspace = s.workspace AND a.id = s.account
                    LEFT JOIN funnel_entry f ON f.workspace = s.workspace AND f.objective = s.id
                    WHERE s.workspace = ? AND \(seen.sql)\(version == nil ? "" : " AND (f.objective IS NULL OR f.made_from >= ?)") ORDER BY s.id
                    """, arguments: [number] + seen.arguments + (version.map { [$0] } ?? []))
            }
            return try Row.fetchAll(db.cachedStatement(sql: found.sql), arguments: found.arguments).map { FunnelRow(id: Identifier(row: $0, 0), kept: Self.kept($0)) }
        }
    }

    private static let keptColumns = "f.made_by, f.made_at, f.refresh_at, f.is_plain, f.confidential_to"

    /// What is kept, in the columns from the second on; nil where nothing is, or it was let go.
    private static func kept(_ row: Row) -> FunnelRow.Kept? {
        guard !row.hasNull(atIndex: 1), let madeBy = row[1] as String?, madeBy != gone else { return nil }
        return FunnelRow.Kept(
            madeBy: madeBy, madeAt: Timestamp(milliseconds: row[2]), refreshAt: (row[3] as Int64?).map(Timestamp.init(milliseconds:)), isPlain: row[4],
            confidentialTo: (row[5] as Data?).map(members) ?? []
        )
    }

    /// Whether there is a row for each objective, so that those of which nothing is kept are found by the row that stands for that. After an erasure there is not.
    private func isComplete(_ db: Database) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(sql: "SELECT (SELECT count(*) FROM sales_objective WHERE workspace = ?) = (SELECT count(*) FROM funnel_entry WHERE workspace = ?)"),
            arguments: [number, number]
        ) ?? false
    }

    func objectiveCount() async throws(StoreError) -> Int {
        try await engine.read { db in
            try Int.fetchOne(db.cachedStatement(sql: "SELECT count(*) FROM sales_objective WHERE workspace = ?"), arguments: [number]) ?? 0
        }
    }

    func funnelEntries(of objectives: [Identifier<SalesObjective>]) async throws(StoreError) -> [Identifier<SalesObjective>: FunnelContent] {
        try Self.check(objectives.count)
        guard !objectives.isEmpty else { return [:] }
        return try await engine.read { db in
            let list = SQLList(objectives.map(\.uuid))
            return try Row.fetchAll(
                db.cachedStatement(sql: "SELECT f.objective, \(Self.keptColumns), f.content FROM funnel_entry f WHERE f.workspace = ? AND f.objective IN \(list.places)"),
                arguments: [number] + list.arguments
            ).reduce(into: [:]) { found, row in
                if let kept = Self.kept(row) { found[Identifier(row: row, 0)] = FunnelContent(kept: kept, content: row[6]) }
            }
        }
    }

    func objectivesLackingEntries(
        madeBy: String, at now: Timestamp, after last: Identifier<SalesObjective>?, limit: Int
    ) async throws(StoreError) -> [Identifier<SalesObjective>] {
        try Self.check(limit)
        return try await engine.read { db in
            try Row.fetchAll(db.cachedStatement(sql: """
                SELECT s.id FROM sales_objective s LEFT JOIN funnel_entry f ON f.workspace = s.workspace AND f.objective = s.id
                WHERE s.workspace = ? AND (f.objective IS NULL OR f.made_by <> ? OR f.refresh_at <= ?)\(last == nil ? "" : " AND s.id > ?") ORDER BY s.id LIMIT ?
                """), arguments: [number, madeBy, now.milliseconds] + (last.map { [$0.uuid] } ?? []) + [limit]).map { Identifier(row: $0, 0) }
        }
    }

    func countLackingEntries(madeBy: String, at now: Timestamp) async throws(StoreError) -> Int {
        try await engine.read { db in
            try Int.fetchOne(db.cachedStatement(sql: """
                SELECT (SELECT count(*) FROM sales_objective WHERE workspace = ?) - (SELECT count(*) FROM funnel_entry WHERE workspace = ? AND made_by = ?)
                    + (SELECT count(*) FROM funnel_entry WHERE workspace = ? AND refresh_at <= ?)
                """), arguments: [number, number, madeBy, number, now.milliseconds]) ?? 0
        }
    }

    private static func check(_ count: Int) throws(StoreError) {
        guard count <= mostEntries else { throw .refused("At most \(mostEntries) objectives are read at once, not \(count).") }
    }

    func objectives(_ ids: [Identifier<SalesObjective>], in scope: Scope) async throws(StoreError) -> [ObjectiveRecord] {
        try Self.check(ids.count)
        guard !ids.isEmpty else { return [] }
        return try await engine.read { db in
            let seen = sight(scope).objective, list = SQLList(ids.map(\.uuid))
            return try Row.fetchAll(
                db.cachedStatement(sql: "SELECT \(Self.objectiveColumns) \(Self.objectiveTables) WHERE s.workspace = ? AND s.id IN \(list.places) AND \(seen.sql) ORDER BY s.id"),
                arguments: [number] + list.arguments + seen.arguments
            ).map(Self.objectiveRecord)
        }
    }

    func organizations(ofEach happenings: [HistoryLine.Subject]) async throws(StoreError) -> [HistoryLine.Subject: Set<Identifier<Organization>>] {
        guard !happenings.isEmpty else { return [:] }
        return try await engine.read { db in
            var found: [UUID: Set<Identifier<Organization>>] = [:]
            for start in stride(from: 0, to: happenings.count, by: Self.mostEntries) {
                let some = happenings[start..<min(start + Self.mostEntries, happenings.count)]
                found.merge(try linkedAccounts(ofEach: some.map(\.uuid), db)) { $0.union($1) }
            }
            return happenings.reduce(into: [:]) { result, happening in result[happening] = found[happening.uuid] }
        }
    }

    func kinds(of organizations: Set<Identifier<Organization>>) async throws(StoreError) -> [Identifier<Organization>: Organization.Kind] {
        guard !organizations.isEmpty else { return [:] }
        return try await engine.read { db in
            let list = SQLList(organizations.sorted().map(\.uuid))
            return try Row.fetchAll(db.cachedStatement(sql: "SELECT id, kind FROM organization WHERE workspace = ? AND id IN \(list.places)"), arguments: [number] + list.arguments)
                .reduce(into: [:]) { found, row in found[Identifier(row: row, 0)] = Organization.Kind(rawValue: row[1]) }
        }
    }

    // MARK: Keeping

    func keep(_ entries: [FunnelDraft], madeFrom version: Int) async throws(StoreError) -> Bool {
        guard !entries.isEmpty else { return true }
        return try await engine.write { db in
            // Somebody changed something meanwhile: what was made may be of before it.
            guard try Int.fetchOne(db, sql: "SELECT version FROM workspace WHERE number = ?", arguments: [number]) == version else { return false }
            for entry in entries {
                try run("""
                    INSERT INTO funnel_entry (workspace, objective, content, made_by, made_from, made_at, refresh_at, is_plain, confidential_to)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (workspace, objective) DO UPDATE SET content = excluded.content, made_by = excluded.made_by,
                        made_from = excluded.made_from, made_at = excluded.made_at, refresh_at = excluded.refresh_at, is_plain = excluded.is_plain,
                        confidential_to = excluded.confidential_to
                    """, [
                        number, entry.objective.uuid, entry.content, entry.kept.madeBy, version, entry.kept.madeAt.milliseconds, entry.kept.refreshAt?.milliseconds,
                        entry.kept.isPlain, entry.kept.confidentialTo.isEmpty ? nil : Self.bytes(entry.kept.confidentialTo),
                    ], db)
                try run("DELETE FROM funnel_source WHERE workspace = ? AND objective = ?", [number, entry.objective.uuid], db)
            }
            var sources = PackedRows("funnel_source", ["workspace", "objective", "source"], expecting: entries.map(\.sources.count).reduce(0, +))
            for entry in entries {
                for source in entry.sources {
                    sources.add(number)
                    sources.add(entry.objective.uuid)
                    sources.add(source)
                }
            }
            try sources.write(db)
            return true
        }
    }

    // MARK: Letting go

    /// What `made_by` says of an entry that was let go: its row stays, without content, so that it is found as lacking without a look at all the others.
    private static let gone = ""

    /// Notes that nothing is kept of a new objective.
    func lackFunnel(of objective: UUID, _ db: Database) throws {
        try run("""
            INSERT INTO funnel_entry (workspace, objective, content, made_by, made_from, made_at, is_plain) VALUES (?, ?, ?, ?, ?, 0, ?)
            ON CONFLICT (workspace, objective) DO NOTHING
            """, [number, objective, Data(), Self.gone, Int64.max, false], db)
    }

    /// Lets go of what was made from any of these things: objectives, accounts, people, meetings, interactions. Things from which nothing was made cost a
    /// look into an index.
    func forgetFunnel(madeFrom things: [UUID], _ db: Database) throws {
        let things = Array(Set(things))
        for start in stride(from: 0, to: things.count, by: Self.mostEntries) {
            let list = SQLList(Array(things[start..<min(start + Self.mostEntries, things.count)]))
            let objectives = Set(try UUID.fetchAll(
                db, sql: "SELECT objective FROM funnel_source WHERE workspace = ? AND source IN \(list.places)", arguments: [number] + list.arguments
            ))
            for objective in objectives {
                try run("""
                    UPDATE funnel_entry SET content = ?, made_by = ?, made_from = ?, made_at = 0, refresh_at = NULL, is_plain = ?, confidential_to = NULL
                    WHERE workspace = ? AND objective = ?
                    """, [Data(), Self.gone, Int64.max, false, number, objective], db)
                try run("DELETE FROM funnel_source WHERE workspace = ? AND objective = ?", [number, objective], db)
            }
        }
    }

    /// An objective is there no more, so that nothing can be lacking of it.
    func dropFunnel(of objective: UUID, _ db: Database) throws {
        for table in ["funnel_entry", "funnel_source"] { try run("DELETE FROM \(table) WHERE workspace = ? AND objective = ?", [number, objective], db) }
    }

    /// Lets go of all that is kept: words went from anywhere in the record.
    func forgetFunnel(_ db: Database) throws {
        for table in ["funnel_entry", "funnel_source"] { try run("DELETE FROM \(table) WHERE workspace = ?", [number], db) }
    }
}

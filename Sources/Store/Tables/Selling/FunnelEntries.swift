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
            let rows = try Row.fetchCursor(db.cachedStatement(sql: """
                SELECT s.id, f.made_by, f.made_at, f.refresh_at, f.is_plain, f.confidential_to
                FROM sales_objective s JOIN organization a ON a.workspace = s.workspace AND a.id = s.account
                LEFT JOIN funnel_entry f ON f.workspace = s.workspace AND f.objective = s.id
                WHERE s.workspace = ? AND \(seen.sql)\(version == nil ? "" : " AND (f.objective IS NULL OR f.made_from >= ?)") ORDER BY s.id
                """), arguments: [number] + seen.arguments + (version.map { [$0] } ?? []))
            var found: [FunnelRow] = []
            while let row = try rows.next() {
                let kept = row.hasNull(atIndex: 1) ? nil : FunnelRow.Kept(
                    madeBy: row[1], madeAt: Timestamp(milliseconds: row[2]), refreshAt: (row[3] as Int64?).map(Timestamp.init(milliseconds:)), isPlain: row[4],
                    confidentialTo: (row[5] as Data?).map(Self.members) ?? []
                )
                found.append(FunnelRow(id: Identifier(row: row, 0), kept: kept))
            }
            return found
        }
    }

    func objectiveCount() async throws(StoreError) -> Int {
        try await engine.read { db in
            try Int.fetchOne(db.cachedStatement(sql: "SELECT count(*) FROM sales_objective WHERE workspace = ?"), arguments: [number]) ?? 0
        }
    }

    func funnelContents(of objectives: [Identifier<SalesObjective>]) async throws(StoreError) -> [Identifier<SalesObjective>: Data] {
        try Self.check(objectives.count)
        guard !objectives.isEmpty else { return [:] }
        return try await engine.read { db in
            let list = SQLList(objectives.map(\.uuid))
            return try Row.fetchAll(db.cachedStatement(sql: "SELECT objective, content FROM funnel_entry WHERE workspace = ? AND objective IN \(list.places)"), arguments: [number] + list.arguments)
                .reduce(into: [:]) { $0[Identifier(row: $1, 0)] = $1[1] as Data }
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
                for source in entry.sources {
                    try run("INSERT INTO funnel_source (workspace, objective, source) VALUES (?, ?, ?)", [number, entry.objective.uuid, source], db)
                }
            }
            return true
        }
    }

    // MARK: Letting go

    /// Lets go of what was made from any of these things: objectives, accounts, people, meetings, interactions. Things from which nothing was made cost a
    /// look into an index.
    func forgetFunnel(madeFrom things: [UUID], _ db: Database) throws {
        let things = Array(Set(things))
        for start in stride(from: 0, to: things.count, by: Self.mostEntries) {
            let list = SQLList(Array(things[start..<min(start + Self.mostEntries, things.count)]))
            let objectives = try UUID.fetchAll(db, sql: """
                SELECT DISTINCT objective FROM funnel_source WHERE workspace = ? AND source IN \(list.places)
                """, arguments: [number] + list.arguments)
            for objective in objectives {
                for table in ["funnel_entry", "funnel_source"] {
                    try run("DELETE FROM \(table) WHERE workspace = ? AND objective = ?", [number, objective], db)
                }
            }
        }
    }

    /// Lets go of all that is kept: words went from anywhere in the record.
    func forgetFunnel(_ db: Database) throws {
        for table in ["funnel_entry", "funnel_source"] { try run("DELETE FROM \(table) WHERE workspace = ?", [number], db) }
    }
}

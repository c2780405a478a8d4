import Covalence
import Foundation

extension SQLWorkspaceStore {
    func objective(_ id: Identifier<SalesObjective>, in scope: Scope) async throws(StoreError) -> ObjectiveRecord {
        try await engine.read { db in try objectiveRecord(id, in: scope, db) }
    }

    func objectiveRecord(_ id: Identifier<SalesObjective>, in scope: Scope, _ db: Database) throws -> ObjectiveRecord {
        let seen = sight(scope).objective
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT \(Self.objectiveColumns) \(Self.objectiveTables) WHERE s.workspace = ? AND s.id = ? AND \(seen.sql)"),
            arguments: [number, id.uuid] + seen.arguments
        )
        guard let row else { throw StoreError.notFound("The objective \(id)") }
        return Self.objectiveRecord(row)
    }

    /// The columns that `objectiveRecord(_:)` reads, of `objectiveTables`.
    static let objectiveColumns = """
        s.id, s.account, s.opened_at, s.recorded_at, s.source_system, s.source_id, s.is_fiction, s.version, a.name
        """
    static let objectiveTables = "FROM sales_objective s JOIN organization a ON a.workspace = s.workspace AND a.id = s.account"

    static func objectiveRecord(_ row: Row) -> ObjectiveRecord {
        ObjectiveRecord(
            objective: SalesObjective(
                id: Identifier(row: row, 0), account: Identifier(row: row, 1), openedAt: Timestamp(milliseconds: row[2]),
                recordedAt: Timestamp(milliseconds: row[3]), origin: origin(row[4], row[5]), isFiction: row[6]
            ),
            version: row[7], accountName: row[8]
        )
    }

    // MARK: Lists

    func objectives(_ query: ObjectiveQuery, in scope: Scope) async throws(StoreError) -> Page<ObjectiveRecord> {
        let limit = try DirectoryPlace.checked(query.limit)
        let start = try query.cursor.map { cursor throws(StoreError) in try HistoryPlace(cursor) }
        return try await engine.read { db in
            let seen = sight(scope).objective
            var conditions = Conditions("s.workspace = \(number) AND \(seen.sql)", seen.arguments)
            if let account = query.account { conditions.require("s.account = ?", account.uuid) }
            if let isOpen = query.isOpen { conditions.require("\(isOpen ? "NOT " : "")\(Self.isEnded(visibly: true))") }
            if let owner = query.owner {
                conditions.require(dialect.contains("coalesce(\(Self.current("payload", ObjectiveKind.owner)), '')", "?"), owner.description)
            }
            if let stage = query.stage { conditions.require("\(Self.current("value", ObjectiveKind.stage)) = ?", stage) }
            if let place = query.place { conditions.require("\(Self.current("value", ObjectiveKind.place)) = ?", place) }
            if let start { conditions.require("(s.opened_at, s.id) < (?, ?)", start.at, start.id) }
            // What is sold is kept in claims, which have no key without case and accents: where a text is looked for, rows are read until a page is full.
            let text = query.text.map(folded)
            let what = text == nil ? "NULL" : Self.current("value", ObjectiveKind.what)
            var sql = "SELECT \(Self.objectiveColumns), \(what), a.name_key \(Self.objectiveTables) WHERE \(conditions.sql) ORDER BY s.opened_at DESC, s.id DESC"
            var arguments = conditions.arguments
            if text == nil {
                sql += " LIMIT ?"
                arguments += [limit + 1]
            }
            let rows = try Row.fetchCursor(db, sql: sql, arguments: arguments)
            var items: [ObjectiveRecord] = []
            while items.count <= limit, let row = try rows.next() {
                if let text, !(row[10] as String).contains(text), !((row[9] as String?).map { folded($0).contains(text) } ?? false) { continue }
                items.append(Self.objectiveRecord(row))
            }
            guard items.count > limit, let last = items.prefix(limit).last?.objective else { return Page(items: items, next: nil) }
            return Page(items: Array(items.prefix(limit)), next: HistoryPlace(at: last.openedAt.milliseconds, id: last.id.uuid).cursor)
        }
    }

    /// Whether `s` has ended, as a condition.
    ///
    /// - Parameter visibly: only by what everybody may know who sees the objective.
    static func isEnded(visibly: Bool) -> String {
        """
        EXISTS (SELECT 1 FROM claim c WHERE c.workspace = s.workspace AND c.meeting = \(elsewhere) AND c.subject = s.id AND c.kind = '\(ObjectiveKind.outcome)'
            AND c.standing = 'confirmed' AND c.value IN (\(ObjectiveKind.outcomes.map { "'\($0)'" }.joined(separator: ", ")))\(visibly ? " AND c.confidential IS NULL" : ""))
        """
    }

    /// What was confirmed last of a kind about `s`, as an expression.
    private static func current(_ column: String, _ kind: String) -> String {
        """
        (SELECT c.\(column) FROM claim c WHERE c.workspace = s.workspace AND c.meeting = \(elsewhere) AND c.subject = s.id AND c.kind = '\(kind)'
            AND c.standing = 'confirmed' AND c.confidential IS NULL
            ORDER BY coalesce(c.observed_at, c.recorded_at) DESC, c.recorded_at DESC, c.id DESC LIMIT 1)
        """
    }

    // MARK: Writing

    func add(_ objective: SalesObjective, claims: [Claim]) async throws(StoreError) -> ObjectiveRecord {
        try SellingText.check(objective.origin)
        return try await engine.write { db in
            guard try Bool.fetchOne(db, sql: "SELECT 1 FROM sales_objective WHERE workspace = ? AND id = ?", arguments: [number, objective.id.uuid]) == nil else {
                throw StoreError.exists("The objective \(objective.id)")
            }
            if let origin = objective.origin, try Bool.fetchOne(
                db, sql: "SELECT 1 FROM sales_objective WHERE workspace = ? AND source_system = ? AND source_id = ?", arguments: [number, origin.system, origin.id]
            ) != nil {
                throw StoreError.exists("The objective \(origin.id) of \(origin.system)")
            }
            try checkAccount(of: objective, db)
            try insertRow(objective, db)
            for claim in claims {
                guard claim.subject == .objective(objective.id) else { throw StoreError.refused("The claim \(claim.id) is about something else. State it there.") }
            }
            try insert(claims, into: nil, db)
            try note([EventNote(.objectiveAdded, objective.id.uuid)] + claims.map { EventNote(.claimAdded, $0.id.uuid) }, db)
            try touchWorkspace(db)
            return try objectiveRecord(objective.id, in: .everything, db)
        }
    }

    func insertRow(_ objective: SalesObjective, _ db: Database) throws {
        try run("""
            INSERT INTO sales_objective (workspace, id, account, opened_at, recorded_at, source_system, source_id, is_fiction, version)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)
            """, [
                number, objective.id.uuid, objective.account.uuid, objective.openedAt.milliseconds, objective.recordedAt.milliseconds,
                objective.origin?.system, objective.origin?.id, objective.isFiction,
            ], db)
        try lackFunnel(of: objective.id.uuid, db)
    }

    func update(_ objective: SalesObjective, expecting version: Int) async throws(StoreError) -> ObjectiveRecord {
        try await engine.write { db in
            try expect(version, in: "sales_objective", objective.id.uuid, "The objective \(objective.id)", db)
            try checkAccount(of: objective, db)
            try run("UPDATE sales_objective SET account = ?, opened_at = ?, version = version + 1 WHERE workspace = ? AND id = ?", [
                objective.account.uuid, objective.openedAt.milliseconds, number, objective.id.uuid,
            ], db)
            try note([EventNote(.objectiveChanged, objective.id.uuid)], db)
            try touchWorkspace(db)
            return try objectiveRecord(objective.id, in: .everything, db)
        }
    }

    private func checkAccount(of objective: SalesObjective, _ db: Database) throws {
        guard try Bool.fetchOne(db, sql: "SELECT 1 FROM organization WHERE workspace = ? AND id = ?", arguments: [number, objective.account.uuid]) != nil else {
            throw StoreError.notFound("The account \(objective.account)")
        }
    }

    /// Objectives of which something was claimed or decided become another version; what the funnel keeps that was made from any of the subjects goes.
    ///
    /// - Throws: `StoreError.notFound` where one is not there: nothing is claimed of it then.
    func touchObjectives(_ subjects: some Sequence<Claim.Subject>, _ db: Database) throws {
        let subjects = Array(subjects)
        try forgetFunnel(madeFrom: subjects.compactMap { $0.elsewhere?.id }, db)
        for case .objective(let id) in Set(subjects) {
            try run("UPDATE sales_objective SET version = version + 1 WHERE workspace = ? AND id = ?", [number, id.uuid], db)
            guard try db.changesCount == 1 else { throw StoreError.notFound("The objective \(id)") }
        }
    }

    /// Objectives of an account that is part of another one by now are that one's.
    ///
    /// - Returns: those that changed hands.
    func moveObjectives(from absorbed: UUID, to kept: UUID, _ db: Database) throws -> [UUID] {
        let moved = try UUID.fetchAll(db, sql: "SELECT id FROM sales_objective WHERE workspace = ? AND account = ?", arguments: [number, absorbed])
        try run("UPDATE sales_objective SET account = ?, version = version + 1 WHERE workspace = ? AND account = ?", [kept, number, absorbed], db)
        return moved
    }
}

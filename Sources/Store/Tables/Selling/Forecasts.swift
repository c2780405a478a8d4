import Covalence
import Foundation

extension SQLWorkspaceStore {
    func objectivesVersion() async throws(StoreError) -> String? {
        try await engine.read { db in
            let row = try Row.fetchOne(
                db.cachedStatement(sql: """
                SELECT count(*), CAST(coalesce(sum(version), 0) AS bigint), coalesce(max(recorded_at), 0) FROM sales_objective WHERE workspace = ?
                """), arguments: [number]
            )
            guard let row, (row[0] as Int) > 0 else { return nil }
            // With the last time: as many new ones in the place of others are not the same.
            return "\(row[0] as Int).\(row[1] as Int).\(row[2] as Int64)"
        }
    }

    func erasureNumber() async throws(StoreError) -> Int { try await engine.read { db in try erasureNumber(db) } }

    private func erasureNumber(_ db: Database) throws -> Int {
        try Int.fetchOne(db.cachedStatement(sql: """
            SELECT (SELECT coalesce(max(number), 0) FROM removal WHERE workspace = ?1) + (SELECT count(*) FROM erasure WHERE workspace = ?1)
                + (SELECT count(*) FROM interaction_erasure WHERE workspace = ?1)
            """), arguments: [number]) ?? 0
    }

    func objectiveIDs(in scope: Scope) async throws(StoreError) -> [Identifier<SalesObjective>] {
        try await engine.read { db in
            let seen = sight(scope).objective
            return try UUID.fetchAll(
                db, sql: "SELECT s.id \(Self.objectiveTables) WHERE s.workspace = ? AND \(seen.sql) ORDER BY s.id", arguments: [number] + seen.arguments
            ).map { Identifier($0) }
        }
    }

    // MARK: Keeping

    func keep(_ forecast: KeptForecast, objectives: [KeptObjectiveForecast]?, days: Int, expecting erasures: Int) async throws(StoreError) {
        try await engine.write { db in
            let found = try erasureNumber(db)
            guard found == erasures else { throw StoreError.conflict(.record(expected: erasures, found: found)) }
            let (kind, sight) = (forecast.kind.rawValue, forecast.sight.text)
            try run("""
                INSERT INTO forecast (workspace, kind, sight, day, made_at, method, seed, input_version, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (workspace, kind, sight, day) DO UPDATE SET made_at = excluded.made_at, method = excluded.method, seed = excluded.seed,
                    input_version = excluded.input_version, content = excluded.content
                """, [
                    number, kind, sight, forecast.day.description, forecast.madeAt.milliseconds, forecast.method, String(forecast.seed), forecast.inputVersion,
                    forecast.content,
                ], db)
            try run("""
                DELETE FROM forecast WHERE workspace = ? AND kind = ? AND sight = ? AND day NOT IN (
                    SELECT f.day FROM forecast f WHERE f.workspace = ? AND f.kind = ? AND f.sight = ? ORDER BY f.made_at DESC, f.day DESC LIMIT ?)
                """, [number, kind, sight, number, kind, sight, max(1, days)], db)
            guard let objectives else { return }
            if forecast.sight != ForecastSight(.everything) {
                // Of what went out of sight nothing may be told any more: neither by the totals of former days nor by looking back.
                let gone = Set(try UUID.fetchAll(db, sql: "SELECT objective FROM forecast_objective WHERE workspace = ? AND sight = ?", arguments: [number, sight]))
                    .subtracting(objectives.map(\.objective.uuid))
                if !gone.isEmpty {
                    try run("DELETE FROM forecast WHERE workspace = ? AND sight = ? AND NOT (kind = ? AND day = ?)", [number, sight, kind, forecast.day.description], db)
                }
            }
            try run("DELETE FROM forecast_objective WHERE workspace = ? AND sight = ?", [number, sight], db)
            for objective in objectives {
                try run("INSERT INTO forecast_objective (workspace, sight, objective, place, content) VALUES (?, ?, ?, ?, ?)", [
                    number, sight, objective.objective.uuid, objective.place, objective.content,
                ], db)
            }
        }
    }

    func dropForecasts(notFor sights: Set<ForecastSight>) async throws(StoreError) {
        try await engine.write { db in
            let found = try String.fetchAll(db, sql: "SELECT DISTINCT sight FROM forecast WHERE workspace = ?", arguments: [number])
            for sight in found where !sights.contains(ForecastSight(text: sight)) {
                for table in ["forecast", "forecast_objective"] { try run("DELETE FROM \(table) WHERE workspace = ? AND sight = ?", [number, sight], db) }
            }
        }
    }

    /// A person who is erased may be named in what was said of sales; forecasts are made anew.
    func eraseForecasts(_ db: Database) throws {
        for table in ["forecast", "forecast_objective"] { try run("DELETE FROM \(table) WHERE workspace = ?", [number], db) }
    }

    // MARK: Reading

    func forecasts(_ kind: KeptForecast.Kind, in scope: Scope, limit: Int) async throws(StoreError) -> [KeptForecast] {
        guard let sight = ForecastSight(scope) else { return [] }
        return try await engine.read { db in
            guard try isWhollyInSight(sight, scope, db) else { return [] }
            return try Row.fetchAll(db.cachedStatement(sql: """
                SELECT day, made_at, method, seed, input_version, content FROM forecast WHERE workspace = ? AND kind = ? AND sight = ?
                ORDER BY made_at DESC, day DESC LIMIT ?
                """), arguments: [number, kind.rawValue, sight.text, max(0, limit)]).map { row in
                    let (day, seed): (String, String) = (row[0], row[3])
                    guard let known = CalendarDay(day), let start = UInt64(seed) else { throw StoreError.corrupt("A forecast is of the day “\(day)” and the seed “\(seed)”.") }
                    return KeptForecast(
                        kind: kind, sight: sight, day: known, madeAt: Timestamp(milliseconds: row[1]), method: row[2], seed: start, inputVersion: row[4], content: row[5]
                    )
                }
        }
    }

    func forecastObjectiveCount(in scope: Scope) async throws(StoreError) -> Int {
        guard let sight = ForecastSight(scope) else { return 0 }
        return try await engine.read { db in
            try Int.fetchOne(
                db.cachedStatement(sql: "SELECT count(*) FROM forecast_objective WHERE workspace = ? AND sight = ?"), arguments: [number, sight.text]
            ) ?? 0
        }
    }

    /// Whether it is known what the newest forecast of a sight was made from, and all of it is still in sight.
    private func isWhollyInSight(_ sight: ForecastSight, _ scope: Scope, _ db: Database) throws -> Bool {
        guard scope != .everything else { return true }
        let seen = self.sight(scope).objective
        let isKnown = try Bool.fetchOne(
            db.cachedStatement(sql: "SELECT 1 FROM forecast_objective WHERE workspace = ? AND sight = ? LIMIT 1"), arguments: [number, sight.text]
        ) ?? false
        return try isKnown && !(Bool.fetchOne(db, sql: """
            SELECT 1 FROM forecast_objective f WHERE f.workspace = ? AND f.sight = ? AND NOT EXISTS (
                SELECT 1 \(Self.objectiveTables) WHERE s.workspace = f.workspace AND s.id = f.objective AND \(seen.sql)) LIMIT 1
            """, arguments: [number, sight.text] + seen.arguments) ?? false)
    }

    func objectiveForecasts(in scope: Scope, from place: Int, limit: Int) async throws(StoreError) -> [KeptObjectiveForecast] {
        guard let sight = ForecastSight(scope) else { return [] }
        return try await engine.read { db in
            guard try isWhollyInSight(sight, scope, db) else { return [] }
            return try Row.fetchAll(db.cachedStatement(sql: """
                SELECT objective, place, content FROM forecast_objective WHERE workspace = ? AND sight = ? AND place >= ? ORDER BY place LIMIT ?
                """), arguments: [number, sight.text, place, max(0, limit)]).map { KeptObjectiveForecast(Identifier(row: $0, 0), place: $0[1], content: $0[2]) }
        }
    }

    func objectiveForecast(of objective: Identifier<SalesObjective>, in scope: Scope) async throws(StoreError) -> KeptObjectiveForecast? {
        guard let sight = ForecastSight(scope) else { return nil }
        return try await engine.read { db in
            guard try isWhollyInSight(sight, scope, db) else { return nil }
            return try Row.fetchOne(
                db.cachedStatement(sql: "SELECT objective, place, content FROM forecast_objective WHERE workspace = ? AND sight = ? AND objective = ?"),
                arguments: [number, sight.text, objective.uuid]
            ).map { KeptObjectiveForecast(Identifier(row: $0, 0), place: $0[1], content: $0[2]) }
        }
    }

    // MARK: Ideal customer profile

    func profiles() async throws(StoreError) -> [KeptProfile] {
        try await engine.read { db in
            try Row.fetchAll(
                db.cachedStatement(sql: "SELECT version, content, author_name, made_at FROM profile_version WHERE workspace = ? ORDER BY version DESC"), arguments: [number]
            ).map { KeptProfile(version: $0[0], content: $0[1], author: $0[2], madeAt: Timestamp(milliseconds: $0[3])) }
        }
    }

    func keep(_ profile: KeptProfile) async throws(StoreError) {
        try await engine.write { db in
            let newest = try Int.fetchOne(db, sql: "SELECT max(version) FROM profile_version WHERE workspace = ?", arguments: [number]) ?? 0
            guard newest == profile.version - 1 else { throw StoreError.conflict(.record(expected: profile.version - 1, found: newest)) }
            try run("INSERT INTO profile_version (workspace, version, content, author_name, made_at) VALUES (?, ?, ?, ?, ?)", [
                number, profile.version, profile.content, profile.author, profile.madeAt.milliseconds,
            ], db)
            // Whether an account fits is part of every entry.
            try forgetFunnel(db)
            try touchWorkspace(db)
        }
    }
}

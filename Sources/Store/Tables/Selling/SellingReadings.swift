import Covalence
import Foundation

/// What is read for sales objectives, and what was suggested out of it.
extension SQLWorkspaceStore {
    func sellingReadings(of happenings: [HistoryLine.Subject]) async throws(StoreError) -> [HistoryLine.Subject: SellingReading] {
        guard !happenings.isEmpty else { return [:] }
        return try await engine.read { db in
            var found: [HistoryLine.Subject: SellingReading] = [:]
            for start in stride(from: 0, to: happenings.count, by: 500) {
                let portion = happenings[start..<min(start + 500, happenings.count)]
                let byID = Dictionary(portion.map { ($0.uuid, $0) }) { first, _ in first }
                let list = SQLList(portion.map(\.uuid))
                for row in try Row.fetchAll(db.cachedStatement(sql: """
                    SELECT holder, stamp, engine, content FROM selling_reading WHERE workspace = ? AND holder IN \(list.places)
                    """), arguments: [number] + list.arguments) {
                    if let happening = byID[row[0] as UUID] { found[happening] = SellingReading(stamp: row[1], engine: row[2], content: row[3]) }
                }
            }
            return found
        }
    }

    func keep(_ reading: SellingReading, of happening: HistoryLine.Subject) async throws(StoreError) {
        try await engine.write { db in
            let table = if case .meeting = happening { "meeting" } else { "interaction" }
            let isThere = try Bool.fetchOne(db, sql: "SELECT 1 FROM \(table) WHERE workspace = ? AND id = ?", arguments: [number, happening.uuid]) != nil
            guard isThere else { return }
            try run("""
                INSERT INTO selling_reading (workspace, holder, stamp, engine, content) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (workspace, holder) DO UPDATE SET stamp = excluded.stamp, engine = excluded.engine, content = excluded.content
                """, [number, happening.uuid, reading.stamp, reading.engine, reading.content], db)
        }
    }

    func suggest(
        _ claims: [Claim], ending decisions: [ExpectedDecision], for objective: Identifier<SalesObjective>, expecting version: Int, as step: JobStep?
    ) async throws(StoreError) {
        try await engine.write { db in
            let found = try objectiveRecord(objective, in: .everything, db).version
            guard found == version else { throw StoreError.conflict(.record(expected: version, found: found)) }
            if !claims.isEmpty || !decisions.isEmpty { try add(claims, decisions: decisions, db) }
            try take(step, db)
        }
    }

    func openObjectives(after: Identifier<SalesObjective>?, limit: Int) async throws(StoreError) -> [Identifier<SalesObjective>] {
        try await engine.read { db in
            try UUID.fetchAll(db, sql: """
                SELECT s.id FROM sales_objective s WHERE s.workspace = ? AND s.id > ? AND NOT \(Self.isEnded(visibly: false)) ORDER BY s.id LIMIT ?
                """, arguments: [number, after?.uuid ?? UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)), max(0, limit)]).map { Identifier($0) }
        }
    }

    // MARK: What follows from a change

    /// Queues the reading of the objectives to which a meeting or interaction belongs, in the transaction of its change.
    func queueSuggesting(after happening: UUID, _ db: Database) throws {
        try queueSuggesting(try UUID.fetchAll(
            db.cachedStatement(sql: "SELECT objective FROM objective_link WHERE workspace = ? AND interaction = ? AND ended_at IS NULL ORDER BY objective"),
            arguments: [number, happening]
        ), db)
    }

    /// Queues the reading of objectives: once each, however much of them changes until it begins.
    func queueSuggesting(_ objectives: [UUID], _ db: Database) throws {
        let now = Timestamp(Date())
        try queue(objectives.map { objective in
            NewJob(
                .suggestStatements, subject: objective, notBefore: Timestamp(milliseconds: 0), key: .init("\(Identifier<SalesObjective>(objective))", holds: .untilBegun),
                isBackground: true, at: now
            )
        }, db)
    }

    // MARK: Erasing

    /// What was suggested out of words that go goes with them. A statement that a person confirmed stays without its words.
    ///
    /// The objectives it belongs to, or that something was suggested for, become another version: a reading of them that is under way has the words still,
    /// and may not write them.
    ///
    /// - Parameter cut: the words that go, where others stay: what rests on those stays as it was decided, so that it is not asked again. Nil: all go.
    func eraseSuggestions(readIn happening: UUID, only cut: Rewriting.Outcome? = nil, _ db: Database) throws {
        let read = """
            meeting = \(Self.elsewhere) AND author_kind = 'engine' AND payload IS NOT NULL AND \(dialect.contains("payload", "?"))
            """
        let arguments: StatementArguments = [Identifier<Interaction>(happening).description]
        let touched = try UUID.fetchAll(
            db, sql: "SELECT DISTINCT subject FROM claim WHERE workspace = ? AND subject_kind = 'objective' AND \(read)", arguments: [number] + arguments
        ) + UUID.fetchAll(db, sql: "SELECT objective FROM objective_link WHERE workspace = ? AND interaction = ?", arguments: [number, happening])
        for objective in Set(touched) { try run("UPDATE sales_objective SET version = version + 1 WHERE workspace = ? AND id = ?", [number, objective], db) }
        try forgetFunnel(madeFrom: touched, db)
        for row in try Row.fetchAll(
            db, sql: "SELECT id, object, value, payload, standing FROM claim WHERE workspace = ? AND \(read)", arguments: [number] + arguments
        ) {
            let id: UUID = row[0]
            if let cut, try !rests(id, payload: row[3], value: row[2], on: cut, db) { continue }
            guard row[4] as String == Standing.confirmed.rawValue else {
                try eraseClaims("id = ?", [id], db)
                continue
            }
            try rewriteClaim(id, in: Self.elsewhere, object: row[1], value: row[2], payload: row[3], db) { claim in
                var claim = claim
                if SuggestionPayload.isQuoted(claim.payload) { claim.value = SuggestionPayload.erased }
                claim.payload = claim.payload.filter { !SuggestionPayload.quotes.contains($0.key) }
                return claim
            }
        }
    }

    /// Whether a suggestion is gone with words that were cut: it quotes them, or no evidence of it has its words still.
    private func rests(_ claim: UUID, payload: String?, value: String?, on cut: Rewriting.Outcome, _ db: Database) throws -> Bool {
        let fields = payload.flatMap { try? JSONDecoder().decode([String: String].self, from: Data($0.utf8)) } ?? [:]
        var quotes = SuggestionPayload.quotes.compactMap { fields[$0] }
        if SuggestionPayload.isQuoted(fields), let value { quotes.append(value) }
        let isTouched = cut.claims.contains(claim)
        // A quote is a part of what somebody said in one go, or several of these. A short word alone shows nothing unless it was there.
        let gone = cut.formerTexts.map(Self.plain).filter { !$0.isEmpty }
        let isQuoted = quotes.map(Self.plain).contains { quote in
            !quote.isEmpty && gone.contains { $0.contains(quote) || quote.contains($0) && (isTouched || $0.count(where: \.isWhitespace) > 2) || isTouched && Self.overlap(quote, $0) }
        }
        if isQuoted { return true }
        guard isTouched else { return false }
        return try Bool.fetchOne(db, sql: """
            SELECT 1 FROM evidence WHERE workspace = ? AND meeting = \(Self.elsewhere) AND claim = ?
            AND (place <> 'words' OR coalesce(now_words_changed, words_changed, 0) = 0) LIMIT 1
            """, arguments: [number, claim]) == nil
    }

    /// Whether one ends with words that the other begins with, as what is quoted of several utterances, and cut, does with the last of them.
    private static func overlap(_ one: String, _ other: String) -> Bool {
        let one = one.split(separator: " "), other = other.split(separator: " ")
        return (1...max(1, min(one.count, other.count))).contains { one.suffix($0) == other.prefix($0) || one.prefix($0) == other.suffix($0) }
    }

    /// Words on one line, without the mark of those that were left out.
    private static func plain(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return line.last == "…" ? String(line.dropLast()) : line
    }
}

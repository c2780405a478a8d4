import Covalence
import Foundation

/// Decisions as rows. Of a turn, `lower` and `upper` are its utterances; of a passage, its scalars.
extension SQLWorkspaceStore {
    static let decisionColumns = """
        d.id, d.codebook, d.code, d.verdict, m.id, d.interaction, d.source_version, d.lower, d.upper, d.asked, d.score, d.engine, d.decided_by, d.author, d.decided_at, d.superseded_by
        """
    static let decisionTables = "code_decision d LEFT JOIN meeting m ON m.workspace = d.workspace AND m.number = d.meeting"

    func add(_ decision: CodeDecision, queueing jobs: [NewJob]) async throws(StoreError) -> CodeDecision {
        try await engine.write { db in
            var kept = decision
            var meeting: Int64?, interaction: UUID?
            let version: Int, range: Range<Int>
            switch decision.place {
            case .turn(let id, let words, let first, let count):
                meeting = try self.target(id, db).number
                (version, range) = (words, first..<(first + max(1, count)))
            case .passage(let id, let text, let scalars):
                guard try Bool.fetchOne(db, sql: "SELECT 1 FROM interaction WHERE workspace = ? AND id = ?", arguments: [number, id.uuid]) == true else {
                    throw StoreError.notFound("The interaction \(id)")
                }
                interaction = id.uuid
                (version, range) = (text, scalars)
            }
            let whose: StatementArguments = meeting == nil ? [interaction, range.upperBound] : [meeting]
            let former = try Row.fetchOne(db, sql: """
                SELECT id, asked, score, engine FROM code_decision WHERE workspace = ? AND codebook = ? AND code = ? AND superseded_by IS NULL AND lower = ?
                AND \(meeting == nil ? "interaction = ? AND upper = ?" : "meeting = ?") ORDER BY id DESC LIMIT 1
                """, arguments: [number, decision.codebook, decision.code, range.lowerBound] + whose)
            if let former {
                kept.asked = (former[1] as String?).flatMap(CodeDecision.Asked.init(rawValue:))
                kept.score = former[2]
                kept.engine = former[3]
                try run("UPDATE code_decision SET superseded_by = ? WHERE workspace = ? AND id = ?", [kept.id.uuid, number, former[0] as UUID], db)
            }
            try run("""
                INSERT INTO code_decision (workspace, id, codebook, code, verdict, meeting, interaction, source_version, lower, upper, asked, score, engine, decided_by, author,
                    decided_at, superseded_by)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)
                """, [
                    number, kept.id.uuid, kept.codebook, kept.code, kept.verdict.rawValue, meeting, interaction, version, range.lowerBound, range.upperBound,
                    kept.asked?.rawValue, kept.score, kept.engine, kept.member?.uuid, kept.author, kept.at.milliseconds,
                ], db)
            try queue(jobs, db)
            return kept
        }
    }

    func decisions(_ query: CodeDecisionQuery) async throws(StoreError) -> Page<CodeDecision> {
        guard (1...500).contains(query.limit) else { throw .refused("A page of decisions has 1 to 500 of them.") }
        var conditions = ["d.workspace = ?", "d.codebook = ?"]
        var arguments: StatementArguments = [number, query.codebook]
        if let code = query.code {
            conditions.append("d.code = ?")
            arguments += [code]
        }
        if !query.withHistory { conditions.append("d.superseded_by IS NULL") }
        if let cursor = query.cursor {
            guard let last = Identifier<CodeDecision>(cursor.rawValue) else { throw .refused("This is no place in the list of decisions. Begin at its first page.") }
            conditions.append("d.id < ?")
            arguments += [last.uuid]
        }
        let meeting = sight(query.scope).meeting, interaction = sight(query.scope).happening(id: "i.id", broughtInBy: "i.brought_in_by")
        conditions.append("""
            (d.meeting IS NOT NULL AND \(meeting.sql) OR d.interaction IN (SELECT i.id FROM interaction i WHERE i.workspace = d.workspace AND \(interaction.sql)))
            """)
        arguments += meeting.arguments
        arguments += interaction.arguments
        arguments += [query.limit + 1]
        return try await engine.read { [conditions, arguments] db in
            var found = try Row.fetchAll(db, sql: """
                SELECT \(Self.decisionColumns) FROM \(Self.decisionTables) WHERE \(conditions.joined(separator: " AND ")) ORDER BY d.id DESC LIMIT ?
                """, arguments: arguments).compactMap(Self.decision)
            guard found.count > query.limit else { return Page(items: found, next: nil) }
            found.removeLast()
            return Page(items: found, next: found.last.map { PageCursor(rawValue: $0.id.description) })
        }
    }

    func decidedTurns(in meetings: [Identifier<Meeting>], codebook: String, code: String) async throws(StoreError) -> [Identifier<Meeting>: Set<Int>] {
        guard !meetings.isEmpty else { return [:] }
        let list = SQLList(meetings.map(\.uuid))
        return try await engine.read { db in
            let rows = try Row.fetchAll(db, sql: """
                SELECT m.id, d.lower FROM code_decision d JOIN meeting m ON m.workspace = d.workspace AND m.number = d.meeting
                WHERE d.workspace = ? AND d.codebook = ? AND d.code = ? AND d.superseded_by IS NULL AND m.id IN \(list.places)
                """, arguments: [number, codebook, code] + list.arguments)
            return rows.reduce(into: [:]) { found, row in found[Identifier(row: row, 0), default: []].insert(row[1]) }
        }
    }

    /// Decisions that rest on words which are no longer kept go with them.
    ///
    /// - Parameter positions: of utterances; nil for all of the meeting.
    func dropDecisions(on meeting: Int64, touching positions: Set<Int>?, _ db: Database) throws {
        guard let positions else { return try run("DELETE FROM code_decision WHERE workspace = ? AND meeting = ?", [number, meeting], db) }
        let rows = try Row.fetchAll(db, sql: "SELECT id, lower, upper FROM code_decision WHERE workspace = ? AND meeting = ?", arguments: [number, meeting])
        for row in rows where ((row[1] as Int)..<max(row[1] as Int, row[2] as Int)).contains(where: positions.contains) {
            try run("DELETE FROM code_decision WHERE workspace = ? AND id = ?", [number, row[0] as UUID], db)
        }
    }

    /// A decision of a row; nil where what it names is of a newer program.
    static func decision(_ row: Row) -> CodeDecision? {
        guard let verdict = CodeDecision.Verdict(rawValue: row[3]) else { return nil }
        let lower: Int = row[7], upper = max(lower, row[8] as Int)
        let place: CodeDecision.Place
        if let meeting = row[4] as UUID? {
            place = .turn(Identifier(meeting), version: row[6], first: lower, count: upper - lower)
        } else if let interaction = row[5] as UUID? {
            place = .passage(Identifier(interaction), version: row[6], range: lower..<upper)
        } else {
            return nil
        }
        return CodeDecision(
            id: Identifier(row: row, 0), codebook: row[1], code: row[2], verdict: verdict, place: place, asked: (row[9] as String?).flatMap(CodeDecision.Asked.init(rawValue:)),
            score: row[10], engine: row[11], member: (row[12] as UUID?).map(Identifier.init), author: row[13], at: Timestamp(milliseconds: row[14]),
            supersededBy: (row[15] as UUID?).map(Identifier.init)
        )
    }
}

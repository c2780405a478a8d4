import Covalence
import Foundation

extension SQLWorkspaceStore {
    // MARK: Reading

    func claims(_ query: ClaimQuery) async throws(StoreError) -> [Claim] {
        try await engine.read { db in
            let meeting = try number(of: query.meeting, db)
            var conditions = ["workspace = ?", "meeting = ?"]
            var arguments: StatementArguments = [number, meeting]
            func among(_ column: String, _ values: [String]?) {
                guard let values else { return }
                conditions.append(values.isEmpty ? "FALSE" : "\(column) IN (\(values.map { _ in "?" }.joined(separator: ", ")))")
                arguments += StatementArguments(values)
            }
            among("kind", query.kinds.map { $0.sorted() })
            among("standing", query.standings?.map(\.rawValue))
            among("author_kind", query.authors?.map(\.rawValue))
            return try claims(
                of: query.meeting, meeting, where: conditions.joined(separator: " AND "), arguments, evidence: .now, db
            )
        }
    }

    func claim(_ id: Identifier<Claim>) async throws(StoreError) -> Claim {
        try await engine.read { db in try currentClaim(id, db).claim }
    }

    func history(of claim: Identifier<Claim>) async throws(StoreError) -> [Decision] {
        try await engine.read { db in
            let meeting = try place(of: claim, db).meeting
            return try decisions("meeting = ? AND claim = ?", [number, meeting, claim.uuid], db)
        }
    }

    func ledger(of meeting: Identifier<Meeting>) async throws(StoreError) -> Ledger {
        try await engine.read { db in
            let inside = try number(of: meeting, db)
            let claims = try claims(
                of: meeting, inside, where: "workspace = ? AND meeting = ?", [number, inside], evidence: .asRecorded, db
            )
            return Ledger(claims: claims, decisions: try decisions("meeting = ?", [number, inside], db))
        }
    }

    /// Which evidence, and with it which standing: those of the recording, or those of now.
    enum AsOf {
        case asRecorded
        case now
    }

    func claims(
        of id: Identifier<Meeting>?, _ meeting: Int64, where condition: String, _ arguments: StatementArguments,
        evidence asOf: AsOf, known: [Identifier<Claim>: [Evidence]]? = nil, from table: String = "claim c", _ db: Database
    ) throws -> [Claim] {
        let statement = try db.cachedStatement(sql: """
            SELECT id, kind, kind_version, participant, object, value, payload, author_kind, author_name, confidence,
                observed_at, recorded_at, \(asOf == .now ? "standing" : "recorded_standing"), supersedes, subject_kind, subject,
                confidential, stated_by
            FROM \(table) WHERE \(condition)
            """)
        // Claims about something else than a meeting are many; each one's evidence is looked up by itself, where it is not known.
        var evidence = try known ?? (meeting == Self.elsewhere ? [:] : evidence(of: meeting, nil, asOf, db))
        let cursor = try Row.fetchCursor(statement, arguments: arguments)
        var found: [Claim] = []
        while let row = try cursor.next() {
            let claim = Identifier<Claim>(row: row, 0)
            let participant: UUID? = row[3]
            let payload: String? = row[6]
            if meeting == Self.elsewhere, known == nil { evidence = try self.evidence(of: meeting, claim, asOf, db) }
            found.append(Claim(
                id: claim,
                kind: row[1],
                kindVersion: row[2],
                subject: try subject(participant, id, row[14], row[15]),
                object: row[4],
                value: row[5],
                payload: try payload.map(decodePayload) ?? [:],
                author: Claim.Author(kind: AuthorKind(rawValue: row[7]) ?? .imported, name: row[8]),
                statedBy: (row[17] as UUID?).map(Identifier.init),
                confidence: row[9],
                observedAt: (row[10] as Int64?).map(Timestamp.init(milliseconds:)),
                recordedAt: Timestamp(milliseconds: row[11]),
                evidence: evidence.removeValue(forKey: claim) ?? [],
                standing: Standing(rawValue: row[12]) ?? .suggested,
                supersedes: (row[13] as UUID?).map(Identifier.init),
                confidentialTo: (row[16] as Data?).map(Self.members)
            ))
        }
        return found.sorted { ($0.recordedAt, $0.id) < ($1.recordedAt, $1.id) }
    }

    private func subject(
        _ participant: UUID?, _ meeting: Identifier<Meeting>?, _ kind: String?, _ subject: UUID?
    ) throws -> Claim.Subject {
        if let meeting { return participant.map { .participant(Identifier($0), in: meeting) } ?? .meeting(meeting) }
        guard let kind, let subject, let found = Claim.Subject(elsewhere: kind, subject) else {
            throw StoreError.corrupt("It cannot be read what a claim is about.")
        }
        return found
    }

    private func evidence(
        of meeting: Int64, _ claim: Identifier<Claim>?, _ asOf: AsOf, _ db: Database
    ) throws -> [Identifier<Claim>: [Evidence]] {
        let statement = try db.cachedStatement(sql: """
            SELECT \(Self.evidenceColumns) FROM evidence e WHERE e.workspace = ? AND e.meeting = ? \(claim == nil ? "" : "AND e.claim = ?")
            ORDER BY e.claim, e.ordinal
            """)
        return try evidence(
            Row.fetchCursor(statement, arguments: [number, meeting] + StatementArguments(claim.map { [$0.uuid] } ?? [])), asOf
        )
    }

    /// What claims about something else than a meeting rest on now.
    ///
    /// - Parameter condition: on `claim c`, behind its workspace; names subjects.
    func evidence(where condition: String, _ arguments: StatementArguments, _ db: Database) throws -> [Identifier<Claim>: [Evidence]] {
        let statement = try db.cachedStatement(sql: """
            SELECT \(Self.evidenceColumns) FROM \(dialect.claimsBySubject) CROSS JOIN evidence e
            WHERE e.workspace = c.workspace AND e.meeting = \(Self.elsewhere) AND e.claim = c.id AND c.workspace = ? AND c.meeting = \(Self.elsewhere) AND \(condition) ORDER BY e.claim, e.ordinal
            """)
        return try evidence(Row.fetchCursor(statement, arguments: arguments), .now)
    }

    private static let evidenceColumns = """
        e.claim, e.place, e.basis, e.target, e.lower, e.upper, e.words_changed, e.now_target, e.now_lower, e.now_upper, e.now_words_changed
        """

    private func evidence(_ cursor: RowCursor, _ asOf: AsOf) throws -> [Identifier<Claim>: [Evidence]] {
        var found: [Identifier<Claim>: [Evidence]] = [:]
        while let row = try cursor.next() {
            let isCarried = asOf == .now && !row.hasNull(atIndex: 7)
            let target: UUID = isCarried ? row[7] : row[3]
            let place: Evidence.Place
            switch row[1] as String {
            case "words":
                let first = isCarried ? 8 : 4
                let lower: Int = row[first] ?? 0
                place = .words(Evidence.Words(
                    transcript: Identifier(target), range: lower..<max(lower, row[first + 1] ?? 0),
                    wordsChanged: row[first + 2] ?? false
                ))
            case "claim": place = .claim(Identifier(target))
            case "interaction": place = .interaction(Identifier(target))
            default: place = .meeting(Identifier(target))
            }
            found[Identifier(row: row, 0), default: []].append(
                Evidence(place, basis: Evidence.Basis(rawValue: row[2]) ?? .assumed)
            )
        }
        return found
    }

    func decisions(_ condition: String, _ arguments: StatementArguments, _ db: Database) throws -> [Decision] {
        try decisions(Row.fetchCursor(db.cachedStatement(sql: """
            SELECT \(Self.claimDecisionColumns) FROM decision d WHERE d.workspace = ? AND \(condition) ORDER BY d.at, d.claim, d.ordinal
            """), arguments: arguments))
    }

    /// What was done with claims about something else than a meeting.
    ///
    /// - Parameter condition: on `claim c`, behind its workspace; names subjects.
    func decisions(where condition: String, _ arguments: StatementArguments, _ db: Database) throws -> [Decision] {
        try decisions(Row.fetchCursor(db.cachedStatement(sql: """
            SELECT \(Self.claimDecisionColumns) FROM \(dialect.claimsBySubject) CROSS JOIN decision d
            WHERE d.workspace = c.workspace AND d.meeting = \(Self.elsewhere) AND d.claim = c.id AND c.workspace = ? AND c.meeting = \(Self.elsewhere) AND \(condition)
            ORDER BY d.at, d.claim, d.ordinal
            """), arguments: arguments))
    }

    private static let claimDecisionColumns = "d.claim, d.standing, d.author_kind, d.author_name, d.at, d.reason, d.decided_by"

    private func decisions(_ cursor: RowCursor) throws -> [Decision] {
        var found: [Decision] = []
        while let row = try cursor.next() {
            found.append(Decision(
                claim: Identifier(row: row, 0),
                standing: Standing(rawValue: row[1]) ?? .suggested,
                author: Claim.Author(kind: AuthorKind(rawValue: row[2]) ?? .imported, name: row[3]),
                decidedBy: (row[6] as UUID?).map(Identifier.init),
                at: Timestamp(milliseconds: row[4]),
                reason: row[5]
            ))
        }
        return found
    }

    /// The meeting that holds a claim, by number and id; `elsewhere` and nil for one about something else.
    func place(of claim: Identifier<Claim>, _ db: Database) throws -> (meeting: Int64, id: Identifier<Meeting>?) {
        let row = try Row.fetchOne(db, sql: """
            SELECT c.meeting, m.id FROM claim c LEFT JOIN meeting m ON m.workspace = c.workspace AND m.number = c.meeting
            WHERE c.workspace = ? AND c.id = ?
            """, arguments: [number, claim.uuid])
        guard let row else { throw StoreError.notFound("The finding \(claim)") }
        return (row[0], (row[1] as UUID?).map(Identifier.init))
    }

    func currentClaim(_ id: Identifier<Claim>, _ db: Database) throws -> (claim: Claim, meeting: Identifier<Meeting>?) {
        let (meeting, meetingID) = try place(of: id, db)
        let found = try claims(
            of: meetingID, meeting, where: "workspace = ? AND meeting = ? AND id = ?", [number, meeting, id.uuid],
            evidence: .now, db
        )
        guard let claim = found.first else { throw StoreError.notFound("The finding \(id)") }
        return (claim, meetingID)
    }

    private func decodePayload(_ text: String) throws -> [String: String] {
        if let payload = PayloadText.plain(text) { return payload }
        do {
            return try JSONDecoder().decode([String: String].self, from: Data(text.utf8))
        } catch {
            throw StoreError.corrupt("What a finding states cannot be read: \(error).")
        }
    }

    // MARK: Writing

    func decide(_ decision: Decision, expecting: Standing) async throws(StoreError) -> Claim {
        try await engine.write { db in
            guard let meeting = try place(of: decision.claim, db).id else {
                try record(decision, expecting: expecting, in: Self.elsewhere, db)
                try note([EventNote(.claimDecided, decision.claim.uuid)], db)
                try touchWorkspace(db)
                let claim = try currentClaim(decision.claim, db).claim
                try touchObjectives([claim.subject], db)
                return claim
            }
            var change = MeetingChange()
            change.decisions = [ExpectedDecision(decision, expecting: expecting)]
            try carryOut(change, cast: nil, on: meeting, db)
            return try currentClaim(decision.claim, db).claim
        }
    }

    func record(_ decision: Decision, expecting: Standing, in meeting: Int64, _ db: Database) throws {
        let found = try String.fetchOne(
            db.cachedStatement(sql: "SELECT standing FROM claim WHERE workspace = ? AND meeting = ? AND id = ?"),
            arguments: [number, meeting, decision.claim.uuid]
        )
        guard let found, let standing = Standing(rawValue: found) else {
            throw StoreError.notFound("The finding \(decision.claim)")
        }
        guard standing == expecting else {
            throw StoreError.conflict(.claim(decision.claim, expected: expecting, found: standing))
        }
        try run("UPDATE claim SET standing = ? WHERE workspace = ? AND meeting = ? AND id = ?", [
            decision.standing.rawValue, number, meeting, decision.claim.uuid,
        ], db)
        try run("""
            INSERT INTO decision (workspace, meeting, claim, ordinal, standing, author_kind, author_name, at, reason, decided_by)
            SELECT ?1, ?2, ?3, coalesce(max(ordinal), 0) + 1, ?4, ?5, ?6, ?7, ?8, ?9
            FROM decision WHERE workspace = ?1 AND meeting = ?2 AND claim = ?3
            """, [
                number, meeting, decision.claim.uuid, decision.standing.rawValue, decision.author.kind.rawValue,
                decision.author.name, decision.at.milliseconds, decision.reason, decision.decidedBy?.uuid,
            ], db)
    }

    /// - Parameter target: the meeting they are about; nil for claims about something else.
    func insert(_ claims: [Claim], into target: Target?, _ db: Database) throws {
        guard !claims.isEmpty else { return }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let taken = try db.cachedStatement(sql: "SELECT 1 FROM claim WHERE workspace = ? AND id = ?")
        let claimStatement = try db.cachedStatement(sql: """
            INSERT INTO claim (workspace, meeting, id, kind, kind_version, participant, object, value, payload, author_kind,
                author_name, confidence, observed_at, recorded_at, recorded_standing, standing, supersedes, subject_kind, subject,
                confidential, stated_by)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        let evidenceStatement = try db.cachedStatement(sql: """
            INSERT INTO evidence (workspace, meeting, claim, ordinal, place, basis, target, lower, upper, words_changed)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        let meeting = target?.number ?? Self.elsewhere
        for claim in claims {
            var participant: UUID?
            var subject: (kind: String, id: UUID)?
            switch claim.subject {
            case .meeting(let meeting):
                guard meeting == target?.id else { throw Self.foreign(claim) }
            case .participant(let id, let meeting):
                guard meeting == target?.id else { throw Self.foreign(claim) }
                participant = id.uuid
            case .person, .organization, .interaction, .objective:
                guard target == nil else { throw Self.foreign(claim) }
                subject = claim.subject.elsewhere
            }
            guard try Bool.fetchOne(taken, arguments: [number, claim.id.uuid]) == nil else {
                throw StoreError.exists("The finding \(claim.id)")
            }
            let payload = claim.payload.isEmpty ? nil : String(decoding: try encoder.encode(claim.payload), as: UTF8.self)
            try claimStatement.execute(arguments: [
                number, meeting, claim.id.uuid, claim.kind, claim.kindVersion, participant, claim.object, claim.value,
                payload, claim.author.kind.rawValue, claim.author.name, claim.confidence, claim.observedAt?.milliseconds,
                claim.recordedAt.milliseconds, claim.standing.rawValue, claim.standing.rawValue, claim.supersedes?.uuid,
                subject?.kind, subject?.id, claim.confidentialTo.map(Self.bytes), claim.statedBy?.uuid,
            ])
            for (ordinal, evidence) in claim.evidence.enumerated() {
                let (place, to, words): (String, UUID, Evidence.Words?) = switch evidence.place {
                case .words(let words): ("words", words.transcript.uuid, words)
                case .meeting(let meeting): ("meeting", meeting.uuid, nil)
                case .interaction(let interaction): ("interaction", interaction.uuid, nil)
                case .claim(let other): ("claim", other.uuid, nil)
                }
                try evidenceStatement.execute(arguments: [
                    number, meeting, claim.id.uuid, ordinal, place, evidence.basis.rawValue, to, words?.lower,
                    words?.upper, words?.wordsChanged,
                ])
            }
        }
    }

    private static func foreign(_ claim: Claim) -> StoreError {
        .refused("The finding \(claim.id) is about something else. State it there.")
    }
}

import Covalence
import Foundation

extension SQLWorkspaceStore {
    func meeting(_ id: Identifier<Meeting>) async throws(StoreError) -> MeetingSummary {
        try await engine.read { db in try summary(of: id, db) }
    }

    func version(of meeting: Identifier<Meeting>) async throws(StoreError) -> Int {
        try await engine.read { db in
            let statement = try db.cachedStatement(sql: "SELECT version FROM meeting WHERE workspace = ? AND id = ?")
            guard let version = try Int.fetchOne(statement, arguments: [number, meeting.uuid]) else {
                throw StoreError.notFound("The meeting \(meeting)")
            }
            return version
        }
    }

    func version() async throws(StoreError) -> Int {
        try await engine.read { db in
            try Int.fetchOne(db, sql: "SELECT version FROM workspace WHERE number = ?", arguments: [number]) ?? 0
        }
    }

    func summary(of meeting: Identifier<Meeting>, _ db: Database) throws -> MeetingSummary {
        let statement = try db.cachedStatement(sql: "SELECT \(Self.summaryColumns) FROM meeting m WHERE workspace = ? AND id = ?")
        guard let row = try Row.fetchOne(statement, arguments: [number, meeting.uuid]) else {
            throw StoreError.notFound("The meeting \(meeting)")
        }
        return try summary(row, db)
    }

    /// The columns that `summary(_:_:)` reads, of `meeting m`.
    static let summaryColumns = """
        m.number, m.id, m.title, m.started_at, m.recorded_at, m.is_fiction, m.note, m.version, m.transcript_version,
        m.cast_version, m.utterances, m.words, m.duration, m.language, m.open_questions, m.outcome, m.recording, m.brought_in_by,
        m.consents
        """

    func summary(_ row: Row, _ db: Database) throws -> MeetingSummary {
        guard let found = try summaries([row], db).first else { throw StoreError.corrupt("A meeting cannot be read.") }
        return found
    }

    /// The meetings with these numbers, in no order.
    func summaries(of numbers: [Int64], _ db: Database) throws -> [MeetingSummary] {
        guard !numbers.isEmpty else { return [] }
        let list = SQLList(numbers)
        let statement = try db.cachedStatement(sql: "SELECT \(Self.summaryColumns) FROM meeting m WHERE m.workspace = ? AND m.number IN \(list.places)")
        return try summaries(try Row.fetchAll(statement, arguments: [number] + list.arguments), db)
    }

    /// Meetings with who took part and to whom they belong, which is asked for all of them at once.
    func summaries(_ rows: [Row], _ db: Database) throws -> [MeetingSummary] {
        guard !rows.isEmpty else { return [] }
        var participants: [Int64: [ParticipantSummary]] = [:]
        let people = SQLList(rows.map { $0[0] as Int64 })
        for person in try Row.fetchAll(db.cachedStatement(sql: """
            SELECT id, name, side, organization, person, meeting FROM cast_person
            WHERE workspace = ? AND meeting IN \(people.places) ORDER BY meeting, ordinal
            """), arguments: [number] + people.arguments) {
            participants[person[5], default: []].append(ParticipantSummary(
                id: Identifier(row: person, 0),
                name: person[1],
                side: (person[2] as String?).flatMap(Side.init(rawValue:)),
                organization: person[3],
                person: (person[4] as UUID?).map(Identifier.init)
            ))
        }
        let accounts = try linkedAccounts(ofEach: rows.map { $0[1] as UUID }, db)
        return rows.map { row in
            summary(row, participants: participants[row[0]] ?? [], accounts: accounts[row[1] as UUID] ?? [])
        }
    }

    private func summary(
        _ row: Row, participants: [ParticipantSummary], accounts: Set<Identifier<Organization>>
    ) -> MeetingSummary {
        MeetingSummary(
            meeting: Meeting(
                id: Identifier(row: row, 1),
                title: row[2],
                startedAt: (row[3] as Int64?).map(Timestamp.init(milliseconds:)),
                recordedAt: Timestamp(milliseconds: row[4]),
                isFiction: row[5],
                note: row[6]
            ),
            version: row[7],
            transcriptVersion: row[8],
            castVersion: row[9],
            utterances: row[10],
            words: row[11],
            duration: row[12],
            language: row[13],
            participants: participants,
            openQuestions: row[14],
            outcome: row[15],
            recording: (row[16] as Data?).flatMap { ContentHash(bytes: $0) },
            accounts: accounts,
            broughtInBy: (row[17] as UUID?).map(Identifier.init),
            consents: ConsentPurpose.purposes(row[18])
        )
    }

    func add(_ new: NewMeeting) async throws(StoreError) -> MeetingSummary {
        let cast = try PreparedCast(new.cast, author: new.castAuthor, madeAt: new.transcript.madeAt, restores: nil)
        let (added, noted): (MeetingSummary, Int64?) = try await engine.write { db in
            let meeting = new.meeting
            guard try Bool.fetchOne(
                db, sql: "SELECT 1 FROM meeting WHERE workspace = ? AND id = ?", arguments: [number, meeting.id.uuid]
            ) == nil else { throw StoreError.exists("The meeting \(meeting.id)") }
            guard try erasedAt(meeting.id, db) == nil else {
                throw StoreError.refused("The meeting \(meeting.id) was erased; import it under a new id.")
            }
            let ordered = meeting.startedAt ?? meeting.recordedAt
            let key = try freeSearchKey(at: ordered, db)
            let inserted = try db.number(ofInserted: """
                INSERT INTO meeting (workspace, id, title, title_key, started_at, recorded_at, is_fiction, note, ordered_at,
                    search_key, version, transcript_version, cast_version, utterances, words, open_questions, brought_in_by)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 0, 0, 0, 0, 0, ?)
                """, [
                    number, meeting.id.uuid, meeting.title, folded(meeting.title), meeting.startedAt?.milliseconds,
                    meeting.recordedAt.milliseconds, meeting.isFiction, meeting.note, ordered.milliseconds, key.rawValue,
                    new.broughtInBy?.uuid,
                ])
            let target = Target(id: meeting.id, number: inserted, key: key)
            try insert(new.transcript, version: 1, correcting: nil, into: target, db)
            try insert(cast, version: 1, into: target, db)
            if let original = new.original { try attach(original, as: .original, to: target, db) }
            if let recording = new.recording { try attach(recording, as: .recording, to: target, db) }
            try insert(new.claims, into: target, db)
            try remember(new.domains, from: target, db)
            try setAccounts(of: meeting.id.uuid, new.accounts, at: meeting.recordedAt, db)
            if let intake = new.intake { try markImported(intake, as: target, db) }
            try take(new.step, db)
            try queue(new.jobs, db)
            if let intake = new.intake { try cancel(.importFile, about: intake.uuid, at: new.transcript.madeAt, db) }
            try refreshFindings(of: target, db)
            try note([EventNote(.meetingImported, meeting.id.uuid)], db)
            try touchWorkspace(db)
            let noted = try noteRemovedWords(of: new, target, db)
            return (try summary(of: meeting.id, db), noted)
        }
        if let noted { try await shredFiles(ofRemoval: noted) }
        return added
    }

    func touchWorkspace(_ db: Database) throws {
        try run("UPDATE workspace SET version = version + 1 WHERE number = ?", [number], db)
        try announce(db)
    }

    /// Tells all nodes that the workspace changes, with the commit, once however often it is called in it: the channel is named after
    /// the schema, the message is the workspace's number. On SQLite nobody can be told.
    func announce(_ db: Database) throws {
        guard db.dialect == .postgres else { return }
        try run("SELECT pg_notify(current_schema(), CAST(CAST(? AS bigint) AS text))", [number], db)
    }

    /// Brings what lists show of the claims up to date: the live kinds and the outcome.
    func refreshFindings(of target: Target, _ db: Database) throws {
        try run("DELETE FROM meeting_kind WHERE workspace = ? AND meeting = ?", [number, target.number], db)
        try run("""
            INSERT INTO meeting_kind (workspace, kind, meeting, live)
            SELECT workspace, kind, meeting, count(*) FROM claim
            WHERE workspace = ? AND meeting = ? AND standing IN ('suggested', 'confirmed') AND confidential IS NULL
            GROUP BY workspace, kind, meeting
            """, [number, target.number], db)
        try run("""
            UPDATE meeting SET outcome = (
                SELECT value FROM claim
                WHERE workspace = ?1 AND meeting = ?2 AND kind = 'meeting.outcome' AND standing = 'confirmed'
                ORDER BY recorded_at DESC, id DESC LIMIT 1
            ) WHERE workspace = ?1 AND number = ?2
            """, [number, target.number], db)
    }
}

/// A meeting that is being written.
struct Target: Sendable {
    var id: Identifier<Meeting>
    var number: Int64
    var key: SearchKey
}

import Covalence
import Foundation

extension SQLWorkspaceStore {
    func apply(_ change: MeetingChange, to meeting: Identifier<Meeting>) async throws(StoreError) -> MeetingSummary {
        let cast = try change.cast.map { change throws(StoreError) in
            try PreparedCast(change.cast, author: change.author, madeAt: change.madeAt, restores: change.restores)
        }
        return try await engine.write { db in
            try carryOut(change, cast: cast, on: meeting, db)
            return try summary(of: meeting, db)
        }
    }

    func carryOut(_ change: MeetingChange, cast: PreparedCast?, on meeting: Identifier<Meeting>, _ db: Database) throws {
        let row = try Row.fetchOne(db, sql: """
            SELECT number, search_key, version, transcript_version, cast_version, recording FROM meeting WHERE workspace = ? AND id = ?
            """, arguments: [number, meeting.uuid])
        guard let row else { throw StoreError.notFound("The meeting \(meeting)") }
        var target = Target(id: meeting, number: row[0], key: SearchKey(rawValue: row[1]))
        let version: Int = row[2]
        if let expected = change.expecting, expected != version {
            throw StoreError.conflict(.meeting(expected: expected, found: version))
        }
        try change.recordingSeen?.check((row[5] as Data?).flatMap { ContentHash(bytes: $0) })
        if let fields = change.meeting { try update(fields, of: &target, db) }
        if let transcript = change.transcript {
            try correct(transcript, found: row[3], in: target, db)
        }
        if let acts = change.acts { try update(acts, of: target, db) }
        if let expected = change.cast?.expecting, let cast {
            let found: Int = row[4]
            guard found == expected else { throw StoreError.conflict(.cast(expected: expected, found: found)) }
            try insert(cast, version: found + 1, into: target, db)
        }
        if let meaning = change.meaning { try keep(meaning, of: target, db) }
        try queue(change.jobs, db)
        if let recording = change.recording { try attach(recording, as: .recording, to: target, db) }
        try take(change.step, db)
        if let suggestions = change.suggestions {
            let isChanged = try replaceSuggestions(by: suggestions, of: target, db)
            if !isChanged, change.isOnlySuggestions { return }
        }
        try insert(change.claims, into: target, db)
        for decision in change.decisions {
            try record(decision.decision, expecting: decision.expecting, in: target.number, db)
        }
        try remember(change.domains, from: target, db)
        if change.suggestions != nil || !change.claims.isEmpty || !change.decisions.isEmpty {
            try refreshFindings(of: target, db)
        }
        try run("DELETE FROM cache WHERE workspace = ? AND meeting = ?", [number, target.number], db)
        try run("UPDATE meeting SET version = version + 1 WHERE workspace = ? AND number = ?", [number, target.number], db)
        try note(
            [EventNote(.meetingChanged, meeting.uuid)] + change.claims.map { EventNote(.claimAdded, $0.id.uuid) }
                + change.decisions.map { EventNote(.claimDecided, $0.decision.claim.uuid) }, db
        )
        try queueSuggesting(after: meeting.uuid, db)
        try touchWorkspace(db)
    }

    private func update(_ meeting: Meeting, of target: inout Target, _ db: Database) throws {
        let ordered = meeting.startedAt ?? meeting.recordedAt
        if SearchKey.minute(of: ordered) != target.key.rawValue / SearchKey.slots {
            let former = target.key
            target.key = try freeSearchKey(at: ordered, db)
            let index = try IndexWriting(workspace: number, db)
            let current = try storedTranscript(of: target.number, version: nil, db)
            for (position, utterance) in current.transcript.utterances.enumerated() {
                try index.remove(utterance.text, at: former.row(position))
                try index.add(utterance.text, at: target.key.row(position))
            }
        }
        try run("""
            UPDATE meeting SET title = ?, title_key = ?, started_at = ?, recorded_at = ?, is_fiction = ?, note = ?,
                ordered_at = ?, search_key = ? WHERE workspace = ? AND number = ?
            """, [
                meeting.title, folded(meeting.title), meeting.startedAt?.milliseconds, meeting.recordedAt.milliseconds,
                meeting.isFiction, meeting.note, ordered.milliseconds, target.key.rawValue, number, target.number,
            ], db)
    }

    private func correct(_ change: TranscriptChange, found: Int, in target: Target, _ db: Database) throws {
        guard found == change.expecting else {
            throw StoreError.conflict(.transcript(expected: change.expecting, found: found))
        }
        let former = try storedTranscript(of: target.number, version: nil, db)
        try insert(change.transcript, version: found + 1, correcting: former, into: target, db)
        guard let carrier = EvidenceCarrier(from: former.transcript, to: change.transcript.transcript) else { return }
        let rows = try Row.fetchAll(db, sql: """
            SELECT claim, ordinal, coalesce(now_lower, lower), coalesce(now_upper, upper),
                coalesce(now_words_changed, words_changed), meeting
            FROM evidence WHERE workspace = ? AND meeting IN (?, \(Self.elsewhere)) AND place = 'words' AND coalesce(now_target, target) = ?
            """, arguments: [number, target.number, former.version.id.uuid])
        for row in rows {
            let lower: Int = row[2] ?? 0
            let words = carrier.carry(Evidence.Words(
                transcript: former.version.id, range: lower..<max(lower, row[3] ?? 0), wordsChanged: row[4] ?? false
            ))
            try run("""
                UPDATE evidence SET now_target = ?, now_lower = ?, now_upper = ?, now_words_changed = ?
                WHERE workspace = ? AND meeting = ? AND claim = ? AND ordinal = ?
                """, [
                    words.transcript.uuid, words.lower, words.upper, words.wordsChanged, number, row[5] as Int64,
                    row[0] as UUID, row[1] as Int,
                ], db)
        }
    }
}

import Covalence
import Foundation

/// Words that are not kept. As in erasing, the rows go in one transaction that also notes what is left to do.
extension SQLWorkspaceStore {
    func removeWords(
        of meeting: Identifier<Meeting>, _ which: RemovedWords, reading: Data?, purging: Bool
    ) async throws(StoreError) -> WordRemoval {
        try await removeWords(of: meeting, which, reading: reading, purging: purging, at: Timestamp(Date()))
    }

    func removeWords(
        of meeting: Identifier<Meeting>, _ which: RemovedWords, reading: Data?, purging: Bool, at time: Timestamp
    ) async throws(StoreError) -> WordRemoval {
        let removal = try await engine.write { db in
            let target = try target(meeting, db)
            let positions = try positions(of: which, in: target, db)
            let rewriting = Rewriting(
                text: { position, text in positions?.contains(position) ?? true ? "" : text },
                claim: { claim, isTouched, gone in claim.withoutQuotes(isTouched: isTouched || positions == nil, gone: gone) }
            )
            let outcome = try rewriting.carryOut(on: target, in: self, db)
            try dropDecisions(on: target.number, touching: positions, db)
            let known = try removedWords(of: target, db)
            let all = known?.union(which) ?? which
            var left = Data()
            var isOriginalDropped = false
            if !outcome.utterances.isEmpty || all == .all {
                let dropped = try dropFiles(of: target, role: .original, db)
                isOriginalDropped = !dropped.isEmpty
                left = dropped
            }
            // The first reading stays: one that was made at the same time may have been made after the words went.
            if known != all || reading != nil || !outcome.utterances.isEmpty || isOriginalDropped {
                try run("""
                    INSERT INTO removed_words (workspace, meeting, which, removed_at, reading) VALUES (?1, ?2, ?3, ?4, ?5)
                    ON CONFLICT (workspace, meeting) DO UPDATE
                    SET which = ?3, removed_at = ?4, reading = coalesce(removed_words.reading, ?5)
                    """, [number, target.number, try Self.json(all), time.milliseconds, reading], db)
                try note(.words(of: meeting, which), meeting.uuid, at: time, left: left, db)
                try eraseSuggestions(readIn: meeting.uuid, only: positions == nil ? nil : outcome, db)
                try touch(target, db)
            }
            return WordRemoval(
                utterances: outcome.utterances.count, versions: outcome.versions, claimsWithEvidence: outcome.claims.count,
                isOriginalDropped: isOriginalDropped
            )
        }
        if purging { try await finishRemovals() }
        return removal
    }

    func rewriteWords(
        of meeting: Identifier<Meeting>, purging: Bool, quotes: @escaping @Sendable (String) -> String,
        _ change: @escaping @Sendable (String) -> String
    ) async throws(StoreError) -> WordRemoval {
        let removal = try await engine.write { db in
            let target = try target(meeting, db)
            let rewriting = Rewriting(text: { change($1) }, claim: { claim, isTouched, _ in
                claim.changing(change, quotes: quotes, isTouched: isTouched)
            })
            let outcome = try rewriting.carryOut(on: target, in: self, db)
            let isTold = try rewriteTitle(of: target, change, db)
            var left = Data()
            // A title may have come out of the file.
            if isTold || !outcome.utterances.isEmpty { left = try dropFiles(of: target, role: .original, db) }
            if isTold || !outcome.utterances.isEmpty {
                // The person is noted where they are erased; here is only what is left to do.
                try note(.original(of: meeting), meeting.uuid, at: Timestamp(Date()), left: left, db)
                try touch(target, db)
            }
            return WordRemoval(
                utterances: outcome.utterances.count, versions: outcome.versions, claimsWithEvidence: outcome.claims.count,
                isOriginalDropped: !left.isEmpty
            )
        }
        if purging { try await finishRemovals() }
        return removal
    }

    func removedWords(of meeting: Identifier<Meeting>) async throws(StoreError) -> RemovedWords? {
        try await engine.read { db in try removedWords(of: try target(meeting, db), db) }
    }

    func keptReading(of meeting: Identifier<Meeting>) async throws(StoreError) -> Data? {
        try await engine.read { db in
            try Data.fetchOne(db, sql: """
                SELECT reading FROM removed_words WHERE workspace = ? AND meeting = ? AND reading IS NOT NULL
                """, arguments: [number, try number(of: meeting, db)])
        }
    }

    /// Says of a meeting that came in without words which are not kept, and lets go of the file it came from.
    ///
    /// - Returns: the removal whose files are to be shredded; nil where all words are there.
    func noteRemovedWords(of new: NewMeeting, _ target: Target, _ db: Database) throws -> Int64? {
        guard let which = new.removedWords else { return nil }
        let now = Timestamp(Date())
        try run("INSERT INTO removed_words (workspace, meeting, which, removed_at, reading) VALUES (?, ?, ?, ?, ?)", [
            number, target.number, try Self.json(which), now.milliseconds, new.keptReading,
        ], db)
        let left = try dropFiles(of: target, role: .original, db)
        return try note(.words(of: target.id, which), target.id.uuid, at: now, left: left, db)
    }

    // MARK: Steps

    func target(_ meeting: Identifier<Meeting>, _ db: Database) throws -> Target {
        let statement = try db.cachedStatement(sql: "SELECT number, search_key FROM meeting WHERE workspace = ? AND id = ?")
        guard let row = try Row.fetchOne(statement, arguments: [number, meeting.uuid]) else {
            throw try erasedAt(meeting, db) == nil ? StoreError.notFound("The meeting \(meeting)") : StoreError.erased("The meeting \(meeting)")
        }
        return Target(id: meeting, number: row[0], key: SearchKey(rawValue: row[1]))
    }

    func removedWords(of target: Target, _ db: Database) throws -> RemovedWords? {
        let text = try String.fetchOne(
            db, sql: "SELECT which FROM removed_words WHERE workspace = ? AND meeting = ?", arguments: [number, target.number]
        )
        return try text.map { try Self.read(RemovedWords.self, $0) }
    }

    /// The utterances of these participants; nil for all utterances.
    private func positions(of which: RemovedWords, in target: Target, _ db: Database) throws -> Set<Int>? {
        guard case .participants(let participants) = which else { return nil }
        let stored = try storedTranscript(of: target.number, version: nil, db)
        let content = try String.fetchOne(db, sql: """
            SELECT content FROM cast_version WHERE workspace = ? AND meeting = ? ORDER BY version DESC LIMIT 1
            """, arguments: [number, target.number])
        let cast = try content.map { try Self.read(Cast.self, $0) } ?? Cast(participants: [], labels: [:])
        let conversation = Conversation(transcript: stored.transcript, cast: cast)
        return Set(conversation.utterances.indices.filter { index in
            conversation.utterances[index].participant.map { participants.contains(conversation.participants[$0].id) } ?? false
        })
    }

    private func rewriteTitle(of target: Target, _ change: (String) -> String, _ db: Database) throws -> Bool {
        guard let row = try Row.fetchOne(db, sql: "SELECT title, note FROM meeting WHERE workspace = ? AND number = ?", arguments: [number, target.number]) else {
            return false
        }
        let (title, note): (String, String?) = (row[0], row[1])
        let (newTitle, newNote) = (change(title), note.map(change))
        guard newTitle != title || newNote != note else { return false }
        try run("UPDATE meeting SET title = ?, title_key = ?, note = ? WHERE workspace = ? AND number = ?", [
            newTitle, folded(newTitle), newNote, number, target.number,
        ], db)
        return true
    }

    /// What every change of a meeting does: caches go, versions go up. What was read by meaning goes too: words may be gone that it was read in.
    func touch(_ target: Target, _ db: Database) throws {
        try run("DELETE FROM meaning_marks WHERE workspace = ? AND meeting = ?", [number, target.number], db)
        try run("DELETE FROM cache WHERE workspace = ? AND meeting = ?", [number, target.number], db)
        try forgetPassages(of: target.id.uuid, db)
        try run("UPDATE meeting SET version = version + 1 WHERE workspace = ? AND number = ?", [number, target.number], db)
        try note([EventNote(.meetingChanged, target.id.uuid)], db)
        try touchWorkspace(db)
    }

    static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    static func read<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(text.utf8))
        } catch {
            throw StoreError.corrupt("What was removed or said of a meeting cannot be read: \(error).")
        }
    }
}

extension Rewriting.ClaimText {
    /// With each text in another form.
    func changing(_ change: (String) -> String) -> Rewriting.ClaimText {
        Rewriting.ClaimText(object: object.map(change), value: value.map(change), payload: payload.mapValues(change))
    }

    /// With each text in another form, and what it quotes in the form of quotes, where the words it was read in changed: a rule may
    /// have copied a part of what was changed there.
    func changing(_ change: (String) -> String, quotes: (String) -> String, isTouched: Bool) -> Rewriting.ClaimText {
        var new = changing(change)
        guard isTouched || new.payload["what"] != payload["what"] else { return new }
        let copied = Set(Self.quoting.compactMap { payload[$0] })
        for key in Self.quoting { new.payload[key] = new.payload[key].map(quotes) }
        new.object = new.object.map(quotes)
        if let value, copied.contains(value) { new.value = new.value.map(quotes) }
        return new
    }
}

import Covalence
import Foundation

/// A version stores the utterances that differ from the version before; a version reads, for each position, the newest row that
/// is not newer than itself.
extension SQLWorkspaceStore {
    // MARK: Reading

    func transcriptVersions(of meeting: Identifier<Meeting>) async throws(StoreError) -> [TranscriptVersion] {
        try await engine.read { db in
            let meeting = try number(of: meeting, db)
            let versions = try Int.fetchAll(
                db, sql: "SELECT version FROM transcript WHERE workspace = ? AND meeting = ? ORDER BY version",
                arguments: [number, meeting]
            )
            return try versions.map { try header(of: meeting, version: $0, db).version }
        }
    }

    func transcript(of meeting: Identifier<Meeting>, version: Int?) async throws(StoreError) -> StoredTranscript {
        try await engine.read { db in
            let meeting = try number(of: meeting, db)
            return try storedTranscript(of: meeting, version: version, db)
        }
    }

    func utterances(
        of meeting: Identifier<Meeting>, in range: Range<Int>, version: Int?
    ) async throws(StoreError) -> UtteranceSlice {
        try await engine.read { db in
            let meeting = try number(of: meeting, db)
            let header = try header(of: meeting, version: version, db)
            let range = range.clamped(to: 0..<header.version.utterances)
            guard !range.isEmpty else { return UtteranceSlice(version: header.version, utterances: []) }
            // From the nearest known position on, so that positions in the text come out without reading all before.
            let first = range.lowerBound / ScalarPositions.step * ScalarPositions.step
            var position = header.positions[first / ScalarPositions.step]
            var slice: [StoredUtterance] = []
            slice.reserveCapacity(range.count)
            for (offset, row) in try rows(of: meeting, in: first..<range.upperBound, version: header.version.version, db).enumerated() {
                if first + offset >= range.lowerBound {
                    slice.append(StoredUtterance(
                        index: first + offset, position: position, utterance: row.utterance, act: row.act
                    ))
                }
                position += row.utterance.text.unicodeScalars.count + 1
            }
            return UtteranceSlice(version: header.version, utterances: slice)
        }
    }

    func storedTranscript(of meeting: Int64, version: Int?, _ db: Database) throws -> StoredTranscript {
        let header = try header(of: meeting, version: version, db).version
        let rows = try rows(of: meeting, in: 0..<header.utterances, version: header.version, db)
        let transcript = Transcript(
            id: header.id, version: header.version, corrects: header.corrects, language: header.language,
            speakers: header.speakers, utterances: rows.map(\.utterance)
        )
        let acts = header.engine == nil ? nil : rows.map { $0.act ?? TaggedAct(act: .statement, confidence: 0) }
        return StoredTranscript(version: header, transcript: transcript, acts: acts)
    }

    private func header(
        of meeting: Int64, version: Int?, _ db: Database
    ) throws -> (version: TranscriptVersion, positions: ScalarPositions) {
        let statement = try db.cachedStatement(sql: """
            SELECT id, version, corrects, language, utterances, words, duration, engine, author_kind, author_name, made_at, positions
            FROM transcript WHERE workspace = ? AND meeting = ? AND version <= ? ORDER BY version DESC LIMIT 1
            """)
        let row = try Row.fetchOne(statement, arguments: [number, meeting, version ?? Int.max])
        guard let row, version == nil || row[1] == version else {
            throw StoreError.notFound("Version \(version ?? 1) of the words")
        }
        let labels = try db.cachedStatement(sql: """
            SELECT label FROM label WHERE workspace = ? AND meeting = ? AND version = ? ORDER BY ordinal
            """)
        let header = TranscriptVersion(
            id: Identifier(row: row, 0),
            version: row[1],
            corrects: (row[2] as UUID?).map(Identifier.init),
            language: row[3],
            speakers: try String.fetchAll(labels, arguments: [number, meeting, row[1] as Int]),
            utterances: row[4],
            words: row[5],
            duration: row[6],
            engine: row[7],
            author: Claim.Author(kind: AuthorKind(rawValue: row[8]) ?? .imported, name: row[9]),
            madeAt: Timestamp(milliseconds: row[10])
        )
        return (header, ScalarPositions(row[11] as Data))
    }

    func rows(of meeting: Int64, in range: Range<Int>, version: Int, _ db: Database) throws -> [UtteranceRow] {
        let statement = try db.cachedStatement(sql: """
            SELECT position, speaker, start, length, text, act, question, confidence FROM utterance
            WHERE workspace = ? AND meeting = ? AND position >= ? AND position < ? AND version <= ?
            ORDER BY position, version
            """)
        let cursor = try Row.fetchCursor(statement, arguments: [number, meeting, range.lowerBound, range.upperBound, version])
        var found: [UtteranceRow] = []
        found.reserveCapacity(range.count)
        var last = -1
        while let row = try cursor.next() {
            let position: Int = row[0]
            if position == last { found.removeLast() }
            last = position
            found.append(UtteranceRow(row))
        }
        guard found.count == range.count else {
            throw StoreError.corrupt("A transcript in the store has \(found.count) of \(range.count) utterances.")
        }
        return found
    }

    // MARK: Writing

    /// Stores a version, and the search index for it, and the list's numbers.
    ///
    /// - Parameter former: the version before, of which only the differences are stored.
    func insert(
        _ new: NewTranscript, version: Int, correcting former: StoredTranscript?, into target: Target, _ db: Database
    ) throws {
        let transcript = new.transcript
        let utterances = transcript.utterances
        guard utterances.count <= SearchKey.positions else {
            throw StoreError.refused("The transcript has \(utterances.count) utterances; at most \(SearchKey.positions) can be kept.")
        }
        guard new.acts == nil || new.acts?.count == utterances.count else {
            throw StoreError.refused("There are \(new.acts?.count ?? 0) acts for \(utterances.count) utterances; give one for each.")
        }
        // SQLite would cut the text there, and positions in it would shift.
        if let index = utterances.firstIndex(where: { $0.text.utf8.contains(0) }) {
            throw StoreError.refused("Utterance \(index + 1) holds a zero character, which is no text. Remove it and try again.")
        }
        if let label = transcript.speakers.first(where: { $0.utf8.contains(0) }) {
            throw StoreError.refused("The speaker “\(label)” holds a zero character, which is no text. Remove it and try again.")
        }
        guard try Bool.fetchOne(
            db, sql: "SELECT 1 FROM transcript WHERE workspace = ? AND id = ?", arguments: [number, transcript.id.uuid]
        ) == nil else { throw StoreError.exists("The transcript version \(transcript.id)") }
        // From the first word to the last, as measures and sentences have it: recordings begin before anybody speaks.
        let begins = utterances.compactMap(\.time?.start).min()
        let duration = utterances.compactMap(\.time?.end).max().flatMap { end in begins.map { max(0, end - $0) } }
        try run("""
            INSERT INTO transcript (workspace, meeting, version, id, corrects, language, utterances, words, duration, positions,
                engine, author_kind, author_name, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, [
                number, target.number, version, transcript.id.uuid, former?.version.id.uuid, transcript.language,
                utterances.count, new.words, duration, ScalarPositions(utterances).data, new.acts == nil ? nil : new.engine ?? "",
                new.author.kind.rawValue, new.author.name, new.madeAt.milliseconds,
            ], db)
        for (ordinal, label) in transcript.speakers.enumerated() {
            try run(
                "INSERT INTO label (workspace, meeting, version, ordinal, label) VALUES (?, ?, ?, ?, ?)",
                [number, target.number, version, ordinal, label], db
            )
        }
        let insertion = try UtteranceInsertion(workspace: number, meeting: target.number, version: version, db)
        let index = try IndexWriting(workspace: number, db)
        let formerUtterances = former?.transcript.utterances ?? []
        for (position, utterance) in utterances.enumerated() {
            let row = UtteranceRow(utterance: utterance, act: new.acts?[position])
            if position < formerUtterances.count {
                if row == UtteranceRow(utterance: formerUtterances[position], act: former?.acts?[position]) { continue }
                let before = formerUtterances[position].text
                if before != utterance.text {
                    try index.remove(before, at: target.key.row(position))
                    try index.add(utterance.text, at: target.key.row(position))
                }
            } else {
                try index.add(utterance.text, at: target.key.row(position))
            }
            try insertion.insert(row, at: position)
        }
        for position in min(utterances.count, formerUtterances.count)..<formerUtterances.count {
            try index.remove(formerUtterances[position].text, at: target.key.row(position))
        }
        try run("""
            UPDATE meeting SET transcript_version = ?, utterances = ?, words = ?, duration = ?, language = ?
            WHERE workspace = ? AND number = ?
            """, [version, utterances.count, new.words, duration, transcript.language, number, target.number], db)
    }

    /// Replaces the acts of the current version where they differ.
    func update(_ change: ActsChange, of target: Target, _ db: Database) throws {
        let current = try storedTranscript(of: target.number, version: nil, db)
        guard current.version.version == change.expecting else {
            throw StoreError.conflict(.transcript(expected: change.expecting, found: current.version.version))
        }
        guard change.acts.count == current.transcript.utterances.count else {
            throw StoreError.refused(
                "There are \(change.acts.count) acts for \(current.transcript.utterances.count) utterances; give one for each."
            )
        }
        for (position, act) in change.acts.enumerated() where current.acts?[position] != act {
            // The row that the current version reads; an older version that reads the same row has the same words.
            try run("""
                UPDATE utterance SET act = ?1, question = ?2, confidence = ?3
                WHERE workspace = ?4 AND meeting = ?5 AND position = ?6 AND version = (
                    SELECT max(version) FROM utterance WHERE workspace = ?4 AND meeting = ?5 AND position = ?6 AND version <= ?7
                )
                """, [
                    UtteranceRow.code(of: act.act), UtteranceRow.code(of: act.question), act.confidence, number,
                    target.number, position, change.expecting,
                ], db)
        }
        try run(
            "UPDATE transcript SET engine = ? WHERE workspace = ? AND meeting = ? AND version = ?",
            [change.engine, number, target.number, change.expecting], db
        )
    }
}

import Covalence
import Foundation

/// Erasing in steps, each of which can be taken up again: the rows go in one transaction that also notes what is left to do;
/// then the files, the words in the pages of the search index, what pages of the database still hold beside their rows, and
/// the write-ahead log.
extension SQLWorkspaceStore {
    func erasure(of meeting: Identifier<Meeting>) async throws(StoreError) -> Timestamp? {
        try await engine.read { db in try erasedAt(meeting, db) }
    }

    func erasedAt(_ meeting: Identifier<Meeting>, _ db: Database) throws -> Timestamp? {
        try Int64.fetchOne(
            db, sql: "SELECT erased_at FROM erasure WHERE workspace = ? AND meeting = ?", arguments: [number, meeting.uuid]
        ).map(Timestamp.init(milliseconds:))
    }

    func erase(_ meeting: Identifier<Meeting>) async throws(StoreError) {
        let now = Timestamp(Date())
        try await engine.write { db in
            guard try erasedAt(meeting, db) == nil else { return }
            try removeRows(of: meeting, at: now, db)
        }
        try await settle { () async throws(StoreError) in try await finishErasure(of: meeting) }
    }

    func removeRows(of meeting: Identifier<Meeting>, at now: Timestamp, _ db: Database) throws {
        let row = try Row.fetchOne(
            db, sql: "SELECT number, search_key, brought_in_by FROM meeting WHERE workspace = ? AND id = ?", arguments: [number, meeting.uuid]
        )
        guard let row else { throw StoreError.notFound("The meeting \(meeting)") }
        let inside: Int64 = row[0]
        let key = SearchKey(rawValue: row[1])
        let index = try IndexWriting(workspace: number, db)
        for (position, utterance) in try storedTranscript(of: inside, version: nil, db).transcript.utterances.enumerated() {
            try index.remove(utterance.text, at: key.row(position))
        }
        let hashes = try Data.fetchAll(
            db, sql: "SELECT DISTINCT sha256 FROM meeting_file WHERE workspace = ? AND meeting = ?", arguments: [number, inside]
        )
        // Other uploads of the same bytes that became no meeting hold the same words.
        try run("""
            DELETE FROM intake WHERE workspace = ?1 AND (meeting = ?2 OR meeting IS NULL AND sha256 IN (
                SELECT sha256 FROM meeting_file WHERE workspace = ?1 AND meeting = ?2))
            """, [number, inside], db)
        // Claims about people and accounts stay; what they rest on in this meeting goes.
        try run("""
            DELETE FROM evidence WHERE workspace = ?1 AND meeting = \(Self.elsewhere) AND (
                target = ?2 OR target IN (SELECT id FROM transcript WHERE workspace = ?1 AND meeting = ?3)
                OR target IN (SELECT id FROM claim WHERE workspace = ?1 AND meeting = ?3))
            """, [number, meeting.uuid, inside], db)
        for table in [
            "meeting_file", "transcript", "label", "utterance", "cast_version", "cast_person", "cast_label", "cast_moved",
            "remembered_domain", "claim", "evidence", "decision", "meeting_kind", "cache", "meaning_marks", "removed_words", "dropped_original", "code_decision",
        ] {
            try run("DELETE FROM \(table) WHERE workspace = ? AND meeting = ?", [number, inside], db)
        }
        try noteErasure(.meetingErased, meeting.uuid, accounts: try linkedAccounts(of: meeting.uuid, db), broughtInBy: row[2], db)
        try run("DELETE FROM interaction_account WHERE workspace = ? AND interaction = ?", [number, meeting.uuid], db)
        try eraseSuggestions(readIn: meeting.uuid, db)
        try forgetLinks(of: meeting.uuid, db)
        try forgetPassages(of: meeting.uuid, db)
        try forgetTopics(of: inside, db)
        try run("DELETE FROM meeting WHERE workspace = ? AND number = ?", [number, inside], db)
        for hash in hashes {
            try run("""
                DELETE FROM file WHERE workspace = ?1 AND sha256 = ?2
                AND NOT EXISTS (SELECT 1 FROM meeting_file WHERE workspace = ?1 AND sha256 = ?2)
                AND NOT EXISTS (SELECT 1 FROM intake WHERE workspace = ?1 AND sha256 = ?2)
                AND NOT EXISTS (SELECT 1 FROM interaction WHERE workspace = ?1 AND original = ?2)
                """, [number, hash], db)
        }
        try run(
            "INSERT INTO erasure (workspace, meeting, erased_at, unfinished_files) VALUES (?, ?, ?, ?)",
            [number, meeting.uuid, now.milliseconds, hashes.reduce(into: Data()) { $0 += $1 }], db
        )
        try touchWorkspace(db)
    }

    /// What is left to do once the rows are gone. Does nothing where nothing is.
    func finishErasure(of meeting: Identifier<Meeting>) async throws(StoreError) {
        let left = try await engine.read { db in
            try Data.fetchOne(db, sql: """
                SELECT unfinished_files FROM erasure WHERE workspace = ? AND meeting = ? AND unfinished_files IS NOT NULL
                """, arguments: [number, meeting.uuid])
        }
        guard let left else { return }
        try await engine.write { db in
            for hash in Self.hashes(in: left) { try files.shred(hash, unlessNamedIn: db) }
        }
        try await purge(index: WordIndex(.said, of: number))
        try await engine.write { db in
            try run(
                "UPDATE erasure SET unfinished_files = NULL WHERE workspace = ? AND meeting = ?", [number, meeting.uuid], db
            )
        }
        try await emptyLog()
    }

    /// Merges both indexes: words said and words written.
    func purgeIndex() async throws(StoreError) {
        try await WordIndex(.said, of: number).merge(in: engine)
        try await WordIndex(.wrote, of: number).merge(in: engine)
    }

    /// Makes sure that no page holds what was deleted from the tables and from an index of words.
    func purge(index: WordIndex) async throws(StoreError) {
        try await index.merge(in: engine)
        try await purgePages()
    }

    func purgePages() async throws(StoreError) { try await engine.rewritePages() }

    func emptyLog() async throws(StoreError) { try await engine.emptyLog() }
}

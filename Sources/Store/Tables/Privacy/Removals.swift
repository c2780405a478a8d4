import Covalence
import Foundation

/// The list of what was removed, by ids, and what is left to do of it; recordings and originals that are dropped.
extension SQLWorkspaceStore {
    // MARK: Files

    func replaceRecording(of meeting: Identifier<Meeting>, with replacement: StoredFile?) async throws(StoreError) {
        try await replaceRecording(of: meeting, with: replacement, at: Timestamp(Date()))
    }

    func replaceRecording(of meeting: Identifier<Meeting>, with replacement: StoredFile?, at time: Timestamp) async throws(StoreError) {
        let noted: Int64? = try await engine.write { db in
            let target = try target(meeting, db)
            let left = try dropFiles(of: target, role: .recording, keeping: replacement?.hash, db)
            try run("UPDATE meeting SET recording = NULL WHERE workspace = ? AND number = ?", [number, target.number], db)
            if let replacement { try attach(replacement, as: .recording, to: target, db) }
            guard !left.isEmpty || replacement != nil else { return nil }
            let noted = try note(.recording(of: meeting), meeting.uuid, at: time, left: left, db)
            try touch(target, db)
            return noted
        }
        if let noted { try await shredFiles(ofRemoval: noted) }
    }

    func dropOriginal(of meeting: Identifier<Meeting>) async throws(StoreError) {
        try await dropOriginal(of: meeting, at: Timestamp(Date()))
    }

    func dropOriginal(of meeting: Identifier<Meeting>, at time: Timestamp) async throws(StoreError) {
        let noted: Int64? = try await engine.write { db in
            let target = try target(meeting, db)
            let left = try dropFiles(of: target, role: .original, db)
            guard !left.isEmpty else { return nil }
            let noted = try note(.original(of: meeting), meeting.uuid, at: time, left: left, db)
            try touch(target, db)
            return noted
        }
        if let noted { try await shredFiles(ofRemoval: noted) }
    }

    /// Takes the files of a meeting in one role away from it, with uploads of the same bytes that became no other meeting.
    ///
    /// - Returns: their hashes, one after the other: what must be shredded where nothing else has them.
    func dropFiles(of target: Target, role: MeetingFile.Role, keeping kept: ContentHash? = nil, _ db: Database) throws -> Data {
        // A meeting that came in without words has an upload and no original.
        let uploads = role == .original ? "UNION SELECT sha256 FROM intake WHERE workspace = ?1 AND meeting = ?2" : ""
        let hashes = try Data.fetchAll(db, sql: """
            SELECT sha256 FROM meeting_file WHERE workspace = ?1 AND meeting = ?2 AND role = ?3 \(uploads)
            """, arguments: [number, target.number, role.rawValue])
        if role == .original {
            try run("""
                DELETE FROM intake WHERE workspace = ?1 AND (meeting = ?2 OR meeting IS NULL AND sha256 IN (
                    SELECT sha256 FROM meeting_file WHERE workspace = ?1 AND meeting = ?2 AND role = 'original'
                    UNION SELECT sha256 FROM intake WHERE workspace = ?1 AND meeting = ?2))
                """, [number, target.number], db)
            for hash in hashes {
                try run("INSERT INTO dropped_original (workspace, meeting, sha256) VALUES (?, ?, ?) ON CONFLICT (workspace, meeting, sha256) DO NOTHING", [
                    number, target.number, hash,
                ], db)
            }
        }
        try run("DELETE FROM meeting_file WHERE workspace = ? AND meeting = ? AND role = ?", [number, target.number, role.rawValue], db)
        let gone = hashes.filter { $0 != kept.map { Data($0.bytes) } }
        for hash in gone {
            try run("""
                DELETE FROM file WHERE workspace = ?1 AND sha256 = ?2
                AND NOT EXISTS (SELECT 1 FROM meeting_file WHERE workspace = ?1 AND sha256 = ?2)
                AND NOT EXISTS (SELECT 1 FROM intake WHERE workspace = ?1 AND sha256 = ?2)
                """, [number, hash], db)
        }
        return gone.reduce(into: Data()) { $0 += $1 }
    }

    // MARK: What is left to do

    /// - Parameter left: hashes of files to be shredded where no row names them any more; empty where only pages and log are left.
    /// - Returns: the removal's number.
    @discardableResult
    func note(_ what: ErasureRecord.What, _ subject: UUID, at time: Timestamp, left: Data, _ db: Database) throws -> Int64 {
        try db.number(ofInserted: "INSERT INTO removal (workspace, what, subject, removed_at, unfinished_files) VALUES (?, ?, ?, ?, ?)", [
            number, try Self.json(what), subject, time.milliseconds, left,
        ])
    }

    /// Shreds the files of one removal after which no words are left in pages or log.
    func shredFiles(ofRemoval removal: Int64) async throws(StoreError) {
        try await engine.write { db in
            let left = try Data.fetchOne(
                db, sql: "SELECT unfinished_files FROM removal WHERE workspace = ? AND number = ? AND unfinished_files IS NOT NULL",
                arguments: [number, removal]
            )
            guard let left else { return }
            for hash in Self.hashes(in: left) { try files.shred(hash, unlessNamedIn: db) }
            try run("UPDATE removal SET unfinished_files = NULL WHERE workspace = ? AND number = ?", [number, removal], db)
        }
    }

    func finishRemovals() async throws(StoreError) {
        try await settle { () async throws(StoreError) in try await finishErasures() }
    }

    func erase(_ meetings: [Identifier<Meeting>]) async throws(StoreError) {
        let now = Timestamp(Date())
        for meeting in meetings {
            try await engine.write { db in
                guard try erasedAt(meeting, db) == nil else { return }
                try removeRows(of: meeting, at: now, db)
            }
        }
        // Files, index, pages and log of all of them at once.
        try await finishRemovals()
    }

    // MARK: The list

    func erasures() async throws(StoreError) -> [ErasureRecord] {
        try await engine.read { db in try erasures(db) }
    }

    func erasures(_ db: Database) throws -> [ErasureRecord] {
        var found = try Row.fetchAll(
            db, sql: "SELECT meeting, erased_at FROM erasure WHERE workspace = ?", arguments: [number]
        ).map { ErasureRecord(.meeting(Identifier(row: $0, 0)), at: Timestamp(milliseconds: $0[1])) }
        found += try Row.fetchAll(
            db, sql: "SELECT what, removed_at FROM removal WHERE workspace = ? ORDER BY number", arguments: [number]
        ).map { ErasureRecord(try Self.read(ErasureRecord.What.self, $0[0]), at: Timestamp(milliseconds: $0[1])) }
        found += try erasedInteractions(db)
        return found.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    }

    func replay(_ erasures: [ErasureRecord]) async throws(StoreError) -> Int {
        let done = Set(try await self.erasures())
        var count = 0
        for record in erasures where !done.contains(record) {
            do {
                if try await carryOut(record) { count += 1 }
            } catch StoreError.notFound, StoreError.erased {
                // It never was in this store, or went with something else.
                continue
            }
        }
        try await finishRemovals()
        return count
    }

    private func carryOut(_ record: ErasureRecord) async throws(StoreError) -> Bool {
        switch record.what {
        case .meeting(let meeting):
            guard try await erasure(of: meeting) == nil else { return false }
            try await erase(meeting)
        case .interaction(let interaction): try await erase(interaction)
        case .person(let person):
            guard try await !isErased(person) else { return false }
            try await erasePerson(person, substitute: Self.substitute, at: record.at)
        case .words(let meeting, let which):
            let known = try await removedWords(of: meeting)
            if let known, known.union(which) == known { return false }
            _ = try await removeWords(of: meeting, which, reading: nil, purging: false, at: record.at)
        case .recording(let meeting):
            guard try await self.meeting(meeting).recording != nil else { return false }
            try await replaceRecording(of: meeting, with: nil, at: record.at)
        case .original(let meeting):
            guard try await files(of: meeting).contains(where: { $0.role == .original }) else { return false }
            try await dropOriginal(of: meeting, at: record.at)
        }
        return true
    }

    /// What stands where a name was.
    static let substitute = "[erased]"
}

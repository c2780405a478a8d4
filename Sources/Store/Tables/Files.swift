import Covalence
import Foundation

extension SQLWorkspaceStore {
    func file(_ hash: ContentHash) async throws(StoreError) -> StoredFile {
        try await engine.read { db in
            let row = try Row.fetchOne(db, sql: """
                SELECT sha256, bytes, media_type, name, received_at FROM file WHERE workspace = ? AND sha256 = ?
                """, arguments: [number, Data(hash.bytes)])
            guard let row else { throw StoreError.notFound("The file \(hash)") }
            return try storedFile(row)
        }
    }

    func files(of meeting: Identifier<Meeting>) async throws(StoreError) -> [MeetingFile] {
        try await engine.read { db in
            try Row.fetchAll(db, sql: """
                SELECT f.sha256, f.bytes, f.media_type, f.name, f.received_at, m.role
                FROM meeting_file m JOIN file f ON f.workspace = m.workspace AND f.sha256 = m.sha256
                WHERE m.workspace = ? AND m.meeting = ? ORDER BY m.role, m.ordinal
                """, arguments: [number, try number(of: meeting, db)]).map { row in
                    MeetingFile(role: MeetingFile.Role(rawValue: row[5]) ?? .original, file: try storedFile(row))
                }
        }
    }

    func meetings(from original: ContentHash) async throws(StoreError) -> [Identifier<Meeting>] {
        try await engine.read { db in
            try UUID.fetchAll(db, sql: """
                SELECT DISTINCT m.id FROM meeting_file f JOIN meeting m ON m.workspace = f.workspace AND m.number = f.meeting
                WHERE f.workspace = ?1 AND f.sha256 = ?2 AND f.role = 'original'
                UNION
                SELECT m.id FROM dropped_original d JOIN meeting m ON m.workspace = d.workspace AND m.number = d.meeting
                WHERE d.workspace = ?1 AND d.sha256 = ?2
                """, arguments: [number, Data(original.bytes)]).map { Identifier<Meeting>($0) }.sorted()
        }
    }

    /// Reads hash, size, media type, name and time from column `first` on.
    private func storedFile(_ row: Row, from first: Int = 0) throws -> StoredFile {
        guard let hash = ContentHash(bytes: row[first] as Data) else { throw StoreError.corrupt("A file has no SHA-256.") }
        return StoredFile(
            hash: hash, bytes: row[first + 1], mediaType: row[first + 2], name: row[first + 3],
            receivedAt: Timestamp(milliseconds: row[first + 4])
        )
    }

    /// Notes a file. Its bytes must be in the vault: checked here, under the writer's lock, under which erasing removes them too.
    func note(_ file: StoredFile, _ db: Database) throws {
        try files.hold(file.hash, db)
        guard let size = files.size(of: file.hash) else {
            throw StoreError.notFound("The content of “\(file.name)”")
        }
        guard size == file.bytes else {
            throw StoreError.refused("“\(file.name)” has \(size) bytes, not \(file.bytes). Upload it again.")
        }
        try run("""
            INSERT INTO file (workspace, sha256, bytes, media_type, name, received_at) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (workspace, sha256) DO NOTHING
            """, [
                number, Data(file.hash.bytes), file.bytes, file.mediaType, file.name, file.receivedAt.milliseconds,
            ], db)
    }

    func attach(_ file: StoredFile, as role: MeetingFile.Role, to target: Target, _ db: Database) throws {
        try note(file, db)
        try run("""
            INSERT INTO meeting_file (workspace, meeting, role, ordinal, sha256)
            SELECT ?1, ?2, ?3, coalesce(max(ordinal), 0) + 1, ?4
            FROM meeting_file WHERE workspace = ?1 AND meeting = ?2 AND role = ?3
            """, [number, target.number, role.rawValue, Data(file.hash.bytes)], db)
        if role == .recording {
            try run("UPDATE meeting SET recording = ? WHERE workspace = ? AND number = ?", [Data(file.hash.bytes), number, target.number], db)
        }
    }

    // MARK: Uploaded files

    private static let intakeColumns = """
        i.id, i.sha256, f.bytes, i.media_type, i.name, i.received_at, i.state, i.problems, i.reason, m.id, i.details,
        i.brought_in_by
        FROM intake i JOIN file f ON f.workspace = i.workspace AND f.sha256 = i.sha256
        LEFT JOIN meeting m ON m.workspace = i.workspace AND m.number = i.meeting
        """

    func receive(_ item: IntakeItem, queueing jobs: [NewJob]) async throws(StoreError) {
        try await engine.write { db in
            try note(item.file, db)
            guard try Bool.fetchOne(
                db, sql: "SELECT 1 FROM intake WHERE workspace = ? AND id = ?", arguments: [number, item.id.uuid]
            ) == nil else { throw StoreError.exists("The uploaded file \(item.id)") }
            let (problems, reason, meeting) = try columns(of: item.state, db)
            try run("""
                INSERT INTO intake (workspace, id, sha256, name, media_type, received_at, state, problems, reason, meeting, details,
                    brought_in_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, [
                    number, item.id.uuid, Data(item.file.hash.bytes), item.file.name, item.file.mediaType,
                    item.file.receivedAt.milliseconds, item.state.name.rawValue, problems, reason, meeting, item.details,
                    item.broughtInBy?.uuid,
                ], db)
            try queue(jobs, db)
            try touchWorkspace(db)
        }
    }

    func intake(_ id: Identifier<IntakeItem>) async throws(StoreError) -> IntakeItem {
        try await engine.read { db in
            let row = try Row.fetchOne(
                db, sql: "SELECT \(Self.intakeColumns) WHERE i.workspace = ? AND i.id = ?", arguments: [number, id.uuid]
            )
            guard let row else { throw StoreError.notFound("The uploaded file \(id)") }
            return try intakeItem(row)
        }
    }

    func intake(in states: Set<IntakeItem.State.Name>) async throws(StoreError) -> [IntakeItem] {
        try await engine.read { db in try intake(in: states, db) }
    }

    func intake(in states: Set<IntakeItem.State.Name>, _ db: Database) throws -> [IntakeItem] {
        guard !states.isEmpty else { return [] }
        let list = SQLList(states.map(\.rawValue).sorted())
        return try Row.fetchAll(db, sql: """
            SELECT \(Self.intakeColumns) WHERE i.workspace = ? AND i.state IN \(list.places)
            """, arguments: [number] + list.arguments).map { try intakeItem($0) }
            .sorted { ($0.file.receivedAt, $0.id) < ($1.file.receivedAt, $1.id) }
    }

    func update(_ item: IntakeItem, expecting: IntakeItem.State.Name, as step: JobStep?) async throws(StoreError) {
        let now = Timestamp(Date())
        try await engine.write { db in
            try take(step, db)
            try expectState(expecting, of: item.id, db)
            let (problems, reason, meeting) = try columns(of: item.state, db)
            try run("""
                UPDATE intake SET state = ?, problems = ?, reason = ?, meeting = ?, details = ? WHERE workspace = ? AND id = ?
                """, [item.state.name.rawValue, problems, reason, meeting, item.details, number, item.id.uuid], db)
            if item.state.name != .received { try cancel(.importFile, about: item.id.uuid, at: now, db) }
            try touchWorkspace(db)
        }
        if item.state.name == .refused { try await dropBytes(of: item.file.hash) }
    }

    /// Shreds the bytes of a refused upload, unless a meeting was made of the same bytes or another upload of them still waits:
    /// what nobody wanted in must not stay on the disk.
    private func dropBytes(of hash: ContentHash) async throws(StoreError) {
        // Under the writer's lock, under which files are noted.
        try await engine.write { db in
            try files.hold(hash, db)
            let isWanted = try Bool.fetchOne(db, sql: """
                SELECT EXISTS (SELECT 1 FROM file f JOIN meeting_file m ON m.workspace = f.workspace AND m.sha256 = f.sha256 WHERE f.sha256 = ?1)
                    OR EXISTS (SELECT 1 FROM file f JOIN intake i ON i.workspace = f.workspace AND i.sha256 = f.sha256
                        WHERE f.sha256 = ?1 AND i.state IN ('received', 'needs-decision'))
                    OR EXISTS (SELECT 1 FROM file f JOIN interaction i ON i.workspace = f.workspace AND i.original = f.sha256 WHERE f.sha256 = ?1)
                """, arguments: [Data(hash.bytes)]) ?? true
            if !isWanted { try files.shred(hash) }
        }
    }

    func markImported(_ id: Identifier<IntakeItem>, as target: Target, _ db: Database) throws {
        let found = try state(of: id, db)
        guard found == .received || found == .needsDecision else {
            throw StoreError.conflict(.intake(expected: .received, found: found))
        }
        try run("""
            UPDATE intake SET state = 'imported', problems = NULL, reason = NULL, meeting = ? WHERE workspace = ? AND id = ?
            """, [target.number, number, id.uuid], db)
    }

    private func expectState(_ expected: IntakeItem.State.Name, of id: Identifier<IntakeItem>, _ db: Database) throws {
        let found = try state(of: id, db)
        guard found == expected else { throw StoreError.conflict(.intake(expected: expected, found: found)) }
    }

    private func state(of id: Identifier<IntakeItem>, _ db: Database) throws -> IntakeItem.State.Name {
        let found = try String.fetchOne(
            db, sql: "SELECT state FROM intake WHERE workspace = ? AND id = ?", arguments: [number, id.uuid]
        )
        guard let found, let state = IntakeItem.State.Name(rawValue: found) else {
            throw StoreError.notFound("The uploaded file \(id)")
        }
        return state
    }

    private func columns(
        of state: IntakeItem.State, _ db: Database
    ) throws -> (problems: String?, reason: String?, meeting: Int64?) {
        switch state {
        case .received: (nil, nil, nil)
        case .needsDecision(let problems): (problems, nil, nil)
        case .imported(let meeting): (nil, nil, try number(of: meeting, db))
        case .refused(let reason): (nil, reason, nil)
        }
    }

    private func intakeItem(_ row: Row) throws -> IntakeItem {
        let state: IntakeItem.State
        switch IntakeItem.State.Name(rawValue: row[6]) {
        case .needsDecision: state = .needsDecision(problems: row[7] ?? "[]")
        case .refused: state = .refused(reason: row[8] ?? "")
        case .imported:
            guard let meeting: UUID = row[9] else { throw StoreError.corrupt("An imported file has no meeting.") }
            state = .imported(Identifier(meeting))
        case .received, nil: state = .received
        }
        return IntakeItem(id: Identifier(row: row, 0), file: try storedFile(row, from: 1), state: state, details: row[10],
            broughtInBy: (row[11] as UUID?).map(Identifier.init)
        )
    }
}

import Covalence
import Foundation

/// Takes the workspaces of a snapshot into a store whose tables are of the same level: files first, then all rows in one transaction,
/// which ends only when the snapshot was read to its end and what the store holds has the counts and checksums the snapshot names.
struct SnapshotImport: Sendable {
    let reader: SnapshotReader
    let store: SQLRecordStore
    let audit: SQLAuditLog

    /// - Parameter verify: looks at counts and checksums of what was written; what it throws leaves the store as it was.
    func run(verify: @escaping @Sendable ([TableDigest]) throws -> Void) async throws -> SnapshotSummary {
        let received = try await receiveFiles()
        let outcome: Result<SnapshotSummary, any Error>
        do {
            outcome = .success(try await rows(verify))
        } catch {
            outcome = .failure(error)
        }
        // Bytes that no row names are those of what was erased while the snapshot was made, or all of them where it could not be taken.
        try await dropUnnamed(received)
        let summary = try outcome.get()
        try await audit.noteMissing()
        return summary
    }

    // MARK: Files

    private func receiveFiles() async throws -> [ContentHash] {
        let (reader, vault) = (reader, store.files)
        return try await waiting {
            var received: [ContentHash] = []
            while case .file(let head) = try reader.peek() {
                _ = try reader.next()
                // One that is there and damaged gets its bytes anew.
                let isThere = try vault.size(of: head.hash) == head.bytes && vault.isWhole(head.hash)
                let incoming = isThere ? nil : try vault.receive(limit: head.bytes)
                var isWhole: Bool?
                while isWhole == nil {
                    switch try reader.next() {
                    case .piece(let bytes): try incoming?.append(bytes)
                    case .fileEnd(let whole): isWhole = whole
                    default: throw reader.broken("something stands within a file")
                    }
                }
                guard let incoming else { continue }
                guard isWhole == true else {
                    incoming.discard()
                    continue
                }
                received.append(try incoming.commit())
            }
            return received
        }
    }

    private func dropUnnamed(_ hashes: [ContentHash]) async throws {
        let vault = store.files
        try await store.engine.write { db in
            for hash in hashes { try vault.shred(hash, unlessNamedIn: db) }
        }
    }

    // MARK: Rows

    private func rows(_ verify: @escaping @Sendable ([TableDigest]) throws -> Void) async throws -> SnapshotSummary {
        let (reader, store, audit) = (reader, store, audit)
        return try await store.engine.snapshotWrite { db in
            let taken = try Self.sections(of: .store, reader, db) { store.engine.isRefusal($0) }
            for workspace in taken { try SnapshotIndexing(workspace: workspace, db).run() }
            let isMove = reader.header.isMove ?? false
            let written = try Self.digests(.store, taken, db, isMove: isMove)
            try Self.dropLeftOut(of: taken, db)
            // The log's transaction within the store's: what it cannot take is in neither.
            return try blocking {
                try await audit.engine.snapshotWrite { db in
                    let logged = try Self.sections(of: .audit, reader, db) { audit.engine.isRefusal($0) }
                    let summary = try Self.end(reader)
                    guard taken.count == summary.header.workspaces.count else { throw reader.broken("a workspace its header names is not in it") }
                    let all = written + (try Self.digests(.audit, logged, db, isMove: isMove))
                    try Self.compare(summary.tables, all)
                    try verify(all)
                    return summary
                }
            }
        }
    }

    private static func digests(_ part: SnapshotPart, _ workspaces: [Identifier<Workspace>], _ db: Database, isMove: Bool) throws -> [TableDigest] {
        try workspaces.flatMap { workspace in
            var reading = try SnapshotTableReading(SnapshotSection(part: part, workspace: workspace), db, isMove: isMove, isWhole: true)
            return try reading.digests()
        }
    }

    /// A snapshot of an older Covalence has rows that are left out by now.
    private static func dropLeftOut(of workspaces: [Identifier<Workspace>], _ db: Database) throws {
        for table in SnapshotCatalog.store {
            guard let leftOut = table.leavingOut, try !SnapshotDatabase(db: db).columns(of: table.name).isEmpty else { continue }
            for workspace in workspaces {
                try db.execute(
                    sql: "DELETE FROM \(table.name) WHERE workspace = (SELECT number FROM workspace WHERE id = ?) AND \(leftOut)", arguments: [workspace.uuid]
                )
            }
        }
    }

    private static func sections(
        of part: SnapshotPart, _ reader: SnapshotReader, _ db: Database, isRefusal: @escaping (any Error) -> Bool
    ) throws -> [Identifier<Workspace>] {
        var taken: [Identifier<Workspace>] = []
        while case .section(let section) = try reader.peek(), section.part == part {
            _ = try reader.next()
            var writing = SnapshotTableWriting(section, reader, db, isRefusal: isRefusal)
            while case .table(let head) = try reader.peek() {
                _ = try reader.next()
                try writing.take(head)
            }
            try writing.finish()
            taken.append(section.workspace)
        }
        return taken
    }

    private static func end(_ reader: SnapshotReader) throws -> SnapshotSummary {
        while true {
            switch try reader.next() {
            case .erasures: continue
            case .end(let summary): return summary
            default: throw reader.broken("its parts are not in order")
            }
        }
    }

    /// What was written is what the snapshot says. A table that it does not hold is empty.
    private static func compare(_ told: [TableDigest], _ written: [TableDigest]) throws {
        let expected = Set(told)
        for digest in written where digest.rows > 0 || expected.contains(where: { $0.table == digest.table && $0.workspace == digest.workspace }) {
            guard expected.contains(digest) else {
                throw SnapshotError.refused("The table \(digest.table) came out with \(digest.rows) rows that differ from the backup’s. Nothing was restored; please report this.")
            }
        }
        guard expected.isSubset(of: written) else {
            throw SnapshotError.refused("A table of the backup is not in the store. Nothing was restored; please report this.")
        }
    }
}

import Covalence
public import Foundation

/// Makes a store of a snapshot, or takes its workspaces into a store that has others. All of it or nothing.
public struct SnapshotRestore: Sendable {
    private let source: SnapshotSource
    private let key: SnapshotKey?
    private let report: @Sendable (SnapshotProgress) -> Void
    private let verify: @Sendable ([TableDigest]) throws -> Void
    private let replay: Replay

    /// Carries out in a restored workspace what was erased while its snapshot was written.
    public typealias Replay = @Sendable (SnapshotSummary.Erasures, SQLRecordStore, SQLAuditLog) async throws -> Void

    /// - Parameters:
    ///   - key: what the snapshot is encrypted with; nil where it is not.
    ///   - report: told every few megabytes how far it has come.
    ///   - verify: looks at counts and checksums of what was written, before it is kept; what it throws leaves nothing behind.
    ///   - replay: carries out what was erased meanwhile. The store alone leaves names in the words of meetings, and keeps no
    ///     reading of words that go: whoever restores for use gives `Workbenches.replaying`.
    public init(
        _ source: SnapshotSource, key: SnapshotKey? = nil, report: @escaping @Sendable (SnapshotProgress) -> Void = { _ in },
        verify: @escaping @Sendable ([TableDigest]) throws -> Void = { _ in },
        replay: @escaping Replay = { erasures, store, _ in _ = try await store.workspace(erasures.workspace).replay(erasures.records) }
    ) {
        self.source = source
        self.key = key
        self.report = report
        self.verify = verify
        self.replay = replay
    }

    /// Reads all of a snapshot and says what is in it, without keeping any of it.
    ///
    /// - Throws: `SnapshotError` naming the place where it is not as it was written.
    public func check() async throws -> SnapshotSummary {
        let (source, key, report) = (source, key, report)
        return try await waiting { try SnapshotReader(source, key: key, report: report).readToEnd() }
    }

    /// Makes a new store in a folder that is not there yet, or empty. The folder appears when everything is in it.
    ///
    /// - Parameter finish: works with the finished store before it appears; it is closed for that, and its folder is given.
    public func makeStore(at folder: URL, finish: (URL) async throws -> Void = { _ in }) async throws -> SnapshotSummary {
        let staging = try SnapshotStaging(for: folder)
        do {
            let summary = try await fill(staging.folder)
            try await finish(staging.folder)
            try staging.commit()
            return summary
        } catch {
            staging.discard()
            throw error
        }
    }

    /// Takes the workspaces of a snapshot into a store that has others, none of which is one of them.
    ///
    /// - Parameter scratch: a folder that is not there yet, for a snapshot of an older Covalence: it is brought up to this one's tables there.
    public func add(to store: SQLRecordStore, audit: SQLAuditLog, scratch: URL) async throws -> SnapshotSummary {
        let reader = try await open()
        for workspace in try await store.workspaces() where reader.header.workspaces.contains(where: { $0.id == workspace.id }) {
            throw SnapshotError.refused("The workspace “\(workspace.name)” is in the store already. Restore the backup into a folder of its own.")
        }
        if reader.header.isCurrent {
            let summary = try await SnapshotImport(reader: reader, store: store, audit: audit).run(verify: verify)
            try await carryOut(summary.erasures, in: store, audit)
            return summary
        }
        let staging = try SnapshotStaging(for: scratch)
        defer { staging.discard() }
        let summary = try await fill(staging.folder, from: reader)
        try await SnapshotStores.with(staging.folder) { old, oldAudit in
            _ = try await SnapshotMove(from: old, audit: oldAudit, madeBy: reader.header.madeBy, at: reader.header.madeAt).run { source in
                try await SnapshotRestore(source).add(to: store, audit: audit, scratch: scratch)
            }
        }
        return summary
    }

    private func open() async throws -> SnapshotReader {
        let (source, key, report) = (source, key, report)
        return try await waiting { try SnapshotReader(source, key: key, report: report) }
    }

    private func fill(_ folder: URL) async throws -> SnapshotSummary {
        try await fill(folder, from: try await open())
    }

    /// Fills a new store: tables of the level the snapshot has, then its rows, then the migrations since.
    private func fill(_ folder: URL, from reader: SnapshotReader) async throws -> SnapshotSummary {
        let level = try reader.header.level()
        let store = try await SQLiteStore.open(folder, migrations: level.store)
        let summary: SnapshotSummary
        do {
            let audit = try await SQLAuditLog.open(folder: folder, migrations: level.audit)
            do {
                summary = try await SnapshotImport(reader: reader, store: store, audit: audit).run(verify: verify)
            } catch {
                try? await audit.close()
                throw error
            }
            try await audit.close()
        } catch {
            try? await store.close()
            throw error
        }
        try await store.close()
        try await SnapshotStores.with(folder) { store, audit in
            // Copies made before the migrations are of what was just made.
            for engine in [store.engine, audit.engine] { (engine.driver as? SQLiteEngine)?.removeCopies() }
            try await carryOut(summary.erasures, in: store, audit)
        }
        return summary
    }

    private func carryOut(_ erasures: [SnapshotSummary.Erasures], in store: SQLRecordStore, _ audit: SQLAuditLog) async throws {
        for one in erasures where !one.records.isEmpty { try await replay(one, store, audit) }
    }
}

/// Opens a store and its audit log, does something with them, and lets go of them.
public enum SnapshotStores {
    /// - Throws: what opening or the work throws; both are closed then.
    public static func with<Value: Sendable>(
        _ folder: URL, _ work: (SQLRecordStore, SQLAuditLog) async throws -> Value
    ) async throws -> Value {
        try await with(.folder(folder), work)
    }

    /// - Throws: what opening or the work throws; both are closed then.
    public static func with<Value: Sendable>(
        _ place: StorePlace, _ work: (SQLRecordStore, SQLAuditLog) async throws -> Value
    ) async throws -> Value {
        let store = try await place.openRecords()
        do {
            let audit = try await place.openAudit()
            do {
                let result = try await work(store, audit)
                try await audit.close()
                try await store.close()
                return result
            } catch {
                try? await audit.close()
                throw error
            }
        } catch {
            try? await store.close()
            throw error
        }
    }
}

extension SnapshotHeader {
    /// Whether its tables are those of this Covalence.
    var isCurrent: Bool { schema == Schema.migrations.map(\.name) && auditSchema == AuditSchema.migrations.map(\.name) }

    /// The migrations that make its tables.
    ///
    /// - Throws: `SnapshotError.newerSchema` where this Covalence does not know them.
    func level() throws -> (store: [Migration], audit: [Migration]) {
        guard !schema.isEmpty, !auditSchema.isEmpty,
              Schema.migrations.map(\.name).starts(with: schema), AuditSchema.migrations.map(\.name).starts(with: auditSchema)
        else { throw SnapshotError.newerSchema(madeBy: madeBy) }
        return (Array(Schema.migrations.prefix(schema.count)), Array(AuditSchema.migrations.prefix(auditSchema.count)))
    }
}

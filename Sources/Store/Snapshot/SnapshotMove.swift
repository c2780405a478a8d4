public import Covalence
import Foundation
#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Moves workspaces from one store to another: an export on one end of a socket, a restore on the other. The source stays as it is.
public struct SnapshotMove: Sendable {
    private let store: SQLRecordStore
    private let audit: SQLAuditLog
    private let workspace: Identifier<Workspace>?
    private let madeBy: String
    private let time: Timestamp

    /// - Parameter workspace: the one to move; nil for all.
    public init(from store: SQLRecordStore, audit: SQLAuditLog, workspace: Identifier<Workspace>? = nil, madeBy: String, at time: Timestamp) {
        self.store = store
        self.audit = audit
        self.workspace = workspace
        self.madeBy = madeBy
        self.time = time
    }

    /// Counts and checksums of the source's tables, read by themselves.
    public func digests() async throws -> [TableDigest] {
        try await SnapshotExport(store, audit: audit).digests(of: workspace, isMove: true)
    }

    /// How many files of the source are whole.
    func files() async throws -> Int {
        try await SnapshotExport(store, audit: audit).checkFiles(of: workspace).whole
    }

    /// Exports into a socket from which `restore` reads.
    ///
    /// - Returns: what was written, and what `restore` returned.
    public func run<Value: Sendable>(
        _ restore: (SnapshotSource) async throws -> Value
    ) async throws -> (written: SnapshotSummary, restored: Value) {
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0 else { throw StoreError.system("joining two stores", path: "") }
        let (input, output) = (ends[0], ends[1])
        let export = SnapshotExport(store, audit: audit)
        let writing = Task { [workspace, madeBy, time] in
            defer { close(output) }
            return try await export.write(to: SnapshotSink(socket: output), workspace: workspace, madeBy: madeBy, at: time, isMove: true)
        }
        let restored: Result<Value, any Error>
        do {
            restored = .success(try await restore(SnapshotSource(descriptor: input, name: "the source")))
        } catch {
            restored = .failure(error)
        }
        close(input)
        switch (await writing.result, restored) {
        case (.success(let written), .success(let restored)): return (written, restored)
        // Where the source broke off, that is the reason, and not that what came of it ends early. Otherwise the source broke off
        // because nobody read on.
        case (.failure(let error), .failure(SnapshotError.broken)), (.failure(let error), .success): throw error
        case (_, .failure(let error)): throw error
        }
    }
}

extension SnapshotExport {
    /// Counts and checksums of every table that a snapshot carries, computed from the store, of all workspaces or one.
    ///
    /// - Parameter isMove: with what only a move carries.
    public func digests(of workspace: Identifier<Workspace>? = nil, isMove: Bool = false) async throws -> [TableDigest] {
        try await digests(of: try await ids(of: workspace), isMove: isMove)
    }

    func digests(of workspaces: [Identifier<Workspace>], isMove: Bool) async throws -> [TableDigest] {
        var found: [TableDigest] = []
        for (part, engine) in [(SnapshotPart.store, store.engine), (.audit, audit.engine)] {
            found += try await engine.read { db in
                try workspaces.flatMap { workspace in
                    var reading = try SnapshotTableReading(SnapshotSection(part: part, workspace: workspace), db, isMove: isMove)
                    return try reading.digests()
                }
            }
        }
        return found
    }

    /// Reads every file the store names and says how many are whole, and which are not.
    public func checkFiles(of workspace: Identifier<Workspace>? = nil) async throws -> (whole: Int, bytes: Int, missing: [ContentHash]) {
        try await checkFiles(of: try await ids(of: workspace))
    }

    func checkFiles(of workspaces: [Identifier<Workspace>]) async throws -> (whole: Int, bytes: Int, missing: [ContentHash]) {
        let files = Array(Set(try await store.engine.read { db in try Self.files(of: workspaces, db) }))
        let vault = store.files
        let (whole, bytes, not) = try await waiting {
            var (whole, bytes): (Int, Int) = (0, 0)
            var not: [ContentHash] = []
            for file in files {
                if try vault.isWhole(file.hash) { (whole, bytes) = (whole + 1, bytes + file.bytes) } else { not.append(file.hash) }
            }
            return (whole, bytes, not)
        }
        return (whole, bytes, try await stillWanted(not, in: workspaces))
    }

    private func ids(of workspace: Identifier<Workspace>?) async throws -> [Identifier<Workspace>] {
        try await store.workspaces().map(\.id).filter { workspace == nil || $0 == workspace }
    }
}

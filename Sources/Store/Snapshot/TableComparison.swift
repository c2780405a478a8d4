public import Covalence
public import Foundation

/// The tables of two stores beside each other.
public struct TableComparison: Hashable, Sendable {
    /// A table of a workspace in both; nil where a store does not have it.
    public struct Line: Hashable, Sendable {
        public var source: TableDigest?
        public var target: TableDigest?
        public var table: String
        public var part: String
        public var workspace: Identifier<Workspace>

        /// Whether both hold the same rows. A table that is not there is one without rows.
        public var isSame: Bool { source?.rows ?? 0 == target?.rows ?? 0 && (source?.rows ?? 0 == 0 || source == target) }
    }

    public var lines: [Line] = []
    /// Files that are whole.
    public var sourceFiles: Int
    public var targetFiles: Int

    /// Puts beside each other what belongs together; files are counts of those that are whole.
    public init(_ source: [TableDigest], _ target: [TableDigest], sourceFiles: Int = 0, targetFiles: Int = 0) {
        (self.sourceFiles, self.targetFiles) = (sourceFiles, targetFiles)
        struct Place: Hashable {
            var workspace: Identifier<Workspace>
            var part, table: String

            init(_ digest: TableDigest) { (workspace, part, table) = (digest.workspace, digest.part, digest.table) }
        }
        let there = Dictionary(target.map { (Place($0), $0) }) { first, _ in first }
        var seen: Set<Place> = []
        for digest in source + target where seen.insert(Place(digest)).inserted {
            let place = Place(digest)
            lines.append(Line(
                source: source.first { Place($0) == place }, target: there[place], table: place.table, part: place.part, workspace: place.workspace
            ))
        }
    }

    /// Whether nothing differs, files included.
    public var isSame: Bool { sourceFiles == targetFiles && lines.allSatisfy(\.isSame) }
}

/// Two stores that should be the same are not.
public struct StoresDiffer: Error, Sendable, CustomStringConvertible {
    public var comparison: TableComparison
    /// Whether what was written is at the target all the same.
    public var isKept = false

    public var description: String {
        let names = Set(comparison.lines.filter { !$0.isSame }.map(\.table)).sorted().joined(separator: ", ")
        let what = names.isEmpty ? " in their files" : " in: \(names)"
        if isKept {
            return """
                Source and target differ\(what). Everything was whole when it was written, and is not as it is read back: do not use the target. Look at \
                its disk and its database (covalence doctor), empty it, and move again. The source is as it was.
                """
        }
        return """
            Source and target differ\(what). Nothing was kept at the target. Was the source written to meanwhile? Stop covalence serve and try again.
            """
    }
}

extension SnapshotMove {
    /// Moves to a folder that is not there yet. Tables are compared before they are kept, files before the folder appears.
    ///
    /// - Throws: `StoresDiffer`; nothing is left at the target then.
    public func makeStore(at folder: URL, report: @escaping @Sendable (SnapshotProgress) -> Void = { _ in }) async throws -> TableComparison {
        try SnapshotStaging.checkIsFree(folder)
        let source = try await digests(), sourceFiles = try await files()
        let (_, comparison) = try await run { stream in
            let restore = SnapshotRestore(stream, report: report) { target in
                let comparison = TableComparison(source, target)
                guard comparison.isSame else { throw StoresDiffer(comparison: comparison) }
            }
            var comparison = TableComparison(source, [])
            _ = try await restore.makeStore(at: folder) { made in
                comparison = try await SnapshotStores.with(made) { store, audit in
                    let export = SnapshotExport(store, audit: audit)
                    return TableComparison(
                        source, try await export.digests(isMove: true), sourceFiles: sourceFiles, targetFiles: try await export.checkFiles().whole
                    )
                }
                guard comparison.isSame else { throw StoresDiffer(comparison: comparison) }
            }
            return comparison
        }
        return comparison
    }

    /// Moves into a store that has other workspaces.
    ///
    /// Tables are compared before they are kept, and read again at the target when they are, like every file.
    ///
    /// - Throws: `StoresDiffer`; unless it says that it is kept, nothing is left at the target then.
    public func add(
        to store: SQLRecordStore, audit: SQLAuditLog, scratch: URL, report: @escaping @Sendable (SnapshotProgress) -> Void = { _ in }
    ) async throws -> TableComparison {
        let source = try await digests(), sourceFiles = try await files()
        let (written, _) = try await run { stream in
            let restore = SnapshotRestore(stream, report: report) { target in
                let comparison = TableComparison(source, target)
                guard comparison.isSame else { throw StoresDiffer(comparison: comparison) }
            }
            return try await restore.add(to: store, audit: audit, scratch: scratch)
        }
        let export = SnapshotExport(store, audit: audit), workspaces = written.header.workspaces.map(\.id)
        let comparison = TableComparison(
            source, try await export.digests(of: workspaces, isMove: true), sourceFiles: sourceFiles, targetFiles: try await export.checkFiles(of: workspaces).whole
        )
        guard comparison.isSame else { throw StoresDiffer(comparison: comparison, isKept: true) }
        return comparison
    }
}

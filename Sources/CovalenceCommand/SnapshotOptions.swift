import ArgumentParser
import Covalence
import Foundation
import Store
import Workbench

/// Where the key of a backup is.
struct KeyOptions: ParsableArguments {
    @Option(help: ArgumentHelp("A file that holds 32 random bytes, or a passphrase.", valueName: "file"), completion: .file())
    var keyFile: String?

    /// The key; nil where none was given.
    func key() throws -> SnapshotKey? {
        guard let keyFile else { return nil }
        guard let handle = FileHandle(forReadingAtPath: keyFile), let content = try? handle.read(upToCount: 4096) else {
            throw ValidationError("\(UnreadableFile(file: keyFile, wanted: "the key of the backup: 32 random bytes, or a passphrase"))")
        }
        return try SnapshotKey(fileContent: content)
    }
}

/// What commands print of a snapshot.
struct SnapshotLine: Encodable {
    var file: String?
    var madeAt: String
    var madeBy: String
    var engine: String
    var workspaces: [String: String]
    var rows, files, fileBytes, bytes, erasures: Int
    var missingFiles: [String]
    var leavesFilesOut: Bool
    var isEncrypted: Bool
    var isVerified: Bool

    init(_ summary: SnapshotSummary, file: String?, isEncrypted: Bool, isVerified: Bool) {
        self.file = file
        madeAt = summary.header.madeAt.description
        madeBy = summary.header.madeBy
        engine = summary.header.engine
        workspaces = Dictionary(summary.header.workspaces.map { ($0.id.description, $0.name) }) { first, _ in first }
        (rows, files, fileBytes, bytes) = (summary.rows, summary.files, summary.fileBytes, summary.bytes)
        erasures = summary.erasures.reduce(0) { $0 + $1.records.count }
        missingFiles = summary.missingFiles.map(\.description)
        leavesFilesOut = summary.header.leavesFilesOut ?? false
        self.isEncrypted = isEncrypted
        self.isVerified = isVerified
    }

    /// For people.
    var lines: [String] {
        var lines = [
            "made:        \(madeAt) by Covalence \(madeBy.printable) (\(engine.printable))",
            "workspaces:  \(workspaces.values.sorted().map(\.printable).joined(separator: ", "))",
            "rows:        \(rows)",
            leavesFilesOut
                ? "files:       left out, as in every copy made before a migration: put those of the store into the folder files of the restored one"
                : "files:       \(files), \(fileBytes.formatted(.byteCount(style: .file)))",
            "size:        \(bytes.formatted(.byteCount(style: .file)))\(isEncrypted ? ", encrypted" : ", not encrypted")",
        ]
        if erasures > 0 { lines.append("erasures:    \(erasures) happened while it was made; restoring carries them out") }
        lines += missingFiles.map { "MISSING:     the file \($0) was not whole in the store; run covalence doctor" }
        return lines
    }
}

extension Terminal {
    /// Shows how far a snapshot has come.
    func snapshotProgress(_ what: String) -> @Sendable (SnapshotProgress) -> Void {
        { progress in
            self.progress("\(what) … \(progress.bytes.formatted(.byteCount(style: .file))), \(progress.rows) rows, \(progress.files) files")
        }
    }
}

/// What stands in the audit log of what is done with a store as a whole.
enum StoreTraces {
    /// Notes an action of the operator in the log of each workspace.
    static func note(_ action: AuditAction, in audit: SQLAuditLog, _ workspaces: [Identifier<Workspace>]) async throws {
        for workspace in workspaces {
            try await audit.append(AuditEntry(workspace: workspace, at: Workbench.clock(), actor: .operator, action: action, origin: .terminal))
        }
    }
}

extension Collection<WorkspaceRecord> {
    /// The workspace of this name or id.
    func named(_ name: String) throws -> WorkspaceRecord {
        guard let found = first(where: { $0.id.description == name.lowercased() || $0.name == name }) else {
            throw ValidationError("There is no workspace “\(name.printable)” here. There are: \(map { "“\($0.name.printable)”" }.joined(separator: ", ")).")
        }
        return found
    }
}

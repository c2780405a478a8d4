import ArgumentParser
import Covalence
import Foundation
import Store
import Workbench

/// `covalence restore`: a store out of a backup.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Makes a store of a backup, and erases again what was erased since.",
        discussion: """
            The folder of --data must not be there yet, or be empty; it appears when everything is in it. With --workspace, one workspace \
            of the backup is taken into the store that is there. Name the store that the backup was made of, or a list that covalence \
            privacy erasures printed, with --erasures: what was erased since then is erased in the restored store before it can be opened.

            EXAMPLES:
              covalence restore covalence.backup --data ./restored --erasures ./data --key-file backup.key
              covalence restore covalence.backup --data ./restored --erasures erasures.jsonl
              covalence restore covalence.backup --data ./data --workspace "Team North"
            """
    )

    @Argument(help: ArgumentHelp("The backup.", valueName: "file"), completion: .file())
    var file: String

    @Option(help: ArgumentHelp("The folder of the store to make.", valueName: "folder"), completion: .directory)
    var data: String

    @Option(help: ArgumentHelp("Take one workspace of the backup, by name or id, into a store that is there.", valueName: "name"))
    var workspace: String?

    @Option(help: ArgumentHelp("What was erased since: a store, or a list. May be given several times.", valueName: "folder-or-file"), completion: .file())
    var erasures: [String] = []

    @OptionGroup var lock: KeyOptions

    @Flag(help: "Write JSON.")
    var json = false

    func run() async throws {
        try await Failures.report {
            let terminal = Terminal(), key = try lock.key()
            let lists = try await ErasureLists(reading: erasures)
            let backup = URL(filePath: file), folder = URL(filePath: data)
            let (summary, replayed) = if let workspace {
                try await add(workspace, from: backup, to: folder, key, lists, terminal)
            } else {
                try await make(folder, from: backup, key, lists, terminal)
            }
            terminal.endProgress()
            try say(summary, replayed, key != nil, terminal)
        }
    }

    private func make(
        _ folder: URL, from backup: URL, _ key: SnapshotKey?, _ lists: ErasureLists, _ terminal: Terminal
    ) async throws -> (SnapshotSummary, Int) {
        var replayed = 0
        let summary = try await SnapshotSource.reading(backup) { source in
            try await SnapshotRestore(source, key: key, report: terminal.snapshotProgress("Restoring")).makeStore(at: folder) { made in
                replayed = try await SnapshotStores.with(made) { records, audit in
                    let workspaces = try await records.workspaces().map(\.id)
                    try await StoreTraces.note("store.restore", in: audit, workspaces)
                    return try await lists.replay(in: workspaces, records, audit)
                }
            }
        }
        return (summary, replayed)
    }

    private func add(
        _ name: String, from backup: URL, to folder: URL, _ key: SnapshotKey?, _ lists: ErasureLists, _ terminal: Terminal
    ) async throws -> (SnapshotSummary, Int) {
        guard FileManager.default.fileExists(atPath: folder.appending(path: "covalence.sqlite").path) else {
            throw ValidationError("There is no store at \(data.printable) to take a workspace into. Leave --workspace away to make one.")
        }
        let scratch = SnapshotStaging.scratch(beside: folder)
        // A backup of several workspaces is made a store of its own first, from which the one is moved.
        return try await SnapshotSource.reading(backup) { source in
            let restore = SnapshotRestore(source, key: key, report: terminal.snapshotProgress("Restoring"))
            defer { try? FileManager.default.removeItem(at: scratch) }
            let summary = try await restore.makeStore(at: scratch)
            let replayed = try await SnapshotStores.with(scratch) { from, fromAudit in
                let chosen = try await from.workspaces().named(name)
                let erased = try await lists.replay(in: [chosen.id], from, fromAudit)
                try await SnapshotStores.with(folder) { into, intoAudit in
                    let move = SnapshotMove(from: from, audit: fromAudit, workspace: chosen.id, madeBy: summary.header.madeBy, at: summary.header.madeAt)
                    _ = try await move.run { try await SnapshotRestore($0).add(to: into, audit: intoAudit, scratch: scratch.appendingPathExtension("old")) }
                    try await StoreTraces.note("store.restore", in: intoAudit, [chosen.id])
                }
                return erased
            }
            return (summary, replayed)
        }
    }

    private func say(_ summary: SnapshotSummary, _ replayed: Int, _ isEncrypted: Bool, _ terminal: Terminal) throws {
        let line = SnapshotLine(summary, file: file, isEncrypted: isEncrypted, isVerified: true)
        if json {
            terminal.line(try JSONText.line(Restored(data: data, backup: line, erased: replayed)))
        } else {
            terminal.line("Restored to \(data.printable)")
            line.lines.forEach { terminal.line($0) }
            if !erasures.isEmpty { terminal.line("erased again: \(replayed)") }
        }
        if erasures.isEmpty {
            terminal.note("What was erased after \(line.madeAt) is back. If the former store is there, replay its list: covalence privacy erasures --data FORMER > list; covalence privacy replay list --data \(data.printable)")
        }
    }

    private struct Restored: Encodable {
        var data: String
        var backup: SnapshotLine
        var erased: Int
    }
}

/// Lists of erasures, to be carried out in a restored store.
struct ErasureLists: Sendable {
    private var lists: [Data] = []

    /// Reads lists as `covalence privacy erasures` prints them, and the lists of stores.
    init(reading places: [String]) async throws {
        for place in places {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: place, isDirectory: &isFolder) else {
                throw ValidationError("--erasures takes the folder of a store or a list; there is nothing at \(place.printable).")
            }
            guard isFolder.boolValue else {
                guard let list = try? Data(contentsOf: URL(filePath: place)) else { throw ValidationError("\(place.printable) cannot be read.") }
                lists.append(list)
                continue
            }
            guard FileManager.default.fileExists(atPath: "\(place)/covalence.sqlite") else { throw ValidationError("There is no store at \(place.printable).") }
            lists += try await SnapshotStores.with(URL(filePath: place)) { records, audit in
                let benches = Workbenches(records, analyzer: try MeetingAnalyzer.bundled(), traces: AuditTraces(audit))
                var found: [Data] = []
                for workspace in try await records.workspaces() { found.append(try await benches.bench(of: workspace.id).erasureList(by: .owner)) }
                return found
            }
        }
    }

    /// Carries them out; what a workspace never had is passed over.
    ///
    /// - Returns: how many erasures were carried out.
    func replay(in workspaces: [Identifier<Workspace>], _ records: SQLRecordStore, _ audit: SQLAuditLog) async throws -> Int {
        guard !lists.isEmpty else { return 0 }
        let benches = Workbenches(records, analyzer: try MeetingAnalyzer.bundled(), traces: AuditTraces(audit))
        var count = 0
        for workspace in workspaces {
            let bench = try await benches.bench(of: workspace)
            for list in lists { count += try await bench.replayErasures(from: list, by: .owner) }
        }
        return count
    }
}

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

    @OptionGroup var store: StoreOptions

    @Option(help: ArgumentHelp("What was erased since: a store, or a list. May be given several times.", valueName: "folder-or-file"), completion: .file())
    var erasures: [String] = []

    @OptionGroup var lock: KeyOptions

    @Flag(help: "Write JSON.")
    var json = false

    func validate() throws {
        // Where a store is made is always said: the usual folder may be the one that is lost.
        if store.data == nil { throw ValidationError("Name the folder of the store to make with --data; with a database, that of its files and keys.") }
    }

    func run() async throws {
        try await Failures.report {
            let terminal = Terminal(), key = try lock.key()
            let lists = try await ErasureLists(reading: erasures)
            let backup = URL(filePath: file), place = try store.place(store.held(), mustBeThere: false)
            let (summary, replayed) = if case .folder(let folder) = place, store.workspace == nil {
                try await make(folder, from: backup, key, lists, terminal)
            } else {
                try await add(store.workspace, from: backup, to: place, key, lists, terminal)
            }
            terminal.endProgress()
            try say(summary, replayed, key != nil, place.folder.relativePath, terminal)
        }
    }

    private func restore(_ source: SnapshotSource, _ key: SnapshotKey?, _ terminal: Terminal) -> SnapshotRestore {
        SnapshotRestore(
            source, key: key, report: terminal.snapshotProgress("Restoring"), replay: Workbenches.replaying(with: { try MeetingAnalyzer.bundled() })
        )
    }

    private func make(
        _ folder: URL, from backup: URL, _ key: SnapshotKey?, _ lists: ErasureLists, _ terminal: Terminal
    ) async throws -> (SnapshotSummary, Int) {
        var replayed = 0
        let summary = try await SnapshotSource.reading(backup) { source in
            try await restore(source, key, terminal).makeStore(at: folder) { made in
                replayed = try await SnapshotStores.with(made) { records, audit in
                    let workspaces = try await records.workspaces().map(\.id)
                    try await StoreTraces.note("store.restore", in: audit, workspaces)
                    return try await lists.replay(in: workspaces, records, audit)
                }
            }
        }
        return (summary, replayed)
    }

    /// Takes one workspace, or all, into a store that is there, or a database.
    private func add(
        _ name: String?, from backup: URL, to place: StorePlace, _ key: SnapshotKey?, _ lists: ErasureLists, _ terminal: Terminal
    ) async throws -> (SnapshotSummary, Int) {
        guard place.isThere else {
            throw ValidationError("There is no store at \(place.folder.relativePath.printable) to take a workspace into. Leave --workspace away to make one.")
        }
        let scratch = SnapshotStaging.scratch(beside: place.folder)
        // A store of its own is made first, in which is erased what must be; from there it is moved.
        return try await SnapshotSource.reading(backup) { source in
            let restore = restore(source, key, terminal)
            defer { try? FileManager.default.removeItem(at: scratch) }
            let summary = try await restore.makeStore(at: scratch)
            let replayed = try await SnapshotStores.with(scratch) { from, fromAudit in
                let all = try await from.workspaces()
                let chosen = try name.map { try all.named($0).id }
                let taken = chosen.map { [$0] } ?? all.map(\.id)
                let erased = try await lists.replay(in: taken, from, fromAudit)
                try await SnapshotStores.with(place) { into, intoAudit in
                    let move = SnapshotMove(from: from, audit: fromAudit, workspace: chosen, madeBy: summary.header.madeBy, at: summary.header.madeAt)
                    _ = try await move.run { try await SnapshotRestore($0).add(to: into, audit: intoAudit, scratch: scratch.appendingPathExtension("old")) }
                    try await StoreTraces.note("store.restore", in: intoAudit, taken)
                }
                return erased
            }
            return (summary, replayed)
        }
    }

    private func say(_ summary: SnapshotSummary, _ replayed: Int, _ isEncrypted: Bool, _ data: String, _ terminal: Terminal) throws {
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
                let wanted = UnreadableFile(file: place, wanted: "a list, as covalence privacy erasures prints it, or the folder of a store")
                guard let list = try? Data(contentsOf: URL(filePath: place)) else { throw ValidationError("\(wanted)") }
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

import ArgumentParser
import Covalence
import Foundation
import Store
import Workbench

/// `covalence migrate`: from one store to another.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Moves a store, or one workspace, whole to another store; counts and checksums of both are compared.",
        discussion: """
            Stop covalence serve first: what is written meanwhile would be missing, and then the two differ and nothing is kept. The \
            source stays as it is. Ends with 65 where anything differs; then nothing is left at the target, or it says that the target is not \
            to be used. API tokens and the key of webhooks (secrets.key) go with it; sessions do not. A password of a database belongs into \
            PGPASSWORD or ~/.pgpass.

            EXAMPLES:
              covalence migrate --from ./data --to /srv/covalence
              covalence migrate --from ./data --to ./shared --workspace "Team North"
              covalence migrate --from ./data --to postgres://covalence@db.example.org/covalence --to-data /srv/covalence
              covalence migrate --from ./data --to /srv/covalence --check
            """
    )

    @Option(help: ArgumentHelp("Where it is: a folder, or postgres://user@host/database.", valueName: "address"), completion: .directory)
    var from: String

    @Option(help: ArgumentHelp("Where it goes: a folder that is not there yet, or a database; with --workspace also a store with others.", valueName: "address"), completion: .directory)
    var to: String

    @Option(help: ArgumentHelp("The folder of files and keys, where --from is a database.", valueName: "folder"), completion: .directory)
    var fromData: String?

    @Option(help: ArgumentHelp("The folder of files and keys, where --to is a database; made where it is missing.", valueName: "folder"), completion: .directory)
    var toData: String?

    @Option(help: ArgumentHelp("Only this workspace, by name or id.", valueName: "name"))
    var workspace: String?

    @Flag(help: "Move nothing: only count what is there, and look whether every file is whole.")
    var check = false

    @Flag(help: "Write JSON.")
    var json = false

    func validate() throws {
        _ = try (source, target)
    }

    func run() async throws {
        try await Failures.report {
            let terminal = Terminal()
            let source = try source
            guard source.isThere else { throw ValidationError("There is no store at \(from.printable).") }
            umask(0o077)
            try await SnapshotStores.with(source) { records, audit in
                let all = try await records.workspaces()
                let chosen = try workspace.map { try all.named($0).id }
                try await move(chosen, records, audit, terminal)
            }
        }
    }

    private var source: StorePlace { get throws { try Self.place(from, fromData, "--from") } }
    private var target: StorePlace { get throws { try Self.place(to, toData, "--to") } }

    private static func place(_ address: String, _ data: String?, _ option: String) throws -> StorePlace {
        guard address.contains("://") else {
            guard data == nil else { throw ValidationError("\(option)-data goes with a database; \(option) is a folder.") }
            return .folder(URL(filePath: address))
        }
        guard address.hasPrefix("postgres://") || address.hasPrefix("postgresql://") else {
            throw ValidationError("\(option) takes a folder or postgres://user@host/database.")
        }
        guard let data else { throw ValidationError("\(option) is a database: name the folder of its files and keys with \(option)-data.") }
        return .database(address, folder: URL(filePath: data))
    }

    private func move(_ chosen: Identifier<Workspace>?, _ records: SQLRecordStore, _ audit: SQLAuditLog, _ terminal: Terminal) async throws {
        if check {
            let export = SnapshotExport(records, audit: audit)
            let tables = try await export.digests(of: chosen, isMove: true), files = try await export.checkFiles(of: chosen)
            try say(TableComparison(tables, tables, sourceFiles: files.whole, targetFiles: files.whole), terminal)
            for file in files.missing { terminal.note("Not whole in the source: the file \(file). covalence doctor says more.") }
            if !files.missing.isEmpty { throw ExitCode.badFile }
            return
        }
        let move = SnapshotMove(from: records, audit: audit, workspace: chosen, madeBy: CovalenceCommand.configuration.version, at: Workbench.clock())
        do {
            let comparison = try await carry(move, to: try target, isOne: chosen != nil, terminal)
            terminal.endProgress()
            try say(comparison, terminal)
            let key = try MovedKey(from: source.folder, to: target.folder, isUsed: comparison.lines.contains { $0.table == "webhook" && $0.target?.rows ?? 0 > 0 })
            if json {
                if let warning = key.warning { terminal.note(warning) }
            } else {
                terminal.line(Self.end)
                if let sentence = key.sentence { terminal.line(sentence) }
            }
        } catch let error as StoresDiffer {
            terminal.endProgress()
            try say(error.comparison, terminal)
            throw error
        }
    }

    private static let end = """
        Moved; the source is as it was. Do not start both: webhooks would be sent twice.
        API tokens go on working. Not moved: sessions (everybody signs in again), links that work once (invite again), answers kept for \
        Idempotency-Key, and audit.key and node (the target seals with a key of its own).
        """

    private func carry(_ move: SnapshotMove, to target: StorePlace, isOne: Bool, _ terminal: Terminal) async throws -> TableComparison {
        let progress = terminal.snapshotProgress("Moving")
        if case .folder(let folder) = target, !isOne || !target.isThere { return try await move.makeStore(at: folder, report: progress) }
        let scratch = SnapshotStaging.scratch(beside: target.folder)
        return try await SnapshotStores.with(target) { store, audit in
            try await move.add(to: store, audit: audit, scratch: scratch, report: progress)
        }
    }

    private func say(_ comparison: TableComparison, _ terminal: Terminal) throws {
        if json {
            for line in comparison.lines { terminal.line(try JSONText.line(Printed(line))) }
            return
        }
        terminal.line("\("table".padded(to: 26))\("source".leftPadded(to: 10))\("target".leftPadded(to: 10))  checksum")
        for line in comparison.lines where line.source?.rows ?? 0 > 0 || line.target?.rows ?? 0 > 0 {
            let name = line.part == "audit" ? "audit \(line.table)" : line.table
            let sum = line.isSame ? String(line.source?.checksum.prefix(16) ?? "") : "DIFFERS"
            terminal.line("\(name.padded(to: 26))\("\(line.source?.rows ?? 0)".leftPadded(to: 10))\("\(line.target?.rows ?? 0)".leftPadded(to: 10))  \(sum)")
        }
        terminal.line("\("files".padded(to: 26))\("\(comparison.sourceFiles)".leftPadded(to: 10))\("\(comparison.targetFiles)".leftPadded(to: 10))")
    }

    private struct Printed: Encodable {
        var workspace, part, table: String
        var source, target: Int
        var sourceChecksum, targetChecksum: String?
        var same: Bool

        init(_ line: TableComparison.Line) {
            (workspace, part, table) = (line.workspace.description, line.part, line.table)
            (source, target) = (line.source?.rows ?? 0, line.target?.rows ?? 0)
            (sourceChecksum, targetChecksum, same) = (line.source?.checksum, line.target?.checksum, line.isSame)
        }
    }
}

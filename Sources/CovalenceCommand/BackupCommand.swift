import ArgumentParser
import Covalence
import Foundation
import Store
import Workbench

/// `covalence backup`: everything in a store, in one file.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Writes the store into one file: rows, files and audit log, one moment, also while it is being served.",
        discussion: """
            The file appears when it is whole and was read again. Sessions and links that work once are not in it; password hashes and \
            the secrets of one-time codes are, so encrypt it: make a key once with head -c 32 /dev/urandom > backup.key, and keep a copy \
            of the key elsewhere. Without it nobody can read the backup, you neither. docs/backup.md has a nightly timer.

            EXAMPLES:
              covalence backup covalence.backup --data ./data --key-file backup.key
              covalence backup --check covalence.backup --key-file backup.key
              covalence backup - --data ./data --key-file backup.key | ssh other 'cat > covalence.backup'
            """
    )

    @Argument(help: ArgumentHelp("The file to write; - for standard output.", valueName: "file"), completion: .file())
    var file: String

    @OptionGroup var store: StoreOptions
    @OptionGroup var lock: KeyOptions

    @Flag(help: "Write nothing: read this backup and say whether it is whole.")
    var check = false

    @Flag(help: "Replace a file of that name.")
    var force = false

    @Flag(help: "Do not read again what was written.")
    var noVerify = false

    @Flag(help: "Write JSON; to standard error where the backup goes to standard output.")
    var json = false

    func validate() throws {
        if check, file == "-" { throw ValidationError("--check reads a file: name it.") }
        if check, force || noVerify || store.workspace != nil { throw ValidationError("--check goes with --key-file and --json only.") }
        if file == "-", isatty(STDOUT_FILENO) == 1 { throw ValidationError("A backup is no text for a terminal. Name a file, or redirect the output.") }
    }

    func run() async throws {
        try await Failures.report {
            let terminal = Terminal(), key = try lock.key()
            if check {
                let summary = try await Self.check(URL(filePath: file), key, terminal)
                try say(SnapshotLine(summary, file: file, isEncrypted: key != nil, isVerified: true), "Whole", terminal)
                return
            }
            let summary = try await SnapshotStores.with(store.place(store.held())) { records, audit in
                let all = try await records.workspaces()
                let chosen = try store.workspace.map { try all.named($0).id }
                try await StoreTraces.note("store.backup", in: audit, chosen.map { [$0] } ?? all.map(\.id))
                let export = SnapshotExport(records, audit: audit)
                let time = Workbench.clock()
                let write: @Sendable (SnapshotSink) async throws -> SnapshotSummary = { sink in
                    try await export.write(
                        to: sink, workspace: chosen, key: key, madeBy: CovalenceCommand.configuration.version, at: time,
                        report: terminal.snapshotProgress("Writing")
                    )
                }
                if file == "-" { return try await write(SnapshotSink(descriptor: STDOUT_FILENO, name: "standard output")) }
                return try await SnapshotFile.write(URL(filePath: file), replacing: force, write) { written in
                    if !noVerify { _ = try await Self.check(written, key, terminal) }
                }
            }
            terminal.endProgress()
            let isVerified = file != "-" && !noVerify
            try say(SnapshotLine(summary, file: file, isEncrypted: key != nil, isVerified: isVerified), "Backed up", terminal)
        }
    }

    private func say(_ line: SnapshotLine, _ done: String, _ terminal: Terminal) throws {
        let lines = try json ? [JSONText.line(line)] : ["\(done)\(file == "-" ? "" : ": \(file.printable)")\(line.isVerified && !check ? ", read again and whole" : "")"] + line.lines
        for text in lines { if file == "-" { terminal.note(text) } else { terminal.line(text) } }
    }

    private static func check(_ file: URL, _ key: SnapshotKey?, _ terminal: Terminal) async throws -> SnapshotSummary {
        let summary = try await SnapshotSource.reading(file) { source in
            try await SnapshotRestore(source, key: key, report: terminal.snapshotProgress("Reading")).check()
        }
        terminal.endProgress()
        return summary
    }
}

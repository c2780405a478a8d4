import ArgumentParser
import Covalence
import Foundation
import Workbench

/// `covalence audit drop`: the oldest entries, for good.
struct AuditDropCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drop",
        abstract: "Drops the oldest entries of the audit log for good, and leaves a signed cut in their place.",
        discussion: """
            There is no undo. The rest can still be verified: covalence doctor begins at the cut. To have it done by itself, set a time \
            with covalence privacy retention --keep audit=DAYS.

            EXAMPLES:
              covalence audit drop --before 2025-01-01 --dry-run
              covalence audit drop --before 2025-01-01 --yes
            """
    )

    @Option(help: ArgumentHelp("Entries older than this day go (UTC).", valueName: "date"))
    var before: String

    @OptionGroup var store: StoreOptions

    @Flag(help: "Only say how many would go.")
    var dryRun = false

    @Flag(help: "Do not ask.")
    var yes = false

    @Flag(help: "Write JSON.")
    var json = false

    func validate() throws {
        _ = try AuditCommand.day(before, "--before")
        guard yes || dryRun || isatty(STDIN_FILENO) == 1 else { throw ValidationError("Say --yes to drop without being asked.") }
    }

    func run() async throws {
        guard let time = try AuditCommand.day(before, "--before") else { return }
        let terminal = Terminal()
        try await store.withWorkbench(create: false) { bench in
            let count = try await bench.previewAuditDrop(before: time, by: .owner)
            if dryRun { return terminal.line(try json ? JSONText.line(["wouldDrop": count]) : "\(count) entries would be dropped.") }
            if !yes {
                terminal.note("Drop \(count) entries from before \(before.printable) for good? Type yes:")
                guard readLine()?.lowercased() == "yes" else { return terminal.note("Kept.") }
            }
            let dropped = try await bench.dropAudit(before: time, by: .owner)
            terminal.line(try json ? JSONText.line(["dropped": dropped]) : "\(dropped) entries dropped.")
        }
    }
}

import ArgumentParser
import Covalence
import Foundation
import Store
import Workbench

/// `covalence erase`: a meeting, for good.
struct EraseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase",
        abstract: "Erases meetings for good: words, findings, files, recordings, index and log.",
        discussion: """
            There is no undo.

            EXAMPLE:
              covalence erase 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b --yes
            """
    )

    @Argument(help: "Ids of meetings, as covalence list prints them.")
    var meetings: [String] = []

    @OptionGroup var store: StoreOptions

    @Flag(help: "Do not ask.")
    var yes = false

    @Flag(help: "Say what was erased as JSON lines.")
    var json = false

    func validate() throws {
        guard !meetings.isEmpty else { throw ValidationError("Name at least one meeting; covalence list prints their ids.") }
        for meeting in meetings { _ = try Identifier<Meeting>.argument(meeting) }
        guard yes || isatty(STDIN_FILENO) == 1 else { throw ValidationError("Say --yes to erase without being asked.") }
    }

    func run() async throws {
        let ids = try meetings.map { try Identifier<Meeting>.argument($0) }
        let terminal = Terminal()
        try await store.withWorkbench(create: false) { bench in
            for id in ids {
                let title = try await bench.openMeeting(id, by: .owner).summary.meeting.title
                if !yes {
                    terminal.note("Erase “\(title.printable)” for good? Type yes:")
                    guard readLine()?.lowercased() == "yes" else {
                        terminal.note("Kept.")
                        continue
                    }
                }
                try await bench.erase(id, by: .owner)
                terminal.line(json ? #"{"erased":"\#(id)"}"# : "Erased \(id).")
            }
        }
    }
}

import ArgumentParser
import Foundation
import Workbench

/// `covalence settings`: what a workspace can change.
struct SettingsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings",
        abstract: "Shows and changes the settings of the workspace: who you are, limits, and every number of ours.",
        discussion: """
            Values are JSON. A change holds from the next reading on; stop covalence serve before, and start it again after.

            EXAMPLES:
              covalence settings
              covalence settings --set 'own.names=["Brunavik Recirc"]' --set 'own.mailDomains=["brunavik.example"]'
              covalence settings --set transcriptLimit=200000000 --set meeting.surveyPairs=5
            """
    )

    @OptionGroup var store: StoreOptions

    @Option(help: ArgumentHelp("A setting to change; may be given several times.", valueName: "name=value"))
    var set: [String] = []

    @Flag(help: "Write the settings as one JSON object.")
    var json = false

    func validate() throws {
        for change in set where change.firstIndex(of: "=") == nil {
            throw ValidationError("“\(change)” has no value. Write --set name=value.")
        }
    }

    func run() async throws {
        let changes = set.map { change in
            let parts = change.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (name: String(parts[0]), value: parts.count > 1 ? String(parts[1]) : "")
        }
        let settings = try await store.withWorkbench(create: !changes.isEmpty) { bench in
            if !changes.isEmpty { try await bench.change(changes, by: .owner) }
            return try await bench.listSettings(by: .owner)
        }
        let terminal = Terminal()
        if json {
            terminal.line("{" + settings.map { "\"\($0.name)\":\($0.value)" }.joined(separator: ",") + "}")
        } else {
            for setting in settings { terminal.line("\(setting.name) = \(setting.value)") }
        }
    }
}

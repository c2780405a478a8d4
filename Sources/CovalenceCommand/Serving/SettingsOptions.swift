import ArgumentParser
import Foundation
import Operations

/// Where settings are said beside the options of their own; docs/configuration.md has all of them.
struct SettingsOptions: ParsableArguments {
    @Option(name: .customLong("config"), help: ArgumentHelp("A file of settings, YAML or JSON; covalence config shows what holds.", valueName: "file"), completion: .file())
    var file: String?

    @Option(name: .customLong("set"), help: ArgumentHelp("A setting by its name, such as limits.connections=500; can be given several times.", valueName: "name=value"))
    var set: [String] = []

    func validate() throws {
        for text in set where !text.contains("=") { throw ValidationError("--set takes a name, = and a value, such as --set limits.connections=500.") }
    }

    /// What holds, with options of the command line before all else.
    func held(_ flags: [String: [String]] = [:]) throws -> HeldSettings {
        var flags = flags.filter { !$0.value.isEmpty }
        for text in set {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            flags[parts[0], default: []].append(parts[1])
        }
        return try Failures.report { try SettingsReader(flags: flags, file: file).read() }
    }
}

import ArgumentParser
import Foundation
import Operations

/// Where settings are said beside the options of their own; docs/configuration.md has all of them.
struct SettingsOptions: ParsableArguments {
    @Option(name: .customLong("config"), help: ArgumentHelp("A file of settings, YAML or JSON; covalence config shows what holds.", valueName: "file"), completion: .file())
    var file: String?

    @Option(help: ArgumentHelp("A setting by its name, such as limits.connections=500; can be given several times.", valueName: "name=value"))
    var with: [String] = []

    func validate() throws {
        for text in with where !text.contains("=") { throw ValidationError("--with takes a name, = and a value, such as --with limits.connections=500.") }
    }

    /// What holds, with options of the command line before all else.
    func held(_ flags: [String: [String]] = [:]) throws -> HeldSettings {
        var flags = flags.filter { !$0.value.isEmpty }
        for text in with {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            flags[parts[0], default: []].append(parts[1])
        }
        return try Failures.report { try SettingsReader(flags: flags, file: file).read() }
    }
}

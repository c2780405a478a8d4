import ArgumentParser
import Foundation
import Operations

/// `covalence config`: what the settings are, and from where.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Shows every setting of the program, what it is set to and where that was said.",
        discussion: """
            Options come before the environment, the environment before the file, and the file before what holds otherwise. Secrets are only said \
            to be set. It takes the options of covalence serve, to see what they would change. With --check nothing is printed where all is well.

            EXAMPLES:
              covalence config
              covalence config --config /etc/covalence/covalence.yaml --check
              covalence config --port 9000 --json

            EXIT CODES: 0 all is well; 64 an option, 78 a file or a variable of the environment makes no sense.
            """
    )

    @OptionGroup var store: StoreOptions
    @OptionGroup var reach: ReachOptions

    @Flag(help: "Write a JSON line for each setting.")
    var json = false

    @Flag(help: "Only say what is wrong.")
    var check = false

    @Flag(help: "Write the table of docs/configuration.md.")
    var table = false

    func run() throws {
        let terminal = Terminal()
        if table { return terminal.line(SettingsTable.markdown.trimmingCharacters(in: .newlines)) }
        let held = try store.held(reach.flags)
        // As serve makes it, so that what it would refuse is said here.
        try Failures.report { _ = try ServerSetup(held).configuration() }
        for note in held.notes { terminal.note("Note: \(note.printable)") }
        if check { return }
        if json {
            for one in held.all { terminal.line(try JSONText.line(Line(one))) }
            return
        }
        let width = held.all.map(\.setting.key.count).max() ?? 0
        for one in held.all {
            terminal.line("\(one.setting.key.padded(to: width))  \(one.shown.printable.padded(to: 24))  \(terminal.styled(one.source.description.printable, .dim))")
        }
        terminal.line()
        terminal.line(held.file.map { "The file is \($0.printable)." } ?? "There is no file of settings.")
    }

    private struct Line: Encodable {
        var setting: String
        var value: SettingValue?
        var isSet: Bool
        var isSecret: Bool
        var from: String

        init(_ held: HeldSettings.Held) {
            setting = held.setting.key
            // What is secret stays so.
            value = held.setting.isSecret ? nil : held.value
            isSet = held.value != nil
            isSecret = held.setting.isSecret
            from = held.source.description
        }
    }
}

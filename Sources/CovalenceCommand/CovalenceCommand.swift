import ArgumentParser
import Foundation

/// The `covalence` executable.
@main
struct CovalenceCommand: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "covalence",
        abstract: "Reads the record of what happened between a seller and a business customer.",
        discussion: """
            Everything stays on this machine.

            EXAMPLES:
              covalence analyze meeting.vtt --customer Paula --customer "Jonas R" --seller Ines
              covalence serve --data ./data
              covalence import *.vtt --data ./data
              covalence search "\\"spare parts\\"" --data ./data
              covalence tag < utterances.jsonl > tagged.jsonl
              covalence suggest --codebook value-creation < passages.jsonl

            EXIT CODES: 0 done; 64 wrong use; 65 a file could not be read (its name and line are said), or something is not there, is there already, \
            was changed meanwhile, or doctor found it bad; 69 something this command needs is missing or busy; 70 a fault of ours; 73 an output file could \
            not be written; 78 a setting makes no sense. With --json an error is one object on standard error: {"code": 65, "error": "…"}.
            """,
        version: version,
        subcommands: [
            AnalyzeCommand.self, ServeCommand.self, ImportCommand.self, ExportCommand.self, ListCommand.self, SearchCommand.self, TopicsCommand.self, ForecastCommand.self, ProfileCommand.self,
            EraseCommand.self, SettingsCommand.self, TagCommand.self, SuggestCommand.self, CodebookCommand.self, EncodeCommand.self, AuditCommand.self, ConfigCommand.self, DoctorCommand.self, UserCommand.self, TeamCommand.self, PrivacyCommand.self,
            OrganizationCommand.self, PersonCommand.self, InteractionCommand.self, AccountCommand.self, ObjectiveCommand.self, FunnelCommand.self, WeekCommand.self, OfferingCommand.self, WebhookCommand.self, TokenCommand.self, JobsCommand.self,
            BackupCommand.self, RestoreCommand.self, MigrateCommand.self,
        ]
    )

    static func main() async {
        if ProcessInfo.processInfo.arguments.prefix(while: { $0 != "--" }).contains("--json") { Failures.speak(.json) }
        do {
            var command = try await asyncParseAsRoot()
            if var waiting = command as? any AsyncParsableCommand { try await waiting.run() } else { try command.run() }
        } catch {
            let code = exitCode(for: error)
            // Help is asked for by an error too, which ends well.
            if !code.isSuccess, !(error is ExitCode), Failures.sayUnreported(message(for: error), code) { exit(withError: code) }
            exit(withError: error)
        }
    }
}

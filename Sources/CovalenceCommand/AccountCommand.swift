import ArgumentParser
import Covalence
import Server
import Store
import Workbench

/// `covalence account`: to which accounts meetings belong.
struct AccountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account",
        abstract: "To which accounts meetings belong.",
        discussion: """
            EXAMPLE:
              covalence account assign 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b --account Brunavik
            """,
        subcommands: [Assign.self]
    )

    struct Assign: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says to which accounts a meeting belongs; without --account, lists where it may belong.",
            discussion: """
                EXAMPLES:
                  covalence account assign 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b
                  covalence account assign 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b --account Brunavik --account Northwall
                  covalence account assign 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b --none
                """
        )
        @Argument(help: "The id of a meeting, as covalence list prints it.") var meeting: String
        @OptionGroup var store: StoreOptions
        @Option(help: ArgumentHelp("An account, by name or id; may be given several times. They take the place of those that are there.", valueName: "name"))
        var account: [String] = []
        @Flag(help: "It belongs to no account.") var none = false
        @Flag(help: "Write JSON lines.") var json = false

        func validate() throws {
            _ = try Identifier<Meeting>.argument(meeting)
            guard !none || account.isEmpty else { throw ValidationError("Say either --account or --none.") }
        }

        func run() async throws {
            let id = try Identifier<Meeting>.argument(meeting)
            let terminal = Terminal()
            try await store.withWorkbench(create: false) { bench in
                guard none || !account.isEmpty else {
                    for found in try await bench.suggestedAccounts(of: id, by: .owner) {
                        let line = OrganizationLine(found.organization)
                        terminal.line(json ? try jsonLine(line) : "\(line.text(terminal))\n  \(found.reason.printable)")
                    }
                    return
                }
                var accounts: [OrganizationSummary] = []
                for name in account { accounts.append(try await bench.organization(named: name)) }
                try await bench.setAccounts(of: id, to: Set(accounts.map(\.id)), by: .owner)
                if json {
                    for account in accounts { terminal.line(try jsonLine(OrganizationLine(account))) }
                } else {
                    let names = accounts.map(\.organization.name.printable).joined(separator: ", ")
                    terminal.line(accounts.isEmpty ? "It belongs to no account now." : "It belongs to \(names) now.")
                }
            }
        }
    }
}

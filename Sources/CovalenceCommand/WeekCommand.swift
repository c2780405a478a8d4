import ArgumentParser
import Covalence
import Server
import Store
import Workbench

/// `covalence week`: what comes up, and what to do first.
struct WeekCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "week",
        abstract: "The week: meetings to come, what to do first and why, red flags, and what waits for an answer.",
        discussion: """
            Of all sales: the terminal runs none of its own. On the home page everybody sees their own.

            EXAMPLES:
              covalence week
              covalence week --json | jq '.priorities[0].toDo'
            """
    )

    @OptionGroup var store: StoreOptions
    @Flag(help: "Write JSON.") var json = false

    func run() async throws {
        let terminal = Terminal()
        let week = WeekJSON(try await store.withWorkbench(create: false) { try await $0.myWeek(by: .owner) })
        if json { return terminal.line(try jsonLine(week)) }
        guard week.sales > 0 else { return terminal.line("There are no sales yet. Take one up: covalence objective add --help") }
        Self.section("To come", week.upcoming.map { "\($0.at.description.prefix(16).replacing("T", with: " "))  \($0.title.printable)" }, terminal)
        Self.section("To do first", week.priorities.prefix(10).map(\.text), terminal)
        Self.section("New red flags", week.newFlags.map(Self.text), terminal)
        Self.section("Red flags open for longest", week.oldFlags.map(Self.text), terminal)
        if week.suggestionCount > 0 { terminal.line("\(week.suggestionCount) suggestions wait for a decision.") }
        if week.linkQuestions > 0 { terminal.line("\(week.linkQuestions == 1 ? "1 meeting or interaction waits to be told to which sale it belongs" : "\(week.linkQuestions) meetings and interactions wait to be told to which sale they belong"): covalence objective questions") }
    }

    private static func text(_ found: WeekJSON.FlagOfSale) -> String {
        "\(found.flag.since.description.prefix(10))  \(found.flag.what.printable) — \((found.objectiveWhat ?? "a sale").printable), \(found.accountName.printable)"
    }

    private static func section(_ title: String, _ lines: [String], _ terminal: Terminal) {
        guard !lines.isEmpty else { return }
        terminal.line(terminal.styled(title, .bold))
        for line in lines { terminal.line("  \(line)") }
    }
}

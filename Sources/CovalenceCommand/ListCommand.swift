import ArgumentParser
import Covalence
import Foundation
import Server
import Store
import Workbench

/// `covalence list`: the meetings in the store.
struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists the meetings in the store, newest first.",
        discussion: """
            EXAMPLES:
              covalence list
              covalence list --organization northwall --finding benefit --json
            """
    )

    @OptionGroup var store: StoreOptions

    @Option(help: "Only meetings in which these words were said.")
    var words: String?

    @Option(help: "Only meetings with somebody of this name.")
    var person: String?

    @Option(help: "Only meetings with somebody of this organisation.")
    var organization: String?

    @Option(help: ArgumentHelp("Only meetings with this finding: benefit, motive, next-step, …", valueName: "kind"))
    var finding: String?

    @Option(help: "At most so many, 1 to 500.")
    var limit = 50

    @Flag(help: "Write JSON lines.")
    var json = false

    func validate() throws {
        guard (1...500).contains(limit) else { throw ValidationError("--limit takes 1 to 500.") }
    }

    func run() async throws {
        let query = MeetingQuery(
            words: words,
            filter: MeetingFilter(person: person, organization: organization, finding: finding.map { "meeting.\($0)" }),
            limit: limit
        )
        let terminal = Terminal()
        let page = try await store.withWorkbench(create: false) { try await $0.meetings(query, by: .owner) }
        for summary in page.items {
            terminal.line(try json ? jsonLine(MeetingLine(summary)) : text(summary, terminal: terminal))
        }
        if page.items.isEmpty, terminal.showsProgress { terminal.note("No meetings.") }
    }

    private func text(_ summary: MeetingSummary, terminal: Terminal) -> String {
        let day = (summary.meeting.startedAt ?? summary.meeting.recordedAt).description.prefix(16).replacing("T", with: " ")
        let length = summary.duration.map { "\(($0 + 30_000) / 60_000) min" } ?? "no times"
        return "\(day)  \(length.leftPadded(to: 8))  \(terminal.styled(summary.meeting.title.printable, .bold))  \(summary.id)"
    }
}

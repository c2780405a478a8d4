import ArgumentParser
import Covalence
import Foundation
import Store
import Workbench

/// `covalence search`: moments in which words were said.
struct SearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Finds what was said, newest first.",
        discussion: """
            All words must be said in one utterance; "quoted words" in that order; a star ends the beginning of a word.

            EXAMPLES:
              covalence search 'price'
              covalence search '"next step" implement*' --person paula
            """
    )

    @Argument(help: "The words.")
    var words: String

    @OptionGroup var store: StoreOptions

    @Option(help: "Only meetings with somebody of this name.")
    var person: String?

    @Option(help: "Only meetings with somebody of this organisation.")
    var organization: String?

    @Option(help: "At most so many, 1 to 500.")
    var limit = 20

    @Flag(help: "Write JSON lines.")
    var json = false

    func validate() throws {
        guard (1...500).contains(limit) else { throw ValidationError("--limit takes 1 to 500.") }
    }

    func run() async throws {
        let query = MomentQuery(
            words: words, filter: MeetingFilter(person: person, organization: organization), limit: limit
        )
        let terminal = Terminal()
        let page = try await store.withWorkbench(create: false) { try await $0.moments(query, by: .owner) }
        for moment in page.items {
            terminal.line(try json ? MomentLine(moment).json() : text(moment, terminal: terminal))
        }
        if page.items.isEmpty, terminal.showsProgress { terminal.note("Nobody said that.") }
    }

    private func text(_ moment: Moment, terminal: Terminal) -> String {
        let at = moment.time.map { ReadingText.clock($0.start) } ?? "#\(moment.utterance + 1)"
        let head = "\(moment.title.printable)  \(at)  \(moment.meeting)"
        return terminal.styled(head, .dim) + "\n  \((moment.speaker ?? moment.label ?? "not known").printable): \(moment.text.printable)"
    }
}

/// A moment as a line of JSON.
private struct MomentLine: Encodable {
    var meeting: String
    var title: String
    var utterance: Int
    var startMilliseconds: Int?
    var speaker: String?
    var side: Side?
    var text: String

    init(_ moment: Moment) {
        meeting = moment.meeting.description
        title = moment.title
        utterance = moment.utterance + 1
        startMilliseconds = moment.time?.start
        speaker = moment.speaker ?? moment.label
        side = moment.side
        text = moment.text
    }

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}

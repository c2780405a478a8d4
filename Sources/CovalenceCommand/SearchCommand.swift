public import ArgumentParser
public import Covalence
import Foundation
import MeetingInteraction
import Store
public import Workbench

/// `covalence search`: places where something was said or written, by words and by meaning.
struct SearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Finds what was said and written, by words and by meaning.",
        discussion: """
            By words, all of them must be said in one utterance; "quoted words" in that order; a star ends the beginning of a word. By meaning, a sentence that says \
            what it was about finds what says the same in other words. Both lists are made one, the best first; --newest goes by words alone, the newest meeting first.

            By meaning only what was read is found: a server reads by itself, `covalence jobs run` where none runs.

            EXAMPLES:
              covalence search 'price'
              covalence search 'they worry about what the move to us costs' --side customer
              covalence search '"next step" implement*' --newest --person paula
              covalence search --like 0195a3c2-7d10-7000-8000-000000000001:41
            """
    )

    @Argument(help: "What is looked for.")
    var text: String?

    @OptionGroup var store: StoreOptions

    @Option(help: ArgumentHelp("By words, by meaning, or by both.", valueName: "both|words|meaning"))
    var by = Find.Way.both

    @Flag(help: "By words alone, the newest meeting first.")
    var newest = false

    @Option(help: ArgumentHelp("More like this utterance; the number is the one that `search` and `export` show, counted from 1.", valueName: "meeting:number"))
    var like: String?

    @Option(help: "Only what somebody of this name says.")
    var speaker: String?

    @Option(help: ArgumentHelp("Only what somebody on this side says.", valueName: "seller|customer|third-party"))
    var side: Side?

    @Option(help: ArgumentHelp("Only where this was read: benefit, motive, next-step, …", valueName: "kind"))
    var code: String?

    @Option(help: ArgumentHelp("Only of this account.", valueName: "id"))
    var account: String?

    @Option(help: ArgumentHelp("Only from this day on (UTC).", valueName: "yyyy-mm-dd"))
    var from: String?

    @Option(help: ArgumentHelp("Only before this day (UTC).", valueName: "yyyy-mm-dd"))
    var before: String?

    @Option(help: ArgumentHelp("Only in this language.", valueName: "en|de|…"))
    var language: String?

    @Option(help: "With --newest: only meetings with somebody of this name.")
    var person: String?

    @Option(help: "With --newest: only meetings with somebody of this organisation.")
    var organization: String?

    @Option(help: "At most so many, 1 to 100; with --newest to 500.")
    var limit = 20

    @Flag(help: "Write JSON lines.")
    var json = false

    func validate() throws {
        guard (1...(newest ? 500 : 100)).contains(limit) else { throw ValidationError("--limit takes 1 to \(newest ? 500 : 100).") }
        guard (text == nil) != (like == nil) else { throw ValidationError("Say what is looked for, or name an utterance with --like: one of the two.") }
        guard newest || person == nil && organization == nil else { throw ValidationError("--person and --organization go with --newest. Who speaks is --speaker; an account is --account.") }
        guard !newest || (like == nil && by == .both && speaker == nil && side == nil && code == nil && account == nil && from == nil && before == nil && language == nil) else {
            throw ValidationError("--newest goes by words alone; of what narrows it takes --person and --organization.")
        }
        if let code, FindingKind(rawValue: code) == nil {
            throw ValidationError("--code takes one of: \(FindingKind.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        _ = try filter()
        _ = try model()
    }

    func run() async throws {
        let terminal = Terminal()
        if newest {
            let query = MomentQuery(words: text ?? "", filter: MeetingFilter(person: person, organization: organization), limit: limit)
            let page = try await store.withWorkbench(create: false) { try await $0.moments(query, by: .owner) }
            for moment in page.items { try show(FoundPlace(.said(moment, turn: moment.utterance..<moment.utterance + 1), hasWords: true, likeness: nil), terminal) }
            if page.items.isEmpty, terminal.showsProgress { terminal.note("Nobody said that.") }
            return
        }
        let (filter, model) = (try filter(), try model())
        let found = try await store.withWorkbench(create: false) { bench in
            if let model { return try await bench.alike(to: model.meeting, utterance: model.utterance, filter: filter, limit: limit, by: .owner) }
            return try await bench.find(Find(text ?? "", way: by, filter: filter, limit: limit), by: .owner)
        }
        for place in found.places { try show(place, terminal) }
        if let problem = found.problem { terminal.note("\(found.way == .words ? "Looked for by words only. " : "")\(problem)") }
        if found.unread > 0 { terminal.note("\(found.unread) meetings, mails and notes are not read by meaning yet. A server reads them by itself; without one: covalence jobs run") }
        if found.places.isEmpty, terminal.showsProgress { terminal.note("Nothing was found.") }
    }

    private func filter() throws -> FindFilter {
        var organization: Identifier<Organization>?
        if let account {
            guard let id = Identifier<Organization>(account) else { throw ValidationError("--account takes the id of an organisation, as `covalence account list --json` shows it.") }
            organization = id
        }
        return FindFilter(
            speaker: SpeakerFilter(name: speaker, side: side), code: code, account: organization, from: try AuditCommand.day(from, "--from"),
            before: try AuditCommand.day(before, "--before"), language: language
        )
    }

    private func model() throws -> (meeting: Identifier<Meeting>, utterance: Int)? {
        guard let like else { return nil }
        let parts = like.split(separator: ":")
        guard parts.count == 2, let meeting = Identifier<Meeting>(parts[0]), let number = Int(parts[1]), (1...10_000_000).contains(number) else {
            throw ValidationError("--like takes the id of a meeting, a colon and the number of an utterance, such as 0195a3c2-7d10-7000-8000-000000000001:41.")
        }
        return (meeting, number - 1)
    }

    private func show(_ place: FoundPlace, _ terminal: Terminal) throws {
        guard !json else { return terminal.line(try PlaceLine(place).json()) }
        let why = place.likeness.map { " (\(place.hasWords ? "words, " : "")meaning \(String(format: "%.2f", $0)))" } ?? ""
        switch place.place {
        case .said(let moment, _):
            let at = moment.time.map { ReadingText.clock($0.start) } ?? "#\(moment.utterance + 1)"
            terminal.line(terminal.styled("\(moment.title.printable)  \(at)  \(moment.meeting):\(moment.utterance + 1)\(why)", .dim))
            terminal.line("  \((moment.speaker ?? moment.label ?? "not known").printable): \(moment.text.printable)")
        case .written(let written):
            terminal.line(terminal.styled("\(written.title.printable)  \(written.kind.rawValue)  \(written.interaction)\(why)", .dim))
            terminal.line("  \(written.excerpt.printable)")
        }
    }
}

extension Find.Way: ExpressibleByArgument {}
extension Side: ExpressibleByArgument {}

/// A place as a line of JSON.
private struct PlaceLine: Encodable {
    var meeting: String?
    var interaction: String?
    var title: String
    var utterance: Int?
    var startMilliseconds: Int?
    var speaker: String?
    var side: Side?
    var text: String
    var hasWords: Bool
    var likeness: Double?

    init(_ place: FoundPlace) {
        hasWords = place.hasWords
        likeness = place.likeness
        switch place.place {
        case .said(let moment, _):
            meeting = moment.meeting.description
            title = moment.title
            utterance = moment.utterance + 1
            startMilliseconds = moment.time?.start
            speaker = moment.speaker ?? moment.label
            side = moment.side
            text = moment.text
        case .written(let written):
            interaction = written.interaction.description
            title = written.title
            text = written.excerpt
        }
    }

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}

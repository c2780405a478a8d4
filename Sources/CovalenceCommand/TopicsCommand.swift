import ArgumentParser
import Covalence
import Foundation
import Language
import Server
import Store
import Workbench

/// `covalence topics`: what conversations are about.
struct TopicsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "topics",
        abstract: "What conversations are about: topics by meaning, named by their own words.",
        discussion: """
            Shows the topics of all meetings that were read by meaning, the largest first, with their share of what was said and a typical turn. With --name, --pin \
            and the like, does something with one of them, by its id as it is printed: it is known again with new meetings.

            EXAMPLES:
              covalence topics
              covalence topics --account Brunavik --from 2026-01-01 --before 2026-04-01
              covalence topics --json | jq .name
              covalence topics --topic 5b0e8a52-6f0c-8d0b-9a51-3c2f7b1d4e60 --name 'Delivery times'
              covalence topics --topic 5b0e8a52-6f0c-8d0b-9a51-3c2f7b1d4e60 --into 0a1b2c3d-4e5f-8071-92a3-b4c5d6e7f809
            """
    )

    @OptionGroup var store: StoreOptions

    @Option(help: ArgumentHelp("Only of an account’s conversations, by name or id.", valueName: "name"))
    var account: String?

    @Option(help: ArgumentHelp("Only of meetings on or after this day.", valueName: "day"))
    var from: String?

    @Option(help: ArgumentHelp("Only of meetings before this day.", valueName: "day"))
    var before: String?

    @Option(help: ArgumentHelp("The topic that something is done with.", valueName: "id"))
    var topic: String?

    @Option(help: ArgumentHelp("Gives the topic this name; empty for its own words.", valueName: "name"))
    var name: String?

    @Option(help: ArgumentHelp("Puts the topic into this one.", valueName: "id"))
    var into: String?

    @Flag(help: "Takes the topic out of the one it was put into.")
    var separate = false

    @Flag(help: "Keeps the topic where it is: it gathers what is near.")
    var pin = false

    @Flag(help: "Pins the topic no more.")
    var unpin = false

    @Flag(help: "Puts the topic aside.")
    var dismiss = false

    @Flag(help: "Takes the topic back into the list.")
    var restore = false

    @Flag(help: "Write JSON lines.")
    var json = false

    func validate() throws {
        for (option, text) in [("--from", from), ("--before", before)] {
            if let text, CalendarDay(text) == nil { throw ValidationError("\(option) takes a day: 2026-03-04, not “\(text.printable)”.") }
        }
        for (option, text) in [("--topic", topic), ("--into", into)] {
            if let text, Identifier<Topic>(text) == nil { throw ValidationError("\(option) takes the id of a topic, as covalence topics prints it, not “\(text.printable)”.") }
        }
        guard deeds.count <= 1 else { throw ValidationError("Do one thing at a time with a topic.") }
        guard (topic == nil) == deeds.isEmpty else {
            throw ValidationError(topic == nil ? "Say with --topic which topic it is." : "Say what is to be done: --name, --into, --separate, --pin, --unpin, --dismiss or --restore.")
        }
    }

    private var deeds: [TopicDeed] {
        var deeds: [TopicDeed] = []
        if let name { deeds.append(.rename(name)) }
        if let into = into.flatMap({ Identifier<Topic>($0) }) { deeds.append(.merge(into: into)) }
        if separate { deeds.append(.separate) }
        if pin { deeds.append(.pin) }
        if unpin { deeds.append(.unpin) }
        if dismiss { deeds.append(.dismiss) }
        if restore { deeds.append(.restore) }
        return deeds
    }

    func run() async throws {
        let terminal = Terminal()
        try await store.withWorkbench(create: false) { bench in
            var query = TopicQuery(from: Self.start(of: from), before: Self.start(of: before))
            if let account { query.account = try await bench.organization(named: account).id }
            if let id = topic.flatMap({ Identifier<Topic>($0) }), let deed = deeds.first { try await bench.change(id, of: query, deed, by: .owner) }
            let seen = try await bench.topics(query, patience: .seconds(120), by: .owner)
            for line in seen.lines { terminal.line(json ? try jsonLine(TopicLine(line, seen.found ?? .none)) : Self.text(line, seen.found ?? .none, terminal)) }
            if terminal.showsProgress || seen.lines.isEmpty { Self.say(seen, terminal) }
        }
    }

    /// Midnight at this place.
    private static func start(of day: String?) -> Timestamp? {
        guard let day = day.flatMap({ CalendarDay($0) }) else { return nil }
        var parts = DateComponents()
        (parts.year, parts.month, parts.day) = (day.year, day.month, day.day)
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .current
        return calendar.date(from: parts).map(Timestamp.init)
    }

    private static func text(_ line: TopicsInSight.Line, _ found: FoundTopics, _ terminal: Terminal) -> String {
        let share = 100 * Double(line.found.members.count) / Double(max(1, found.read))
        let head = "\(line.name.printable)\(line.found.isPinned ? " (pinned)" : "")"
        let size = String(format: "  %.0f %%, %d turns in %d meetings  ", share, line.found.members.count, line.found.meetings)
        var text = head + "\n" + terminal.styled(size + "\(line.found.id)", .dim)
        if let moment = line.moments.first?.moment { text += "\n  \((moment.speaker ?? moment.label ?? "not known").printable): \(String(moment.text.prefix(200)).printable)" }
        return text
    }

    private static func say(_ seen: TopicsInSight, _ terminal: Terminal) {
        if !seen.canRead { terminal.note("\(MeaningFiles.nowhere)") }
        if seen.progress.left > 0 { terminal.note("\(seen.progress.left) of \(seen.progress.all) meetings and texts are not read by meaning yet: the server does so, or covalence jobs run.") }
        if seen.lines.isEmpty { terminal.note("No topic was found.") }
    }
}

/// A topic as a line of JSON.
private struct TopicLine: Encodable {
    var id: String
    var name: String
    var words: [String]
    var isPinned: Bool
    var turns: Int
    var share: Double
    var meetings: Int
    var questions: Int
    var counts: [String: Int]
    var moments: [Place]

    struct Place: Encodable {
        var meeting: String
        var utterance: Int
        var text: String
    }

    init(_ line: TopicsInSight.Line, _ found: FoundTopics) {
        id = "\(line.found.id)"
        name = line.name
        words = line.found.words
        isPinned = line.found.isPinned
        turns = line.found.members.count
        share = Double(line.found.members.count) / Double(max(1, found.read))
        meetings = line.found.meetings
        questions = line.found.questions
        counts = Dictionary(zip(found.periods.map(\.name), line.found.trend.counts)) { first, _ in first }
        moments = line.moments.map { Place(meeting: "\($0.moment.meeting)", utterance: $0.moment.utterance + 1, text: $0.moment.text) }
    }
}

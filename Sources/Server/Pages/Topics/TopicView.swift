import Covalence
import Language
import Store
import Workbench

/// One topic: its name, how much of it there is, when, typical moments, and what can be done with it.
struct TopicView: ViewModel {
    var line: TopicsInSight.Line
    var found: FoundTopics
    /// The largest topic's share, which fills the bar.
    var largest: Double
    /// Others it can be put into.
    var others: [Choice]
    var canChange: Bool

    /// Typical moments that stand open; the others are a click away.
    private static let open = 2

    var view: View {
        let topic = line.found
        let share = Double(topic.members.count) / Double(max(1, found.read))
        let quotes = line.moments.map(Self.quote)
        let view: View = [
            "id": .text("\(topic.id)"), "name": .text(line.name), "words": View.Value(line.kept?.name == nil ? nil : topic.words.joined(separator: ", ")),
            "typed": .text(line.kept?.name ?? ""), "isPinned": .flag(topic.isPinned), "isNotPinned": .flag(!topic.isPinned),
            "direction": View.Value(TopicWords.direction(topic.trend)), "trend": .text(TopicWords.trend(topic.trend, found.periods)),
            "size": .text("\(TopicWords.turns(topic.members.count)) in \(TopicWords.meetings(topic.meetings))"), "share": .text(NumberText.percent(share)),
            "bar": .text(NumberText.decimal(largest > 0 ? max(1, 100 * share / largest) : 0, 1)), "version": .text(String(line.kept?.version ?? 0)),
            "sides": View.Value(TopicWords.sides(topic)),
            "questions": View.Value(topic.questions == 0 ? nil : topic.questions == 1 ? "1 of them a question" : "\(topic.questions) of them questions"),
            "quotes": .list(Array(quotes.prefix(Self.open))), "more": .list(Array(quotes.dropFirst(Self.open))), "hasMore": .flag(quotes.count > Self.open),
            "moreCount": .text("\(max(0, quotes.count - Self.open)) more typical turns"), "isEmpty": .flag(topic.members.isEmpty),
        ]
        return view.merging([
            "canChange": .flag(canChange), "others": View.Value(others), "hasOthers": .flag(!others.isEmpty),
            "parts": .list(line.parts.map { ["id": .text("\($0.id)"), "name": .text($0.name ?? "a topic without a name of its own"), "version": .text(String($0.version))] }),
            "hasParts": .flag(!line.parts.isEmpty),
            "history": .list(line.history.map { ["text": .text(TopicWords.change($0))] }), "hasHistory": .flag(!line.history.isEmpty),
        ])
    }

    /// Characters of a turn that are shown ‡.
    private static let longest = 320

    private static func quote(_ typical: TopicsInSight.TypicalMoment) -> View {
        let found = typical.moment
        let text = found.text.unicodeScalars.count > longest ? String(String.UnicodeScalarView(found.text.unicodeScalars.prefix(longest))) + " …" : found.text
        let moment = Moment(meeting: found.meeting, utterance: found.utterance, start: found.time?.start)
        let day = LocalTime.day(found.startedAt ?? found.recordedAt).map(DayText.long)
        return moment.view.merging(SideLabel(side: found.side).view).merging([
            "text": .text(text), "speaker": .text(found.speaker ?? found.label ?? "Not known"), "meeting": .text(found.title), "day": View.Value(day),
        ])
    }
}

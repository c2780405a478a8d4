import Covalence
import MeetingInteraction
import Store
import Workbench

/// A meeting with its reading, from which the pages, the pieces of them and the report are made. From the store, or from a file alone.
struct ReadMeeting {
    var id: Identifier<Meeting>
    var title: String
    var isFiction: Bool
    var startedAt: Timestamp?
    var analysis: MeetingAnalysis
    var outcome: MeetingOutcome?
    /// The claim on each finding, by the finding's id; empty where nothing is stored.
    var claims: [String: Claim] = [:]
    /// Whether what changes it is offered: forms, and links to them.
    var mayChange = true

    /// A stored meeting, for a visitor who may change it or not.
    init(_ open: OpenMeeting, mayChange: Bool = true) {
        self.mayChange = mayChange
        id = open.summary.id
        title = open.summary.meeting.title
        isFiction = open.summary.meeting.isFiction
        startedAt = open.summary.meeting.startedAt
        analysis = open.analysis
        outcome = open.outcome
        claims = open.claims
    }

    /// A meeting that is in no store, or whose store does not matter.
    init(_ document: ReadingDocument, analysis: MeetingAnalysis) {
        id = document.meeting.id ?? .make(at: Timestamp(milliseconds: 0))
        title = document.meeting.title
        isFiction = document.meeting.isFiction
        startedAt = document.meeting.startedAt
        outcome = document.meeting.outcome
        self.analysis = analysis
    }

    var reading: MeetingReading { analysis.reading }
    var conversation: Conversation { analysis.conversation }

    /// The place of an utterance.
    func moment(_ utterance: Int) -> Moment {
        Moment(meeting: id, utterance: utterance, start: conversation.utterances.indices.contains(utterance) ? conversation.utterances[utterance].time?.start : nil)
    }

    /// The name of who said an utterance.
    func speaker(of utterance: Int) -> String {
        conversation.utterances[utterance].participant.map { conversation.participants[$0].name } ?? "nobody named"
    }

    /// The words of a passage within their utterance, with what stands around them cut to a readable length.
    func quote(_ utterance: Int, range: Range<Int>?, hasChanged: Bool = false) -> Quote {
        let line = conversation.utterances[utterance]
        let scalars = Array(line.text.unicodeScalars)
        let whole = 0..<scalars.count
        let within = range.map { ($0.lowerBound - line.range.lowerBound)..<($0.upperBound - line.range.lowerBound) }?.clamped(to: whole) ?? whole
        let words = within.isEmpty ? whole : within
        let around = 160
        let longest = 600
        let lower = max(0, words.lowerBound - around)
        let end = min(words.upperBound, words.lowerBound + longest)
        let upper = min(scalars.count, end + around)
        func text(_ range: Range<Int>) -> String { String(String.UnicodeScalarView(scalars[range])) }
        return Quote(
            moment: moment(utterance), speaker: speaker(of: utterance), side: conversation.side(of: utterance),
            before: (lower > 0 ? "… " : "") + text(lower..<words.lowerBound), words: text(words.lowerBound..<end) + (end < words.upperBound ? " …" : ""),
            after: text(end..<upper) + (upper < scalars.count ? " …" : ""), hasChanged: hasChanged
        )
    }

    /// Who took part, by side.
    var people: [SidePeople] {
        let sides: [Side?] = [.seller, .customer, .thirdParty, nil]
        return sides.flatMap { side -> [SidePeople] in
            let members = conversation.participants.filter { $0.side == side }
            guard !members.isEmpty else { return [] }
            var organizations: [String?] = []
            for member in members where !organizations.contains(member.organization) { organizations.append(member.organization) }
            return organizations.map { organization in
                SidePeople(side: side, organization: organization, names: members.filter { $0.organization == organization }.map(\.name))
            }
        }
    }

    /// “58 min”, “412 utterances”, “English”.
    var facts: [String] {
        var facts: [String] = []
        if let duration = analysis.measures.duration { facts.append(Clock.length(milliseconds: duration)) }
        facts.append(conversation.utterances.count == 1 ? "1 utterance" : "\(conversation.utterances.count) utterances")
        facts.append(conversation.language.map(LanguageName.text) ?? "language not known")
        return facts
    }

    /// “→ a trial at the second plant”; nil while nobody said.
    var outcomeText: String? {
        guard let outcome else { return nil }
        return outcome.advanced ? "went on" + (outcome.to.map { " to: \($0)" } ?? "") : "did not go on"
    }
}

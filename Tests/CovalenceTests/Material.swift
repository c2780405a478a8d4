import Covalence

/// A source of numbers that is the same in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}

/// Ids that count: the same in every run.
func makeIdentifier<Subject>(_ number: Int) -> Identifier<Subject> {
    var generator = SeededGenerator(seed: UInt64(number))
    return .make(at: Timestamp(milliseconds: Int64(number)), using: &generator)
}

/// A conversation of a few lines: who, from second, to second, words.
struct Script {
    struct Line {
        var speaker: String?
        var time: TimeSpan?
        var text: String
        var act: TaggedAct
    }

    /// Labels by side, in order of the cast.
    var cast: [(label: String, side: Side?)]
    var lines: [Line] = []
    var language: String? = "en"

    init(_ cast: KeyValuePairs<String, Side?>) {
        self.cast = cast.map { ($0.key, $0.value) }
    }

    /// Times in seconds; nil without times.
    mutating func say(
        _ speaker: String?, _ start: Double?, _ end: Double?, _ text: String, _ act: DialogueAct = .statement,
        _ question: QuestionType? = nil
    ) {
        var time: TimeSpan?
        if let start, let end { time = TimeSpan(start: Int((start * 1000).rounded()), end: Int((end * 1000).rounded())) }
        lines.append(Line(speaker: speaker, time: time, text: text, act: TaggedAct(act: act, question: question)))
    }

    /// Without times.
    mutating func say(_ speaker: String?, _ text: String, _ act: DialogueAct = .statement, _ question: QuestionType? = nil) {
        say(speaker, nil, nil, text, act, question)
    }

    var acts: [TaggedAct] { lines.map(\.act) }

    var conversation: Conversation {
        let participants = cast.enumerated().map { index, entry in
            Participant(id: makeIdentifier(index + 1), name: entry.label, side: entry.side)
        }
        let labels = cast.map(\.label)
        let transcript = Transcript(
            id: makeIdentifier(1000), language: language, speakers: labels,
            utterances: lines.map { line in
                Utterance(speaker: line.speaker.flatMap { labels.firstIndex(of: $0) }, time: line.time, text: line.text)
            }
        )
        let byLabel = Dictionary(uniqueKeysWithValues: zip(labels, participants.map(\.id)))
        return Conversation(transcript: transcript, cast: Cast(participants: participants, labels: byLabel))
    }

    func measures(acts known: Bool = true, window: Int = 300_000, excluding: Range<Int>? = nil) -> ConversationMeasures {
        ConversationMeasures(conversation, acts: known ? acts : nil, window: window, excluding: excluding)
    }
}

/// Equal up to rounding.
func isClose(_ value: Double?, _ expected: Double, within tolerance: Double = 1e-9) -> Bool {
    guard let value else { return false }
    return abs(value - expected) <= tolerance * max(1, abs(expected))
}

/// One seller's own conversation over several meetings: a mirror, not a score. Nothing is summed into one number, and nothing is
/// compared with other people.
public struct SellerMeasures: Sendable, Hashable {
    /// A number of the seller in each meeting.
    public struct Row: Sendable, Hashable {
        public var key: Key
        /// In the order of the meetings.
        public var values: [Value]
        /// Of those that are known; nil where none is.
        public var distribution: Distribution?
        /// Meetings of which the number is not known.
        public var notKnown: Int

        /// A measure over meetings.
        public init(key: Key, values: [Value], distribution: Distribution?, notKnown: Int) {
            self.key = key
            self.values = values
            self.distribution = distribution
            self.notKnown = notKnown
        }
    }

    /// A number in one meeting.
    public struct Value: Sendable, Hashable {
        public var meeting: Identifier<Meeting>
        /// Nil while not known.
        public var number: Double?
        /// The utterance that shows it best, where there is one.
        public var utterance: Int?
    }

    /// What is measured.
    public enum Key: String, Sendable, Hashable, CaseIterable {
        /// Of everybody's speaking time (words, without times), 0 to 1.
        case share
        /// Seconds of the longest turn; not known without times.
        case longestTurn = "longest-turn"
        /// Questions for an hour of the meeting; not known without times or acts.
        case questionsPerHour = "questions-per-hour"
        /// Open and wh-questions among the seller's questions whose type is known, 0 to 1.
        case openQuestions = "open-questions"
        /// Turns that open a topic or ask, among the seller's turns, 0 to 1.
        case initiations

        /// What it says, in words.
        public var meaning: String {
            switch self {
            case .share: "How much of the talking was yours"
            case .longestTurn: "Your longest turn"
            case .questionsPerHour: "Questions you asked for an hour of meeting"
            case .openQuestions: "How many of your questions were open ones (what, how, why, tell me)"
            case .initiations: "How many of your turns opened a topic or asked"
            }
        }
    }

    /// Meetings that were measured.
    public var meetings: Int
    public var rows: [Row]

    /// Measures a seller.
    ///
    /// - Parameter meetings: each with the measures and the seller's index among its participants.
    public init(_ meetings: [(id: Identifier<Meeting>, measures: ConversationMeasures, participant: Int)]) {
        self.meetings = meetings.count
        rows = Key.allCases.map { key in
            let values = meetings.map { meeting in
                let (number, utterance) = Self.number(key, meeting.measures, meeting.participant)
                return Value(meeting: meeting.id, number: number, utterance: utterance)
            }
            let known = values.compactMap(\.number)
            return Row(key: key, values: values, distribution: Distribution(known), notKnown: values.count - known.count)
        }
    }

    private static func number(_ key: Key, _ measures: ConversationMeasures, _ index: Int) -> (Double?, Int?) {
        guard let own = measures.participants.first(where: { $0.index == index })?.speech else { return (nil, nil) }
        let longest = own.longestTurn.flatMap { measures.turns.indices.contains($0) ? measures.turns[$0] : nil }
        switch key {
        case .share: return (own.share, longest?.utterances.lowerBound)
        case .longestTurn:
            return (longest?.time.map { Double($0.end - $0.start) / 1000 }, longest?.utterances.lowerBound)
        case .questionsPerHour:
            guard let duration = measures.duration, duration > 0, let questions = own.questions else { return (nil, nil) }
            return (Double(questions.total) * 3_600_000 / Double(duration), firstQuestion(measures, index))
        case .openQuestions:
            guard let questions = own.questions, questions.total > questions.untyped else { return (nil, nil) }
            return (Double(questions.open + questions.wh) / Double(questions.total - questions.untyped), firstQuestion(measures, index))
        case .initiations:
            guard let initiations = own.initiations, own.turns > 0 else { return (nil, nil) }
            return (Double(initiations) / Double(own.turns), nil)
        }
    }

    private static func firstQuestion(_ measures: ConversationMeasures, _ index: Int) -> Int? {
        guard case .known(let questions) = measures.questions else { return nil }
        return questions.questions.first { $0.participant == index }?.utterance
    }
}

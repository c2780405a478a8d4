public import Covalence

/// Where a passage of a meeting stands.
public struct TopicPlace: Hashable, Comparable, Sendable {
    public var meeting: Identifier<Meeting>
    /// Index of its first utterance.
    public var utterance: Int

    /// A place.
    public init(_ meeting: Identifier<Meeting>, _ utterance: Int) {
        self.meeting = meeting
        self.utterance = utterance
    }

    /// A number that the place always has, as good as drawn by lot: who takes the places with the lowest takes a part that hardly changes with what comes in.
    public var lot: UInt64 { PlaceNumber.of(self) }

    /// By meeting, then in the order of what was said.
    public static func < (left: TopicPlace, right: TopicPlace) -> Bool {
        left.meeting == right.meeting ? left.utterance < right.utterance : left.meeting < right.meeting
    }
}

/// Something said in one turn, with its meaning: what topics are found in.
public struct TopicPassage: Sendable {
    public var place: TopicPlace
    /// Its meaning, of any length above 0; all passages of a set have as many numbers. What has none, or only zeros, belongs to no topic.
    public var vector: [Int8]
    public var text: String
    /// When its meeting began; nil where that is not known.
    public var at: Timestamp?
    public var side: Side?
    public var isQuestion: Bool

    /// A passage.
    public init(_ place: TopicPlace, vector: [Int8], text: String, at time: Timestamp? = nil, side: Side? = nil, isQuestion: Bool = false) {
        self.place = place
        self.vector = vector
        self.text = text
        at = time
        self.side = side
        self.isQuestion = isQuestion
    }
}

/// A topic that was there before: found with fewer or other passages, or one that people did something with.
public struct EarlierTopic: Hashable, Sendable {
    public var id: Identifier<Topic>
    /// Where it lies among the meanings; of any length above 0.
    public var centre: [Float]
    /// Whether it stays where it is and gathers what is near, also where nothing else would make a topic of it.
    public var isPinned: Bool
    /// The topic that it is a part of by now.
    public var mergedInto: Identifier<Topic>?

    /// An earlier topic.
    public init(id: Identifier<Topic>, centre: [Float], isPinned: Bool = false, mergedInto: Identifier<Topic>? = nil) {
        self.id = id
        self.centre = centre
        self.isPinned = isPinned
        self.mergedInto = mergedInto
    }
}

/// How topics are looked for. The numbers are ours ‡; docs/topics.md says how they were found.
public struct TopicOptions: Hashable, Sendable {
    /// At most so many passages are read; of more, a part is taken evenly over all.
    public var most = 6_000
    /// Words that a passage needs, and of these such that say something (no function words).
    public var fewestWords = 7
    public var fewestContentWords = 3
    /// Passages of which each knows its nearest.
    public var neighbours = 15
    /// Likeness (cosine) under which two passages have nothing to do with each other.
    public var floor: Float = 0.34
    /// Likeness to the centre that a passage of a topic has at least.
    public var nearness: Float = 0.42
    /// Likeness of two centres from which on they are one topic.
    public var sameness: Float = 0.82
    /// Likeness of centres from which on a topic is an earlier one.
    public var recognition: Float = 0.75
    /// How many passages make a topic; with many passages, `fewestShare` of them.
    public var fewest = 4
    public var fewestShare = 0.004
    /// How fine topics are: above 1 there are more, smaller ones.
    public var resolution = 1.0
    /// Times that communities are looked for, each in another order; what belongs together in most of them does.
    public var rounds = 12
    /// At most so many topics.
    public var mostTopics = 40
    /// Typical moments of a topic.
    public var moments = 6
    /// Languages of the words, whose function words are left out of names: BCP 47.
    public var languages: Set<String> = ["en"]
    /// Tells sets of conversations apart, so that topics of the same passages have other ids in each.
    public var salt: UInt64 = 0
    /// Names of people, which never name a topic.
    public var people: Set<String> = []

    /// Those of ours.
    public init() {}
}

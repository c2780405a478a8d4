public import Covalence

/// What several passages are about.
public struct FoundTopic: Hashable, Sendable {
    public var id: Identifier<Topic>
    /// Its own words, the most telling first: two to four words in all, in one or more terms. Empty where no word is used twice.
    public var words: [String]
    /// The mean of its passages' meanings, of length 1; where it is pinned, what it was.
    public var centre: [Float]
    /// Its passages, the most typical first.
    public var members: [TopicPlace]
    /// Those to be shown: typical, and spread over meetings.
    public var moments: [TopicPlace]
    public var wordCount: Int
    public var meetings: Int
    /// Questions among its passages.
    public var questions: Int
    /// Passages by the side that spoke; those of whom that is not known are left out.
    public var sides: [Side: Int]
    public var trend: TopicTrend
    /// Whether it is one that people keep where it is.
    public var isPinned: Bool
}

/// The topics of some passages, the largest first.
public struct FoundTopics: Hashable, Sendable {
    public var topics: [FoundTopic]
    /// Passages that came.
    public var given: Int
    /// Where those stand that were read: long enough and, of very many, a part; in order.
    public var readPlaces: [TopicPlace]
    /// How many were read.
    public var read: Int { readPlaces.count }
    /// Of these, those that belong to no topic.
    public var apart: Int { readPlaces.count - topics.reduce(0) { $0 + $1.members.count } }
    /// Whether only a part was taken of all that are long enough.
    public var isThinned: Bool
    /// Months or quarters with what was read in them, oldest first.
    public var periods: [TopicPeriod]

    /// No topic.
    public static let none = FoundTopics(topics: [], given: 0, readPlaces: [], isThinned: false, periods: [])
}

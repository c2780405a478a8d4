public import Covalence

/// What a reading says on one characteristic: what happened, what it means, what to do, and on what it rests.
public struct Statement: Hashable, Sendable, Codable, Identifiable {
    /// Stable name: `customer-questions`.
    public var id: String
    /// Heading in plain words.
    public var title: String
    public var notice: Notice
    /// What happened, in a sentence; or what is missing to say so.
    public var happened: Known<String>
    /// What that means, by the rule.
    public var means: String
    /// What to do; nil where there is nothing to do.
    public var toDo: String?
    public var rule: Rule
    /// Ids of the findings it rests on, in order.
    public var findings: [String]

    /// How a statement is to be taken. Never summed.
    public enum Notice: String, Hashable, Sendable, Codable, CaseIterable {
        /// A characteristic of successful meetings was seen.
        case seen
        /// Told for what it is.
        case plain
        /// Worth a look: a characteristic is missing or something went wrong.
        case attention
        /// Cannot be said.
        case notKnown = "not-known"
    }
}

/// One group of characteristics, as read in a meeting.
public struct SectionReading: Hashable, Sendable, Codable, Identifiable {
    public var section: Section
    public var statements: [Statement]

    /// The letter of the section.
    public var id: String { section.rawValue }
    public var title: String { section.title }

    private enum CodingKeys: String, CodingKey { case section, statements }
}

/// A suggestion for the seller, tied to a moment.
public struct Advice: Hashable, Sendable, Codable, Identifiable {
    /// The statement or rule it follows from.
    public var id: String
    /// What to do, in a sentence or two.
    public var text: String
    /// Why: what happened at that moment.
    public var reason: String
    /// The moment.
    public var utterance: Int
    public var time: TimeSpan?
    /// The words at that moment.
    public var quote: String
    public var findings: [String]
    public var rule: Rule
}

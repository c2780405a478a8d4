/// What a team looks for in conversations: codes in a tree, each with a definition and examples, in one language and one version.
public struct Codebook: Hashable, Sendable {
    /// A short name for addresses and commands: lower case, digits and hyphens.
    public var name: String
    public var title: String
    /// Rises with every change.
    public var version: Int
    /// A BCP 47 tag such as `en`.
    public var language: String
    /// The literature it rests on, or who made it.
    public var source: String
    /// The top of the tree, in order.
    public var codes: [Code]
    /// Texts that carry none of the codes.
    public var withoutCode: [CodeExample]

    /// A codebook.
    public init(name: String, title: String, version: Int, language: String, source: String, codes: [Code], withoutCode: [CodeExample] = []) {
        self.name = name
        self.title = title
        self.version = version
        self.language = language
        self.source = source
        self.codes = codes
        self.withoutCode = withoutCode
    }

    /// All codes, each before those below it.
    public var everyCode: [Code] { codes.flatMap(\.withThoseBelow) }

    /// The codes that texts can carry: those with nothing below them.
    public var leaves: [Code] { everyCode.filter(\.codes.isEmpty) }
}

/// One thing to look for, or a group of such.
public struct Code: Hashable, Sendable {
    /// What is coded as one.
    public enum Unit: String, Hashable, Sendable, Codable, CaseIterable {
        /// What one person says between two pauses or punctuation marks.
        case utterance
        /// All that one person says before another does.
        case turn
        case episode, interaction
        /// What a person tells of something that happened.
        case story
    }

    /// The name in data: lower case, digits and hyphens; one for each code of a codebook.
    public var slug: String
    public var title: String
    /// What it is, in a sentence or two.
    public var definition: String
    public var whenToUse: String?
    public var whenNotToUse: String?
    /// Empty where nothing is said of it.
    public var units: Set<Unit>
    /// Whose words may carry it; empty for anybody's.
    public var sides: Set<Side>
    public var examples: [CodeExample]
    /// Near misses: what looks like it and is not.
    public var counterExamples: [CodeExample]
    /// The codes below it.
    public var codes: [Code]

    /// A code.
    public init(
        slug: String, title: String, definition: String, whenToUse: String? = nil, whenNotToUse: String? = nil, units: Set<Unit> = [], sides: Set<Side> = [],
        examples: [CodeExample] = [], counterExamples: [CodeExample] = [], codes: [Code] = []
    ) {
        self.slug = slug
        self.title = title
        self.definition = definition
        self.whenToUse = whenToUse
        self.whenNotToUse = whenNotToUse
        self.units = units
        self.sides = sides
        self.examples = examples
        self.counterExamples = counterExamples
        self.codes = codes
    }

    var withThoseBelow: [Code] { [self] + codes.flatMap(\.withThoseBelow) }
}

/// A text that a code, or none, is given to.
public struct CodeExample: Hashable, Sendable {
    public var text: String
    /// Whose words they are; nil where it does not matter.
    public var side: Side?
    /// The codes it carries, by their names; none for what carries no code of its codebook.
    public var codes: [String]
    /// Whether it tells that what the code means was left undone.
    public var isMissed: Bool

    /// An example.
    public init(_ text: String, side: Side? = nil, codes: [String] = [], isMissed: Bool = false) {
        self.text = text
        self.side = side
        self.codes = codes
        self.isMissed = isMissed
    }
}

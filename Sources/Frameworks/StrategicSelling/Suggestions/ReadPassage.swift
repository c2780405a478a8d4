public import Covalence

/// One passage of a meeting or of a written interaction, as it was read: whose words they are, what they are about, and what was found in them.
/// What reads text fills it; nothing here does.
public struct ReadPassage: Hashable, Sendable {
    /// Where the words are: a range of a transcript, or a written interaction.
    public var place: Evidence.Place
    /// The meeting or interaction they belong to. Within one, what the same person says counts once.
    public var interaction: LinkedInteraction.Place
    /// When it was said or written.
    public var at: Timestamp
    /// The words.
    public var text: String
    /// Who said them; nil while the speaker is no person of the record.
    public var speaker: Identifier<Person>?
    /// The side of who said them; nil while not known.
    public var side: Side?
    /// Shares of the codes of the built-in codebook `strategic-selling`, by code, 0 to 1; what is not a number counts as 0.
    public var shares: [String: Double]
    /// Of whom it speaks, as far as that was read.
    public var referent: Referent
    /// Names of people in it, as they were said: “Ms Berg”.
    public var names: [String]
    public var findings: [ReadFinding]

    /// Of whom words speak.
    public enum Referent: Hashable, Sendable {
        /// Of the one who says them: “in the end it's my signature”.
        case speaker
        /// Of somebody else: “the last word is with our managing director”.
        case others
        case unclear
    }

    /// A passage with what was read in it.
    public init(
        place: Evidence.Place, interaction: LinkedInteraction.Place, at: Timestamp, text: String, speaker: Identifier<Person>? = nil, side: Side? = nil,
        shares: [String: Double] = [:], referent: Referent = .unclear, names: [String] = [], findings: [ReadFinding] = []
    ) {
        self.place = place
        self.interaction = interaction
        self.at = at
        self.text = text
        self.speaker = speaker
        self.side = side
        self.shares = shares
        self.referent = referent
        self.names = names
        self.findings = findings
    }
}

/// Something the meeting framework or another reader found in a passage, in plain values.
public struct ReadFinding: Hashable, Sendable {
    public var content: Content
    /// How sure the reader is, 0 to 1, uncalibrated.
    public var strength: Double

    /// What was found.
    public enum Content: Hashable, Sendable {
        /// What happens next. Agreed: nil where it cannot be said, false where the other side did not accept it.
        case nextStep(NextAction, agreed: Bool?)
        /// A sum for what is sold.
        case price(Money)
        /// The day by which it is to be decided or ordered.
        case closeDate(CalendarDay)
        /// Somebody else who may get the order, by name. Preferred where `competitor-preferred` is read there too.
        case competitor(String)
        /// How ready the speaker is to give up today's solution: a resisting factor is hesitant, a refusal not ready.
        case readiness(Readiness.Level)
        /// A number with what it counts, of the result that is told there.
        case quantity(Double, unit: String)
        /// What is, as somebody puts it who sees a gap.
        case actual(String)
        /// What should be.
        case desired(String)
    }

    /// Something found.
    public init(_ content: Content, strength: Double) {
        self.content = content
        self.strength = strength
    }
}

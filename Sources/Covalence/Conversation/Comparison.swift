/// Two meetings, or two groups of meetings, side by side.
///
/// What is said of a measure depends on how many meetings there are: values alone below three in a group, an effect size with its
/// interval from three on, and below ten the warning that intervals are wide ‡. No test of significance and no verdict.
public struct Comparison: Sendable, Codable, Hashable {
    /// The meetings of one side of the comparison, under a name: “advanced”.
    public struct Group: Sendable {
        public var name: String
        public var meetings: [ConversationMeasures]

        /// A named group; a single meeting is a group of one.
        public init(name: String, meetings: [ConversationMeasures]) {
            self.name = name
            self.meetings = meetings
        }
    }

    /// How far the numbers carry.
    public enum Strength: String, Sendable, Codable, Hashable {
        /// One meeting against one: side by side, no more.
        case pair
        /// Fewer than three meetings with a value in a group.
        case tooFew = "too-few"
        /// Fewer than ten: the intervals are wide.
        case wide
        case enough

        /// To show beside the numbers; empty where there is nothing to warn of.
        public var sentence: String {
            switch self {
            case .pair: "One meeting against one: this is what differs between them, and says nothing about others."
            case .tooFew: "Too few meetings to say: at least three on each side are needed."
            case .wide: "Fewer than ten meetings on a side: the intervals are wide, and one more meeting can change the picture."
            case .enough: ""
            }
        }
    }

    /// What one group has of one measure.
    public struct Values: Sendable, Codable, Hashable {
        /// One for each meeting, in the order of the group.
        public var values: [Known<Double>]
        /// Of those that are known; nil where none is.
        public var distribution: Distribution?
    }

    /// One measure compared.
    public struct Row: Sendable, Codable, Hashable {
        /// Names the `MeasureKey`.
        public var key: String
        public var first: Values
        public var second: Values
        /// First minus second, of the means; nil where one is missing.
        public var difference: Double?
        /// First by second, of the means; nil where one is missing or the second is not above 0.
        public var ratio: Double?
        /// Nil for pairs and for too few meetings.
        public var effect: EffectSize?
        public var strength: Strength
        /// Why the groups cannot be compared in this measure; nil where they can.
        public var missing: String?
    }

    public var firstName: String
    public var secondName: String
    /// How many meetings are in each group.
    public var firstCount: Int
    public var secondCount: Int
    /// One for each measure, in the order of the keys.
    public var rows: [Row]

    /// Compares in each of the measures.
    public init(_ first: Group, _ second: Group, keys: [MeasureKey] = MeasureKey.all) {
        firstName = first.name
        secondName = second.name
        firstCount = first.meetings.count
        secondCount = second.meetings.count
        let bases = Set((first.meetings + second.meetings).map(\.basis))
        rows = keys.map { Comparison.row($0, first.meetings, second.meetings, isMixed: bases.count > 1) }
    }

    private static func row(
        _ key: MeasureKey, _ first: [ConversationMeasures], _ second: [ConversationMeasures], isMixed: Bool
    ) -> Row {
        let firstKnown = first.map(key.value)
        let secondKnown = second.map(key.value)
        let firstNumbers = firstKnown.compactMap(\.value)
        let secondNumbers = secondKnown.compactMap(\.value)
        let firstSpread = Distribution(firstNumbers)
        let secondSpread = Distribution(secondNumbers)
        let fewest = min(firstNumbers.count, secondNumbers.count)
        let strength: Strength = first.count == 1 && second.count == 1 ? .pair : fewest < 3 ? .tooFew : fewest < 10 ? .wide : .enough
        var row = Row(
            key: key.id,
            first: Values(values: firstKnown, distribution: firstSpread),
            second: Values(values: secondKnown, distribution: secondSpread),
            strength: strength
        )
        guard let firstSpread, let secondSpread else {
            let reason = (firstKnown + secondKnown).lazy.compactMap(\.missing).first
            row.missing = (reason ?? .material("a group has no meetings.")).sentence
            return row
        }
        if key.followsBasis, isMixed {
            row.missing = "Not known: some of these meetings have times and some have none, and this measure differs between the two."
            return row
        }
        row.difference = firstSpread.mean - secondSpread.mean
        row.ratio = secondSpread.mean > 0 ? firstSpread.mean / secondSpread.mean : nil
        if let ratio = row.ratio, !ratio.isFinite { row.ratio = nil }
        if strength == .wide || strength == .enough { row.effect = EffectSize(firstNumbers, secondNumbers) }
        return row
    }
}

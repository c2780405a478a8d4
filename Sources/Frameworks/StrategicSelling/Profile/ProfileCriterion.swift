/// One trait of the best accounts, which prospects are held against († ideal customer profile, Heiman, Sanchez & Tuleja).
public struct ProfileCriterion: Hashable, Sendable, Codable, Identifiable {
    /// Stable name: `own-maintenance-crew`.
    public var id: String
    /// As shown.
    public var label: String
    public var kind: Kind
    /// Set by hand, 0 or more; nil where it is to be learnt from one's own best accounts.
    public var weight: Double?

    /// What is asked, and which answers fit.
    public enum Kind: Hashable, Sendable, Codable {
        /// Fits where the answer is the wanted one.
        case yesNo(wanted: Bool)
        /// Fits within the ends, ends included; nil leaves an end open. Over `margin` beyond an end the fit falls evenly to nothing ‡; 0 makes it fall at once.
        case numberRange(lower: Double?, upper: Double?, margin: Double, unit: String)
        /// Fits where the answer is one of these.
        case category(accepted: Set<String>)
        /// How well their values fit ours: graded from 0 to the highest grade.
        case valuesFit(highest: Int)
    }

    /// A criterion.
    public init(id: String, label: String, kind: Kind, weight: Double? = nil) {
        self.id = id
        self.label = label
        self.kind = kind
        self.weight = weight
    }

    /// How well an answer fits, 0 to 1; nil where it is no answer to this kind of question, or a number that is none.
    public func fit(_ answer: ProfileAnswer) -> Double? {
        switch (kind, answer) {
        case (.yesNo(let wanted), .yesNo(let actual)): return wanted == actual ? 1 : 0
        case (.numberRange(let lower, let upper, let margin, _), .number(let number)):
            guard number.isFinite else { return nil }
            let beyond = max((lower ?? number) - number, number - (upper ?? number), 0)
            if beyond == 0 { return 1 }
            return margin > 0 ? max(0, 1 - beyond / margin) : 0
        case (.category(let accepted), .category(let actual)): return accepted.contains(actual) ? 1 : 0
        case (.valuesFit(let highest), .grade(let grade)):
            guard highest > 0, (0...highest).contains(grade) else { return nil }
            return Double(grade) / Double(highest)
        default: return nil
        }
    }
}

/// What is known of an account about one criterion.
public enum ProfileAnswer: Hashable, Sendable, Codable {
    case yesNo(Bool)
    case number(Double)
    case category(String)
    case grade(Int)

    /// As shown.
    public var words: String {
        switch self {
        case .yesNo(let isTrue): isTrue ? "yes" : "no"
        case .number(let number): FeatureValue.number(number).words
        case .category(let name): name
        case .grade(let grade): String(grade)
        }
    }
}

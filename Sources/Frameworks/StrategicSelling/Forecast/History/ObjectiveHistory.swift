public import Covalence

/// What was learnt about one sales objective, with the dates on which it held and was learnt. Nothing is overwritten, so that the past can be looked at
/// as it was known then.
public struct ObjectiveHistory: Hashable, Sendable, Codable, Identifiable {
    /// The objective, by its id as text.
    public var id: String
    /// The account it is at, by its id as text; objectives at one account win and lose together more than others.
    public var account: String
    /// In order of the date from which they held, then of when they were learnt; of one moment as `Content.order` says.
    public let facts: [Fact]

    /// A history; the facts in any order.
    public init(id: String, account: String, facts: [Fact]) {
        self.id = id
        self.account = account
        self.facts = facts.sorted { left, right in
            let (one, other) = ((left.heldFrom, left.knownFrom), (right.heldFrom, right.knownFrom))
            guard one == other else { return one < other }
            // Of two in the same millisecond the order of the input must not decide.
            let (first, second) = (left.content.order, right.content.order)
            return first == second ? String(describing: left.content) < String(describing: right.content) : first < second
        }
    }

    /// One thing that was learnt.
    public struct Fact: Hashable, Sendable, Codable {
        public var content: Content
        /// From when it held; an earlier fact of the same content holds until then.
        public var heldFrom: CalendarDay
        /// When it was recorded.
        public var knownFrom: Timestamp
        /// When it was rejected, withdrawn or replaced by a correction; nil where it still stands.
        public var knownUntil: Timestamp?
        /// The claims it comes from.
        public var claims: [Identifier<Claim>]

        /// A fact.
        public init(_ content: Content, heldFrom: CalendarDay, knownFrom: Timestamp, knownUntil: Timestamp? = nil, claims: [Identifier<Claim>] = []) {
            self.content = content
            self.heldFrom = heldFrom
            self.knownFrom = knownFrom
            self.knownUntil = knownUntil
            self.claims = claims
        }

        /// A fact that was recorded at the end of the day from which it held (UTC), as an import with the source's own times has it.
        public init(_ content: Content, on day: CalendarDay, claims: [Identifier<Claim>] = []) {
            self.init(content, heldFrom: day, knownFrom: ForecastDate(endOf: day).moment, claims: claims)
        }
    }

    /// What a fact says. A nil says that it is not known any more.
    public enum Content: Hashable, Sendable, Codable {
        /// It was taken up: it is there, and nothing else is said of it.
        case takenUp
        /// Who sells, by id or name as text, and for which team.
        case owner(person: String?, team: String?)
        /// The stage, by its name.
        case stage(String)
        case amount(ForecastAmount?)
        /// The day on which the order is expected.
        case closeDate(CalendarDay?)
        /// How it ended; nil where it was opened again.
        case outcome(ObjectiveOutcome?)
        /// Something the sheet knows, by the feature's name.
        case feature(name: String, value: FeatureValue?)
        /// What the salesperson says about the chance.
        case said(SaidChance?)

        /// Which goes first of what was learnt in one moment: that it was taken up, then what is not known any more, so that it takes nothing back that came with it;
        /// how it ended comes last, so that it ends in the stage that was said with it.
        var order: Int {
            switch self {
            case .takenUp: 0
            case .owner(person: nil, team: nil), .amount(nil), .closeDate(nil), .feature(_, value: nil), .said(nil): 1
            case .owner, .stage, .amount, .closeDate, .feature, .said: 2
            case .outcome(nil): 3
            case .outcome: 4
            }
        }
    }
}

/// How an objective ended.
public enum ObjectiveOutcome: String, Hashable, Sendable, Codable, CaseIterable {
    case won
    case lost
    /// The customer decided nothing, or we let it go: not won.
    case noDecision
}

/// What the sheet knows under a feature's name.
public enum FeatureValue: Hashable, Sendable, Codable {
    case yesNo(Bool)
    /// A count, days, a share; one that is not finite counts as not known.
    case number(Double)
    case category(String)

    /// As shown: `yes`, `12`, `trouble`.
    public var words: String {
        switch self {
        case .yesNo(let isTrue): isTrue ? "yes" : "no"
        case .number(let number):
            number == number.rounded() && abs(number) < 1e15 ? String(Int64(number)) : String((number * 100).rounded() / 100)
        case .category(let name): name
        }
    }
}

/// What the salesperson said: a probability, a category, or both.
public struct SaidChance: Hashable, Sendable, Codable {
    /// 0 to 1; nil where none was given.
    public var probability: Double?
    public var category: Category?

    /// How sure the salesperson is, in the words of forecast calls.
    public enum Category: String, Hashable, Sendable, Codable, CaseIterable {
        case commit
        case bestCase
        case pipeline
    }

    /// A statement; a probability outside 0 to 1 is taken as none.
    public init(probability: Double? = nil, category: Category? = nil) {
        self.probability = probability.flatMap { (0...1).contains($0) ? $0 : nil }
        self.category = category
    }
}

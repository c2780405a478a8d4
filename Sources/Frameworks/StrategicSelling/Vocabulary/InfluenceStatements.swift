public import Covalence

/// Something stated of a person: in an objective, or in all of them.
public struct OfPerson<Value: Hashable & Sendable>: Hashable, Sendable {
    public var person: Identifier<Person>
    public var value: Value

    /// Something stated of a person.
    public init(_ person: Identifier<Person>, _ value: Value) {
        self.person = person
        self.value = value
    }
}

/// The roles of buying influences; a person can hold several †.
public enum BuyingRole: String, Hashable, Sendable, Comparable, CaseIterable {
    /// Final approval; one a sale †.
    case economic
    /// Judges by the effect on own work.
    case user
    /// Screens by specification: its no decides, its yes does not.
    case technical
    /// Gives information and guidance.
    case coach

    /// In the order of the source.
    public static func < (left: BuyingRole, right: BuyingRole) -> Bool {
        (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
    }
}

/// How much a person weighs in this sale †.
public enum InfluenceDegree: String, Hashable, Sendable, Comparable, CaseIterable {
    case low, medium, high

    /// The lower one comes first.
    public static func < (left: InfluenceDegree, right: InfluenceDegree) -> Bool {
        (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
    }
}

/// How a person responds to a proposal.
public enum ResponseMode: String, Hashable, Sendable, CaseIterable {
    /// Wants more or better, in quantity or quality.
    case growth
    /// Wants a risk or problem gone.
    case trouble
    /// Sees no gap, keeps what it has.
    case evenKeel = "even-keel"
    /// Sees its position as better than desired †.
    case overconfident

    /// Whether there is a gap that a sale can close.
    public var canBuy: Bool { self == .growth || self == .trouble }
}

/// A response mode with the gap it comes from, as stated.
public struct Response: Hashable, Sendable {
    public var mode: ResponseMode
    /// The actual position, in words.
    public var actual: String?
    /// The desired position, in words.
    public var desired: String?

    /// A response.
    public init(_ mode: ResponseMode, actual: String? = nil, desired: String? = nil) {
        self.mode = mode
        self.actual = actual
        self.desired = desired
    }
}

/// How ready somebody is to give up today's solution.
public struct Readiness: Hashable, Sendable {
    /// The influence; nil for the customer as a whole.
    public var person: Identifier<Person>?
    public var level: Level
    /// In words, as given.
    public var words: String?

    /// How ready ‡.
    public enum Level: String, Hashable, Sendable, CaseIterable {
        case ready, hesitant
        case notReady = "not-ready"
    }

    /// How ready somebody is.
    public init(_ level: Level, person: Identifier<Person>? = nil, words: String? = nil) {
        self.level = level
        self.person = person
        self.words = words
    }
}

/// A contact that stands in no interaction of the record.
public struct StatedContact: Hashable, Sendable {
    /// How, in words: “met at the fair”.
    public var how: String
    public var on: CalendarDay

    /// A contact.
    public init(_ how: String, on day: CalendarDay) {
        self.how = how
        on = day
    }
}

/// A change of somebody's job.
public struct JobChange: Hashable, Sendable {
    public var kind: Kind
    /// In words: “becomes head of production”.
    public var text: String
    public var on: CalendarDay?

    /// What sort of change.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Came into the organisation.
        case joined
        /// Does something else there.
        case newRole = "new-role"
        /// Went.
        case left
    }

    /// A change of job.
    public init(_ kind: Kind, _ text: String, on day: CalendarDay? = nil) {
        self.kind = kind
        self.text = text
        on = day
    }
}

public import Covalence

/// What we do next, and which flag it removes or which strength it uses: each action does one of the two.
public struct NextAction: Hashable, Sendable, Codable {
    public var what: String
    /// Who does it, in words.
    public var who: String?
    public var due: CalendarDay?
    public var doneOn: CalendarDay?
    /// The flag it removes, by id.
    public var removes: String?
    /// The strength it uses, by id.
    public var uses: String?

    /// Something to do.
    public init(
        _ what: String, who: String? = nil, due: CalendarDay? = nil, doneOn: CalendarDay? = nil, removes: String? = nil, uses: String? = nil
    ) {
        self.what = what
        self.who = who
        self.due = due
        self.doneOn = doneOn
        self.removes = removes
        self.uses = uses
    }
}

/// Somebody lives with a flag, and says why.
public struct FlagAcceptance: Hashable, Sendable {
    /// The flag, by id.
    public var flag: String
    public var reason: String

    /// A flag is accepted.
    public init(flag: String, reason: String) {
        self.flag = flag
        self.reason = reason
    }
}

/// Something that puts us ahead of competitors and that a lower price does not beat.
public struct StrengthStatement: Hashable, Sendable {
    public var what: String
    /// The influence to whom it matters.
    public var mattersTo: Identifier<Person>?
    /// Against whom; nil: against all.
    public var against: String?

    /// A strength.
    public init(_ what: String, mattersTo: Identifier<Person>? = nil, against: String? = nil) {
        self.what = what
        self.mattersTo = mattersTo
        self.against = against
    }
}

public import Covalence

/// What is sold in an objective: in words, and one of our offerings where it is one.
public struct WhatIsSold: Hashable, Sendable {
    public var text: String
    public var offering: Identifier<Offering>?

    /// What is sold.
    public init(_ text: String, offering: Identifier<Offering>? = nil) {
        self.text = text
        self.offering = offering
    }
}

/// Who of us runs a sale: by name, and the member where it is one.
public struct Owner: Hashable, Sendable {
    public var name: String
    public var member: Identifier<Member>?

    /// Who of us runs it.
    public init(_ name: String, member: Identifier<Member>? = nil) {
        self.name = name
        self.member = member
    }
}

/// Somebody else who may get the order; the customer doing it itself, or nothing at all, is one too.
public struct Competitor: Hashable, Sendable {
    public var name: String
    public var organization: Identifier<Organization>?
    public var standing: Standing

    /// How it stands with the customer ‡.
    public enum Standing: String, Hashable, Sendable, CaseIterable {
        /// It is in the running.
        case considered
        /// It supplies today's solution.
        case incumbent
        /// Somebody who matters prefers it.
        case preferred
        /// It is out.
        case out
    }

    /// A competitor by name.
    public init(_ name: String, organization: Identifier<Organization>? = nil, standing: Standing = .considered) {
        self.name = name
        self.organization = organization
        self.standing = standing
    }
}

/// How a sale ended.
public struct Ending: Hashable, Sendable {
    public var result: Result
    /// In words, as given.
    public var reason: String?
    public var closedOn: CalendarDay?

    /// How a sale can end.
    public enum Result: String, Hashable, Sendable, CaseIterable {
        case won, lost
        /// Given up by us, or no longer wanted by the customer.
        case dropped
    }

    /// How a sale ended.
    public init(_ result: Result, reason: String? = nil, closedOn: CalendarDay? = nil) {
        self.result = result
        self.reason = reason
        self.closedOn = closedOn
    }
}

/// What the salesperson says of an objective; one of the two at least.
public struct SalespersonCall: Hashable, Sendable {
    /// 0 to 1.
    public var probability: Double?
    public var category: Category?

    /// How a salesperson puts it into a forecast († common practice of sales forecasting).
    public enum Category: String, Hashable, Sendable, CaseIterable {
        case commit
        case bestCase = "best-case"
        case pipeline
    }

    /// What the salesperson says.
    public init(probability: Double? = nil, category: Category? = nil) {
        self.probability = probability
        self.category = category
    }
}

/// What the customer needs, and whether it needs it now.
public struct Need: Hashable, Sendable {
    public var text: String
    public var isImmediate: Bool

    /// A need of the customer.
    public init(_ text: String, isImmediate: Bool) {
        self.text = text
        self.isImmediate = isImmediate
    }
}

/// What we put before the customer. Response modes are responses to one.
public struct Proposal: Hashable, Sendable {
    public var text: String
    public var madeOn: CalendarDay?

    /// A proposal that was made.
    public init(_ text: String, madeOn: CalendarDay? = nil) {
        self.text = text
        self.madeOn = madeOn
    }
}

/// The four places of the sales funnel, each a kind of work of its own.
public enum FunnelPlace: String, Hashable, Sendable, Comparable, CaseIterable {
    /// Prospect: more than one can handle; find those that fit the ideal customer profile.
    case universe
    /// Qualify: the offer fits an immediate need, an influence was contacted, there is a discrepancy.
    case aboveTheFunnel = "above-the-funnel"
    /// Cover the bases; then the proposal.
    case inTheFunnel = "in-the-funnel"
    /// Close the order.
    case bestFew = "best-few"

    /// From the top down, 0 to 3.
    public var depth: Int {
        switch self {
        case .universe: 0
        case .aboveTheFunnel: 1
        case .inTheFunnel: 2
        case .bestFew: 3
        }
    }

    /// The one further up comes first.
    public static func < (left: FunnelPlace, right: FunnelPlace) -> Bool { left.depth < right.depth }
}

/// A move to a place of the funnel.
public struct Move: Hashable, Sendable {
    public var to: FunnelPlace
    /// Why, as given.
    public var reason: String?

    /// A move.
    public init(to place: FunnelPlace, reason: String? = nil) {
        to = place
        self.reason = reason
    }
}

/// What we do next, and which flag it removes or which strength it uses: each action does one of the two.
public struct NextAction: Hashable, Sendable {
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

/// What the organisation gains, measurable: a number and what it counts, where given.
public struct MeasuredResult: Hashable, Sendable {
    public var text: String
    public var number: Double?
    public var unit: String?

    /// A result.
    public init(_ text: String, number: Double? = nil, unit: String? = nil) {
        self.text = text
        self.number = number
        self.unit = unit
    }

    /// Whether it can be measured: it has a number and says of what.
    public var isMeasurable: Bool { number != nil && unit != nil }
}

/// How somebody comes out of a sale.
public struct Outlook: Hashable, Sendable {
    public var verdict: Verdict
    /// In words, as given.
    public var reason: String?

    /// How.
    public enum Verdict: String, Hashable, Sendable, CaseIterable {
        case wins
        /// At least no regrets: it counts as winning.
        case noRegrets = "no-regrets"
        case loses
    }

    /// How somebody comes out.
    public init(_ verdict: Verdict, reason: String? = nil) {
        self.verdict = verdict
        self.reason = reason
    }
}

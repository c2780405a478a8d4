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
    public enum Result: String, Hashable, Sendable, Codable, CaseIterable {
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

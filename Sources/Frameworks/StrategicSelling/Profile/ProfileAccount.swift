public import Covalence

/// What is known of an account, held against the profile.
public struct ProfileAccount: Hashable, Sendable, Codable, Identifiable {
    /// The account, by its id as text.
    public var id: String
    /// By criterion; one that is not in it is not known.
    public var answers: [String: Answer]

    /// An answer and what it rests on.
    public struct Answer: Hashable, Sendable, Codable {
        public var value: ProfileAnswer
        public var claims: [Identifier<Claim>]

        /// An answer with its claims.
        public init(_ value: ProfileAnswer, claims: [Identifier<Claim>] = []) {
            self.value = value
            self.claims = claims
        }
    }

    /// An account. For learning and for checking give what was known before it bought: what we learnt since would tell too much.
    public init(id: String, answers: [String: Answer]) {
        self.id = id
        self.answers = answers
    }
}

/// An account of the past, with what became of it.
public struct PastAccount: Hashable, Sendable, Codable {
    public var account: ProfileAccount
    /// Whether it is one of our best: which these are, a person says.
    public var isBest: Bool

    /// A past account.
    public init(_ account: ProfileAccount, isBest: Bool) {
        self.account = account
        self.isBest = isBest
    }
}

/// Why a profile cannot be used.
public enum ProfileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Two criteria have the same id.
    case duplicateCriterion(String)
    /// The same account comes twice among those of the past.
    case duplicateAccount(String)
    /// A weight is below 0 or no number.
    case weight(String)
    /// A criterion that no answer could fit, or whose ends are crossed.
    case criterion(String)

    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .duplicateCriterion(let id): "The criterion “\(id)” comes twice. Give each its own name."
        case .duplicateAccount(let id): "The account “\(id)” comes twice among past accounts. Give each once."
        case .weight(let id): "The weight of “\(id)” must be 0 or more."
        case .criterion(let id):
            "Nothing could fit “\(id)”: give the ends in order, a margin of 0 or more, one accepted category at least, or a highest grade above 0."
        }
    }
}

public import Covalence

/// Something a sheet says, with the claims it rests on. Only confirmed claims are stated.
public struct Stated<Value: Hashable & Sendable>: Hashable, Sendable {
    public var value: Value
    /// The claim that decides, then the others that say the same.
    public var claims: [Identifier<Claim>]
    /// What it rests on, of all these claims; empty: “said by <author>”.
    public var evidence: [Evidence]
    /// The best there is ‡: observed before reported before assumed. Without evidence, what people and files say is reported, what rules say
    /// assumed.
    public var basis: Evidence.Basis
    /// Who states it: the author of the claim that decides.
    public var author: Claim.Author
    /// Who confirmed that claim and when, where the engine suggested it; nil where a person or a file states it.
    public var confirmation: Decision?
    /// Who told us, where somebody did; of the claim that decides.
    public var saidBy: Identifier<Person>?
    /// Everybody who told us the same; nil stands for one that nobody told us.
    var sayers: [Identifier<Person>?]
    /// Since when it has been stated without a break: when it held, else when we learnt it.
    public var since: Timestamp
    /// When it was last stated.
    public var at: Timestamp

    /// The same statement with another value.
    func map<Other>(_ change: (Value) -> Other) -> Stated<Other> {
        Stated<Other>(
            value: change(value), claims: claims, evidence: evidence, basis: basis, author: author, confirmation: confirmation, saidBy: saidBy,
            sayers: sayers, since: since, at: at
        )
    }
}

extension Stated {
    init(_ value: Value, _ claim: Claim, confirmedBy confirmation: Decision?) {
        let at = claim.statedAt
        self.init(
            value: value, claims: [claim.id], evidence: claim.evidence, basis: claim.basis, author: claim.author, confirmation: confirmation,
            saidBy: claim.saidBy, sayers: [claim.saidBy], since: at, at: at
        )
    }

    /// The same, said again later: the later claim decides.
    mutating func join(_ claim: Claim, confirmedBy confirmation: Decision?) {
        claims.insert(claim.id, at: 0)
        evidence += claim.evidence
        basis = Evidence.Basis.better(basis, claim.basis)
        author = claim.author
        self.confirmation = confirmation
        saidBy = claim.saidBy
        sayers.append(claim.saidBy)
        at = claim.statedAt
    }

    /// `Sanna says`, `Sanna confirmed`: whose word it is, for a sentence.
    var word: String {
        if let confirmation { return "\(confirmation.author.name) confirmed" }
        return author.isEngine ? "the engine suggests" : "\(author.name) says"
    }
}

extension Claim.Author {
    /// Whether it is our rules: what they state is a suggestion until a person confirms it.
    public var isEngine: Bool {
        if case .engine = self { true } else { false }
    }
}

extension Claim {
    /// When it held, else when we learnt it.
    var statedAt: Timestamp { observedAt ?? recordedAt }

    var saidBy: Identifier<Person>? { payload[Fields.saidByKey].flatMap { Identifier($0) } }

    var basis: Evidence.Basis {
        guard let first = evidence.first else { return author.isEngine ? .assumed : .reported }
        return evidence.dropFirst().reduce(first.basis) { Evidence.Basis.better($0, $1.basis) }
    }
}

extension Evidence.Basis {
    static func better(_ left: Evidence.Basis, _ right: Evidence.Basis) -> Evidence.Basis {
        if left == .observed || right == .observed { .observed } else if left == .reported || right == .reported { .reported } else { .assumed }
    }
}

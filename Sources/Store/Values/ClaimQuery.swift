public import Covalence

/// Which claims of a meeting: all conditions that are set must hold.
public struct ClaimQuery: Hashable, Sendable {
    public var meeting: Identifier<Meeting>
    /// Nil for every kind.
    public var kinds: Set<String>?
    /// Nil for every standing.
    public var standings: Set<Standing>?
    /// Nil for every author.
    public var authors: Set<AuthorKind>?

    /// The claims of a meeting; set what should hold.
    public init(
        of meeting: Identifier<Meeting>,
        kinds: Set<String>? = nil,
        standings: Set<Standing>? = nil,
        authors: Set<AuthorKind>? = nil
    ) {
        self.meeting = meeting
        self.kinds = kinds
        self.standings = standings
        self.authors = authors
    }
}

/// What sort of author states something.
public enum AuthorKind: String, Hashable, Sendable, CaseIterable {
    case person
    case imported
    case engine
}

extension Claim.Author {
    /// What sort of author this is.
    public var kind: AuthorKind {
        switch self {
        case .person: .person
        case .imported: .imported
        case .engine: .engine
        }
    }

    init(kind: AuthorKind, name: String) {
        switch kind {
        case .person: self = .person(name)
        case .imported: self = .imported(name)
        case .engine: self = .engine(name)
        }
    }
}

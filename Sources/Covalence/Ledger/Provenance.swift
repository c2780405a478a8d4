/// Where a rule comes from, as frameworks.md marks it.
public enum Provenance: Hashable, Sendable, Codable {
    /// In the framework's named source.
    case source(String)
    /// In other literature, named (†).
    case literature(String)
    /// Ours (‡): an operational definition, a measure or a safeguard that the sources do not contain.
    case ours

    /// `source`, `literature` or `ours`, for exports.
    public var mark: String {
        switch self {
        case .source: "source"
        case .literature: "literature"
        case .ours: "ours"
        }
    }

    /// The reference to show.
    public var reference: String {
        switch self {
        case .source(let reference), .literature(let reference): reference
        case .ours: "our own definition"
        }
    }
}

/// A rule that led to a finding or a part of an assessment: what it looks at, in a sentence, and where it comes from.
public struct Rule: Hashable, Sendable, Codable {
    /// Stable name: `meeting.survey-run`.
    public var id: String
    /// What the rule looks at and when it fires, in plain words.
    public var statement: String
    public var provenance: Provenance

    /// A named rule with its origin.
    public init(id: String, statement: String, provenance: Provenance) {
        self.id = id
        self.statement = statement
        self.provenance = provenance
    }
}

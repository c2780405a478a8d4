public import Covalence

/// What a file says about the person behind a label, beyond the label. Nothing here is decided; a person decides.
public struct SpeakerHint: Hashable, Sendable, Codable {
    /// Whether somebody belongs to the company whose recorder made the file (Gong's `affiliation`).
    public enum Affiliation: String, Hashable, Sendable, Codable {
        /// One of the recorder's own people.
        case `internal`
        /// From outside.
        case external
    }

    /// The full name, where it differs from the label.
    public var name: String?
    /// An e-mail address as the file has it; not checked.
    public var email: String?
    /// The organisation the person speaks for.
    public var organization: String?
    /// Inside or outside the recorder's company.
    public var affiliation: Affiliation?
    /// What the person does there: a job title.
    public var function: String?
    /// The side, where the file names it (our own JSONL).
    public var side: Side?

    /// What is passed; the rest is not known.
    public init(
        name: String? = nil,
        email: String? = nil,
        organization: String? = nil,
        affiliation: Affiliation? = nil,
        function: String? = nil,
        side: Side? = nil
    ) {
        self.name = name
        self.email = email
        self.organization = organization
        self.affiliation = affiliation
        self.function = function
        self.side = side
    }

    /// Whether the file said nothing.
    public var isEmpty: Bool { self == SpeakerHint() }
}

public import Covalence
public import Foundation

/// What is known of a source's record that came in before.
public struct ImportedRecord: Hashable, Sendable {
    /// What it became.
    public var thing: ImportedThing
    /// Digests of its fields as they came last; empty where the person behind it was erased.
    public var fields: FieldDigests
    /// Whether it became a person who was erased since.
    public var isErased: Bool

    /// A record that came in.
    public init(thing: ImportedThing, fields: FieldDigests, isErased: Bool = false) {
        self.thing = thing
        self.fields = fields
        self.isErased = isErased
    }
}

/// What a record became.
public enum ImportedThing: Hashable, Sendable {
    case organization(Identifier<Organization>)
    case person(Identifier<Person>)
    case objective(Identifier<SalesObjective>)
    case interaction(Identifier<Interaction>)
}

/// Rows that come in together, in one transaction.
public struct ImportBatch: Sendable {
    public var id: Identifier<IntakeItem>
    /// Rows dealt with before, and after it: what comes again is refused.
    public var rows: Range<Int>
    public var changes: [ImportChange]
    /// To be added to those of the import.
    public var counts: RecordImport.Counts
    /// Takes the place of the import's.
    public var report: String
    /// When it is recorded. Later than what any import wrote before: by it, what it stated is found again.
    public var at: Timestamp
    /// With it the import is done.
    public var isLast: Bool
    /// The import's version from which its report was made: somebody may be erased, and go from the report, while rows are matched. Nil: whichever it is.
    public var version: Int?

    /// Rows with what they change.
    public init(
        id: Identifier<IntakeItem>, rows: Range<Int>, changes: [ImportChange], counts: RecordImport.Counts, report: String, at: Timestamp, isLast: Bool,
        expecting version: Int? = nil
    ) {
        self.id = id
        self.rows = rows
        self.changes = changes
        self.counts = counts
        self.report = report
        self.at = at
        self.isLast = isLast
        self.version = version
    }
}

/// What one row makes or changes.
public struct ImportChange: Sendable {
    /// What it makes, or what stands there after it.
    public enum Content: Sendable {
        /// - Parameter former: as it was when it was read; nil for a new one.
        case organization(Organization, holders: AccountHolders, former: Organization?)
        case person(Person, former: Person?)
        case objective(SalesObjective, former: SalesObjective?)
        case interaction(BulkInteraction, isNew: Bool)

        /// What it is about.
        public var thing: ImportedThing {
            switch self {
            case .organization(let organization, _, _): .organization(organization.id)
            case .person(let person, _): .person(person.id)
            case .objective(let objective, _): .objective(objective.id)
            case .interaction(let line, _): .interaction(line.interaction.id)
            }
        }
    }

    /// Names the record in its source (`SourceKey`).
    public var key: Data
    /// Digests of what the source says now.
    public var fields: FieldDigests
    public var content: Content
    /// Claims about it, recorded at the batch's time.
    public var claims: [Claim]
    /// Of an interaction: the objectives it belongs to.
    public var links: Set<Identifier<SalesObjective>>

    /// What a row does.
    public init(key: Data, fields: FieldDigests, content: Content, claims: [Claim] = [], links: Set<Identifier<SalesObjective>> = []) {
        self.key = key
        self.fields = fields
        self.content = content
        self.claims = claims
        self.links = links
    }
}

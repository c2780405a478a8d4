/// Somebody we know of: at a customer, a partner, elsewhere, or one of us. Who reports to whom is a claim, not a field.
public struct Person: Hashable, Sendable, Codable, Identifiable {
    public var id: Identifier<Person>
    public var name: String
    /// Where the person works; nil while not known.
    public var organization: Identifier<Organization>?
    /// What the person does there, as given: “Head of maintenance”.
    public var function: String?
    /// Languages the person speaks with us, BCP 47, the preferred one first.
    public var languages: [String]
    /// Cultures, only where given by the person or a colleague, in their words: never guessed.
    public var cultures: [String]
    /// How to reach the person.
    public var reach: [Reach]
    /// A line on the person, as given.
    public var note: String?

    /// A way to reach somebody.
    public struct Reach: Hashable, Sendable, Codable {
        public var means: Means
        /// A mail address in lower case, a telephone number, a name in a chat, an address.
        public var value: String

        /// By what.
        public enum Means: String, Hashable, Sendable, Codable, CaseIterable {
            case mail, phone, chat, web, post
        }

        /// A way to reach somebody.
        public init(_ means: Means, _ value: String) {
            self.means = means
            self.value = value
        }
    }

    /// The kind of the claim “reports to”: its object is the id of the person above.
    public static let reportsToKind = "person.reports-to"

    /// A person of whom only what is passed is known.
    public init(
        id: Identifier<Person>,
        name: String,
        organization: Identifier<Organization>? = nil,
        function: String? = nil,
        languages: [String] = [],
        cultures: [String] = [],
        reach: [Reach] = [],
        note: String? = nil
    ) {
        self.id = id
        self.name = name
        self.organization = organization
        self.function = function
        self.languages = languages
        self.cultures = cultures
        self.reach = reach
        self.note = note
    }

    /// The mail addresses among the ways to reach the person.
    public var mailAddresses: [String] { reach.filter { $0.means == .mail }.map(\.value) }
}

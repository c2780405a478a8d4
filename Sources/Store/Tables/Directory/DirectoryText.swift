import Covalence

/// Text of the directory and of interactions as it may stand in a table.
enum DirectoryText {
    /// The most bytes of a name: it stands in indexes and in addresses of pages.
    static let longestName = 2_000

    /// Domains in lower case, each once, without `www.`.
    ///
    /// - Throws: `StoreError.refused` for a name that is empty or too long, and for a zero character, at which SQLite would cut.
    static func checked(_ organization: Organization) throws(StoreError) -> Organization {
        try check(name: organization.name)
        for text in [organization.industry, organization.country, organization.note] + organization.domains { try check(text) }
        var checked = organization
        var seen: Set<String> = []
        checked.domains = organization.domains.map { domain in
            let lower = domain.lowercased()
            return lower.hasPrefix("www.") ? String(lower.dropFirst(4)) : lower
        }.filter { !$0.isEmpty && seen.insert($0).inserted }
        return checked
    }

    /// Mail addresses in lower case, every way to reach the person once. Throws as for organisations.
    static func checked(_ person: Person) throws(StoreError) -> Person {
        try check(name: person.name)
        for text in [person.function, person.note] + person.languages + person.cultures + person.reach.map(\.value) { try check(text) }
        var checked = person
        var seen: Set<Person.Reach> = []
        checked.reach = person.reach.map { $0.means == .mail ? Person.Reach(.mail, $0.value.lowercased()) : $0 }
            .filter { seen.insert($0).inserted }
        return checked
    }

    /// An interaction without zero characters. They say nothing, and one mail with one must not keep a whole mailbox out.
    static func cleaned(_ interaction: Interaction) -> Interaction {
        var clean = interaction
        clean.title = whole(interaction.title)
        clean.text = interaction.text.map(whole)
        clean.heardFrom = interaction.heardFrom.map(whole)
        clean.place = interaction.place.map(whole)
        clean.sourceID = interaction.sourceID.map(whole)
        clean.answers = interaction.answers.map(whole)
        clean.participants = interaction.participants.map { part in
            .init(part.part, name: part.name.map(whole), address: part.address.map { whole($0).lowercased() }, person: part.person)
        }
        clean.components = interaction.components.map { .init($0.kind, whole($0.name)) }
        return clean
    }

    private static func whole(_ text: String) -> String {
        guard text.utf8.contains(0) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value != 0 }))
    }

    private static func check(name: String) throws(StoreError) {
        guard name.contains(where: { !$0.isWhitespace }) else { throw .refused("The name is empty. Give one.", at: "/name") }
        guard name.utf8.count <= longestName else { throw .refused("The name is longer than \(longestName) bytes. Shorten it.", at: "/name") }
        try check(name)
    }

    private static func check(_ text: String?) throws(StoreError) {
        guard text?.utf8.contains(0) == true else { return }
        throw .refused("A text contains a zero character (U+0000). Remove it and save again.")
    }
}

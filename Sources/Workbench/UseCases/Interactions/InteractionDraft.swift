public import Covalence
public import Store

/// What a person notes of something that happened, without its words.
public struct InteractionDraft: Hashable, Sendable {
    /// A note, a call or a meeting.
    public var kind: Interaction.Kind
    /// What it was about, in one line; the beginning of the text where nil.
    public var title: String?
    /// What was seen or heard.
    public var text: String?
    /// Who told us, for what was only heard: “the receptionist”.
    public var heardFrom: String?
    /// When it was; nil while not known.
    public var startedAt: Timestamp?
    public var endedAt: Timestamp?
    public var place: String?
    /// The organisations it belongs to; where empty, the accounts of those it is about.
    public var accounts: Set<Identifier<Organization>>
    /// Who took part, or, for a note, whom it is about.
    public var people: [Identifier<Person>]
    /// What it went through or was about.
    public var components: [Interaction.Component]

    /// What is passed is noted.
    public init(
        _ kind: Interaction.Kind, title: String? = nil, text: String? = nil, heardFrom: String? = nil, startedAt: Timestamp? = nil,
        endedAt: Timestamp? = nil, place: String? = nil, accounts: Set<Identifier<Organization>> = [],
        people: [Identifier<Person>] = [], components: [Interaction.Component] = []
    ) {
        self.kind = kind
        self.title = title
        self.text = text
        self.heardFrom = heardFrom
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.place = place
        self.accounts = accounts
        self.people = people
        self.components = components
    }
}

/// What of an interaction is said anew; what is nil stays. The words of a mail or of an event are not ours to change.
public struct InteractionEdit: Hashable, Sendable {
    public var title: String?
    /// Of notes, calls and meetings only.
    public var text: String?
    public var heardFrom: String?
    public var startedAt: Timestamp?
    public var endedAt: Timestamp?
    public var place: String?
    public var accounts: Set<Identifier<Organization>>?
    public var participants: [Interaction.Participation]?
    public var components: [Interaction.Component]?

    /// Changes nothing; set what does.
    public init() {}
}

extension Workbench {
    /// The most characters of a note's text.
    static let longestText = 100_000

    /// Adds a note (“heard from the receptionist: …”), or a call or meeting of which there are no words.
    @discardableResult
    public func addInteraction(_ draft: InteractionDraft, by visitor: Visitor) async throws -> InteractionRecord {
        try await admit(visitor, to: .addInteraction)
        guard [.note, .call, .meeting].contains(draft.kind) else {
            throw StoreError.refused("A note, a call or a meeting can be added here. Mails and calendars are imported.", at: "/kind")
        }
        let text = try draft.text.flatMap { try Self.checkedText($0) }
        let title = try draft.title.flatMap(OneLine.clean).map { try Self.checkedTitle($0) } ?? text.flatMap(Self.beginning)
        guard let title else { throw StoreError.refused("There is nothing in it. Write what happened, or a title.", at: "/title") }
        if draft.kind == .note, text == nil { throw StoreError.refused("A note needs words. Write what you saw or heard.", at: "/text") }
        try Self.check(draft.startedAt, draft.endedAt)
        for (field, isTooMuch) in [("/people", draft.people.count > 200), ("/accounts", draft.accounts.count > 100), ("/components", draft.components.count > 100)] where isTooMuch {
            throw StoreError.refused("That is too much for one interaction: at most 200 people and 100 accounts. Leave some out.", at: field)
        }
        var participants: [Interaction.Participation] = []
        if draft.kind == .note { participants.append(.init(.noted, name: visitor.name, person: visitor.person)) }
        else if let own = visitor.person { participants.append(.init(.attendee, name: visitor.name, person: own)) }
        var accounts = draft.accounts
        for id in draft.accounts { try await beInSight(id, visitor) }
        for id in draft.people where !participants.contains(where: { $0.person == id }) {
            let person = try await store.person(id, in: visitor.scope).person
            participants.append(.init(draft.kind == .note ? .about : .attendee, name: person.name, address: person.mailAddresses.first, person: id))
            if draft.accounts.isEmpty, let at = person.organization, try await store.organization(at, in: .everything).organization.kind.isAccount {
                accounts.insert(at)
            }
        }
        let time = now()
        let interaction = Interaction(
            id: .make(at: time), kind: draft.kind, title: title, startedAt: draft.startedAt, endedAt: draft.endedAt, recordedAt: time,
            text: text, heardFrom: draft.heardFrom.flatMap(OneLine.cut), place: draft.place.flatMap(OneLine.cut),
            participants: participants, components: Self.checked(draft.components)
        )
        _ = try await store.add([NewInteraction(interaction, accounts: accounts, broughtInBy: visitor.member)], at: time)
        return try await store.interaction(interaction.id, in: .everything)
    }

    /// Changes what a person may say of an interaction.
    ///
    /// - Parameter version: the version the person saw.
    @discardableResult
    public func edit(
        _ id: Identifier<Interaction>, _ edit: InteractionEdit, expecting version: Int, by visitor: Visitor
    ) async throws -> InteractionRecord {
        try await admit(visitor, to: .editInteraction, .interaction(id))
        let record = try await store.interaction(id, in: visitor.scope)
        var interaction = record.interaction
        if let title = edit.title { interaction.title = try Self.checkedTitle(title) }
        if let text = edit.text {
            guard [.note, .call, .meeting].contains(interaction.kind) else {
                throw StoreError.refused("The words of a mail or a calendar stay as they came. Add a note instead.", at: "/text")
            }
            interaction.text = try Self.checkedText(text)
            if interaction.kind == .note, interaction.text == nil { throw StoreError.refused("A note needs words. Write what you saw or heard.", at: "/text") }
        }
        if let heardFrom = edit.heardFrom { interaction.heardFrom = OneLine.cut(heardFrom) }
        if let place = edit.place { interaction.place = OneLine.cut(place) }
        interaction.startedAt = edit.startedAt ?? interaction.startedAt
        interaction.endedAt = edit.endedAt ?? interaction.endedAt
        try Self.check(interaction.startedAt, interaction.endedAt)
        if let components = edit.components { interaction.components = Self.checked(components) }
        if let participants = edit.participants {
            guard participants.count <= 2_000 else { throw StoreError.refused("At most 2000 people take part in an interaction. Leave some out.", at: "/participants") }
            interaction.participants = try participants.enumerated().map { place, part throws(StoreError) in
                var part = part
                part.name = part.name.flatMap(OneLine.cut)
                part.address = try part.address.map { address throws(StoreError) in try DirectoryChecks.address(address, at: "/participants/\(place)/address") }
                return part
            }
            let known = Set(record.interaction.participants.compactMap(\.person))
            for person in Set(participants.compactMap(\.person)).subtracting(known) { _ = try await store.person(person, in: visitor.scope) }
        }
        if let accounts = edit.accounts {
            for account in accounts.subtracting(record.accounts) { try await beInSight(account, visitor) }
        }
        return try await store.update(interaction, accounts: edit.accounts ?? record.accounts, expecting: version, at: now())
    }

    /// Erases an interaction for good, also from the search index and the log. There is no undo.
    public func erase(_ id: Identifier<Interaction>, by visitor: Visitor) async throws {
        try await admit(visitor, to: .eraseInteraction, .interaction(id))
        try await store.erase(id)
        passages.forget(.interaction(id))
        forgetTexts()
        try await forgetLearnt()
    }

    private static func checkedTitle(_ text: String) throws(StoreError) -> String {
        guard let title = OneLine.clean(text), title.count <= OneLine.longest else {
            throw .refused("A title has 1 to \(OneLine.longest) characters. Write another one.", at: "/title")
        }
        return title
    }

    private static func checkedText(_ text: String) throws(StoreError) -> String? {
        guard let clean = Paragraphs.clean(text) else { return nil }
        guard clean.count <= longestText else { throw .refused("A note has at most \(longestText) characters. Shorten it, or import it as a file.", at: "/text") }
        return clean
    }

    private static func check(_ start: Timestamp?, _ end: Timestamp?) throws(StoreError) {
        if let end {
            guard let start, start <= end else { throw .refused("The end lies before the beginning. Correct one of the two times.", at: "/endedAt") }
        }
    }

    private static func checked(_ components: [Interaction.Component]) -> [Interaction.Component] {
        components.compactMap { component in OneLine.cut(component.name).map { Interaction.Component(component.kind, $0) } }
    }

    /// The first line of a text, at a word's end.
    static func beginning(_ text: String) -> String? {
        guard let line = text.split(separator: "\n").lazy.compactMap({ OneLine.clean(String($0.prefix(400))) }).first else { return nil }
        guard line.count > 80 else { return line }
        let cut = line.prefix(80)
        return (cut.lastIndex(of: " ").map { cut[..<$0] } ?? cut) + "…"
    }
}

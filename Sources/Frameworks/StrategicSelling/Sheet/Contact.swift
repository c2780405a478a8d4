public import Covalence

/// One contact with somebody: from the record, or stated.
public struct Contact: Hashable, Sendable {
    /// How, in words: “mail”, “met at the fair”.
    public var how: String
    public var at: Timestamp
    /// A calendar entry that passed is assumed to have taken place; a contact that was stated is reported.
    public var basis: Evidence.Basis
    /// Where it is in the record; nil where it was stated.
    public var place: LinkedInteraction.Place?
    /// The claims that state it; empty where it is in the record.
    public var claims: [Identifier<Claim>]
}

/// How and when somebody was contacted in an objective. Nothing in it is claimed, stated contacts apart: it is read from interactions.
public struct ContactSummary: Hashable, Sendable {
    /// In order of time.
    public var contacts: [Contact]
    /// The next one that is planned.
    public var planned: LinkedInteraction?

    public var first: Contact? { contacts.first }
    public var last: Contact? { contacts.last }
    public var isContacted: Bool { !contacts.isEmpty }
}

/// The interactions of an objective, sorted out: what happened and what is planned, and for each person.
struct Encounters: Sendable {
    /// In order of time.
    let past: [LinkedInteraction]
    let planned: [LinkedInteraction]
    private let contacts: [Identifier<Person>: [Contact]]
    private let next: [Identifier<Person>: LinkedInteraction]

    init(_ interactions: [LinkedInteraction], at clock: LocalClock) {
        let known = interactions.filter { $0.recordedAt <= clock.now }.sorted { $0.at == $1.at ? $0.place.name < $1.place.name : $0.at < $1.at }
        past = known.filter { $0.at <= clock.now }
        planned = known.filter { $0.at > clock.now }
        var contacts: [Identifier<Person>: [Contact]] = [:]
        for interaction in past {
            let contact = Contact(
                how: interaction.kind.words, at: interaction.at, basis: interaction.kind == .calendarEvent ? .assumed : .observed,
                place: interaction.place, claims: []
            )
            for person in interaction.people { contacts[person, default: []].append(contact) }
        }
        self.contacts = contacts
        var next: [Identifier<Person>: LinkedInteraction] = [:]
        for interaction in planned {
            for person in interaction.people where next[person] == nil { next[person] = interaction }
        }
        self.next = next
    }

    /// Everybody who took part in what happened or is expected in what is planned.
    var people: Set<Identifier<Person>> { Set(contacts.keys).union(next.keys) }

    /// - Parameter stated: contacts of the person that stand in no interaction.
    func summary(of person: Identifier<Person>, stated: [Stated<StatedContact>], at clock: LocalClock) -> ContactSummary {
        let told = stated.map {
            Contact(how: $0.value.how, at: clock.start(of: $0.value.on), basis: .reported, place: nil, claims: $0.claims)
        }.filter { $0.at <= clock.now }
        let recorded = contacts[person] ?? []
        return ContactSummary(contacts: told.isEmpty ? recorded : (recorded + told).sorted { $0.at < $1.at }, planned: next[person])
    }
}

extension Interaction.Kind {
    /// In words.
    var words: String {
        switch self {
        case .meeting: "meeting"
        case .call: "call"
        case .mail: "mail"
        case .chat: "chat"
        case .calendarEvent: "calendar entry"
        case .note: "note"
        }
    }
}

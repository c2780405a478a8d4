import Covalence
import Foundation
import Store
import Testing

/// Two teams, four members, five accounts, a partner and we ourselves.
///
/// North: Ada manages, Ben. South: Dee manages, Cid. Ben holds A1, North A2, Cid A3, South A4, Ada and South together A5.
struct DirectoryWorld: Sendable {
    let room: Room
    let store: any RecordStore
    let workspace: any WorkspaceStore
    var members: [String: Identifier<Member>] = [:]
    var organizations: [String: Identifier<Organization>] = [:]
    var people: [String: Identifier<Person>] = [:]
    var meetings: [String: Identifier<Meeting>] = [:]
    var interactions: [String: Identifier<Interaction>] = [:]

    /// Meetings and interactions alike: which organisations they are linked to, and who brought them in.
    static let happenings: [(name: String, links: [String], by: String?)] = [
        ("none, Ben", [], "Ben"),
        ("none, nobody", [], nil),
        ("A1", ["A1"], "Dee"),
        ("A1+A2", ["A1", "A2"], "Dee"),
        ("A2+A4", ["A2", "A4"], "Ben"),
        ("A5", ["A5"], nil),
        ("partner, Cid", ["Partner"], "Cid"),
        ("A3+partner", ["A3", "Partner"], "Ben"),
    ]

    init() async throws {
        room = try Room()
        (store, workspace) = try await room.makeWorkspace()
        for (name, role) in [("Ada", Role.manager), ("Ben", .salesperson), ("Cid", .salesperson), ("Dee", .manager)] {
            let member = newMember(name, "\(name.lowercased())@nordwind.example", role: role)
            try await workspace.add(member, token: nil)
            members[name] = member.id
        }
        let north = Team(id: .make(at: .base), name: "North", members: [.init(try member("Ada"), manages: true), .init(try member("Ben"))])
        let south = Team(id: .make(at: .base), name: "South", members: [.init(try member("Dee"), manages: true), .init(try member("Cid"))])
        try await workspace.save(north)
        try await workspace.save(south)
        let held: [(String, Organization.Kind, AccountHolders)] = [
            ("A1", .customer, AccountHolders(members: [try member("Ben")])),
            ("A2", .prospect, AccountHolders(teams: [north.id])),
            ("A3", .customer, AccountHolders(members: [try member("Cid")])),
            ("A4", .customer, AccountHolders(teams: [south.id])),
            ("A5", .prospect, AccountHolders(members: [try member("Ada")], teams: [south.id])),
            ("Own", .own, AccountHolders()), ("Partner", .partner, AccountHolders()), ("Rival", .competitor, AccountHolders()),
        ]
        for (name, kind, holders) in held {
            organizations[name] = try await workspace.add(Organization(id: .make(at: .base), name: name, kind: kind), holders: holders, at: .base).id
        }
        for (name, at, by) in [("at A1", "A1", nil), ("at the partner", "Partner", nil), ("in a note of Ben", nil, nil), ("added by Dee", nil, "Dee"), ("in a meeting of A3", nil, nil)] as [(String, String?, String?)] {
            people[name] = try await workspace.add(
                Person(id: .make(at: .base), name: name, organization: try at.map(organization)), by: try by.map(member), at: .base
            ).id
        }
        for (minute, happening) in Self.happenings.enumerated() { try await add(happening, minute) }
    }

    private mutating func add(_ happening: (name: String, links: [String], by: String?), _ minute: Int) async throws {
        let accounts = Set(try happening.links.map(organization)), by = try happening.by.map(member)
        var meeting = newMeeting(title: happening.name, at: .minutes(minute))
        meeting.accounts = accounts
        meeting.broughtInBy = by
        for index in meeting.cast.participants.indices where ["A1", "none, nobody"].contains(happening.name) {
            meeting.cast.participants[index].consent = [.research: .given]
        }
        if happening.name == "A5" { meeting.cast.participants[0].consent = [.research: .given] }
        if happening.name == "A3+partner" { meeting.cast.participants[1].person = people["in a meeting of A3"] }
        meetings[happening.name] = try await workspace.add(meeting).id
        var note = newInteraction(happening.name, at: .minutes(minute), text: "The quotation is late.")
        if happening.name == "none, Ben" { note.participants = [.init(.about, name: "N.", person: people["in a note of Ben"])] }
        interactions[happening.name] = note.id
        _ = try await workspace.add([NewInteraction(note, accounts: accounts, broughtInBy: by)], at: .base)
    }

    func member(_ name: String) throws -> Identifier<Member> { try #require(members[name]) }
    func organization(_ name: String) throws -> Identifier<Organization> { try #require(organizations[name]) }
    func person(_ name: String) throws -> Identifier<Person> { try #require(people[name]) }
}

func newInteraction(
    _ title: String, _ kind: Interaction.Kind = .note, at start: Timestamp? = .base, text: String? = nil, source: String? = nil,
    participants: [Interaction.Participation] = []
) -> Interaction {
    Interaction(
        id: .make(at: .base), kind: kind, title: title, startedAt: start, recordedAt: .base, text: text, sourceID: source,
        participants: participants
    )
}

func newOrganization(
    _ name: String, _ kind: Organization.Kind = .customer, parent: Identifier<Organization>? = nil, domains: [String] = []
) -> Organization {
    Organization(id: .make(at: .base), name: name, kind: kind, parent: parent, domains: domains)
}

func newPerson(_ name: String, at organization: Identifier<Organization>? = nil, mail: String...) -> Person {
    Person(id: .make(at: .base), name: name, organization: organization, reach: mail.map { .init(.mail, $0) })
}

/// That a call is refused with a sentence that has these words.
func expectRefused(_ words: String, _ body: () async throws -> Void) async {
    let error = await #expect(throws: StoreError.self) { try await body() }
    guard case .refused(let sentence) = error else { Issue.record("Not refused: \(String(describing: error))"); return }
    #expect(sentence.text.contains(words))
}

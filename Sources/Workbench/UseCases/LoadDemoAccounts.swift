import Covalence
import Foundation
import Store

extension Workbench {
    /// The demo's accounts, people, mails and notes around its meetings; what is there already stays as it is.
    func loadDemoAccounts(from file: URL, by visitor: Visitor) async throws {
        let demo: DemoAccounts
        do {
            demo = try JSONDecoder().decode(DemoAccounts.self, from: Data(contentsOf: file))
        } catch {
            throw DemoProblem(file: file.lastPathComponent, reason: "\(error)")
        }
        let now = now()
        // Whoever looks at the demo works its accounts: their home says of which of them nothing was heard for long.
        let holders = AccountHolders(members: settings.isDemo ? [try await demoMember().id] : [])
        var organizations: [String: Organization] = [:]
        for item in try await store.organizations(OrganizationQuery(limit: 500), in: .everything).items { organizations[item.organization.name] = item.organization }
        for entry in demo.organizations where organizations[entry.name] == nil {
            let organization = Organization(
                id: .make(at: now), name: entry.name, kind: entry.kind, industry: entry.industry, size: entry.size,
                country: entry.country, parent: entry.parent.flatMap { organizations[$0]?.id }, domains: entry.domains, note: "Fiction."
            )
            try await store.add(organization, holders: organization.kind.isAccount ? holders : AccountHolders(), at: now)
            organizations[entry.name] = organization
        }
        let people = try await addDemoPeople(demo, organizations, at: now)
        try await linkDemoMeetings(people, organizations, by: visitor)
        // They came in one transaction, and last.
        guard try await store.history(HistoryQuery(kinds: [.mail], limit: 1), in: .everything).items.isEmpty else { return }
        try await store.add(try await missing(demo.reportsTo, people).compactMap { pair -> Claim? in
            guard pair.count == 2, let person = people[pair[0]], let above = people[pair[1]] else { return nil }
            return Claim(
                id: .make(at: now), kind: Person.reportsToKind, subject: .person(person.id), object: above.id.description,
                value: "reports to \(above.name)", author: visitor.author, statedBy: visitor.member, observedAt: now, recordedAt: now, standing: .confirmed
            )
        }, decisions: [])
        _ = try await store.add(demo.interactions.map { $0.interaction(people, organizations, at: now) }, at: now)
    }

    /// Of pairs of names, those of which it is not stated yet that one reports to the other.
    private func missing(_ pairs: [[String]], _ people: [String: Person]) async throws -> [[String]] {
        let ledger = try await store.ledger(about: Set(people.values.map { .person($0.id) }), kinds: [Person.reportsToKind])
        let stated = Set(ledger.claims.map(\.subject))
        return pairs.filter { pair in pair.first.flatMap { people[$0] }.map { !stated.contains(.person($0.id)) } ?? true }
    }

    /// Everybody who took part in a demo meeting, with the function given there, and whom we know without one.
    private func addDemoPeople(
        _ demo: DemoAccounts, _ organizations: [String: Organization], at now: Timestamp
    ) async throws -> [String: Person] {
        var people: [String: Person] = [:]
        for item in try await store.people(PersonQuery(limit: 500), in: .everything).items { people[item.person.name] = item.person }
        for summary in try await store.meetings(MeetingQuery(limit: 500)).items {
            for participant in try await store.cast(of: summary.id).cast.participants where people[participant.name] == nil {
                guard let address = demo.people[participant.name] else { continue }
                let person = Person(
                    id: .make(at: now), name: participant.name, organization: participant.organization.flatMap { organizations[$0]?.id },
                    function: participant.function, languages: demo.languages[participant.name] ?? [], reach: [.init(.mail, address)],
                    note: "Fiction."
                )
                try await store.add(person, by: nil, at: now)
                people[participant.name] = person
            }
        }
        for one in demo.outsideMeetings where people[one.name] == nil {
            let person = Person(
                id: .make(at: now), name: one.name, organization: organizations[one.organization]?.id, function: one.function, languages: one.languages,
                reach: [.init(.mail, one.mail)], note: "Fiction."
            )
            try await store.add(person, by: nil, at: now)
            people[one.name] = person
        }
        return people
    }

    /// Says who the participants are, and to which account each meeting belongs.
    private func linkDemoMeetings(
        _ people: [String: Person], _ organizations: [String: Organization], by visitor: Visitor
    ) async throws {
        for summary in try await store.meetings(MeetingQuery(limit: 500)).items {
            let current = try await store.cast(of: summary.id)
            var cast = current.cast
            for index in cast.participants.indices { cast.participants[index].person = people[cast.participants[index].name]?.id }
            if cast != current.cast {
                var change = MeetingChange()
                change.cast = CastChange(cast, expecting: current.version, author: visitor.author, at: now())
                try await store.apply(change, to: summary.id)
            }
            let accounts = cast.participants.filter { $0.side == .customer }.compactMap { $0.organization.flatMap { organizations[$0] } }
                .filter(\.kind.isAccount).map(\.id)
            try await store.setAccounts(of: summary.id, Set(accounts), at: now())
        }
    }
}

/// What stands in `Demo/Accounts/accounts.json`.
private struct DemoAccounts: Decodable {
    struct Entry: Decodable {
        var name: String
        var kind: Organization.Kind
        var industry: String?
        var size: Organization.Size?
        var country: String?
        var domains: [String]
        var parent: String?
    }

    struct Known: Decodable {
        var name: String
        var organization: String
        var function: String?
        var mail: String
        var languages: [String]
    }

    struct Happening: Decodable {
        var kind: Interaction.Kind
        var at: Timestamp
        var end: Timestamp?
        var accounts: [String]
        var frm: String?
        var to: [String]?
        var cc: [String]?
        var about: [String]?
        var title: String
        var text: String?
        var place: String?
        var heardFrom: String?
        var id: String?
        var answers: [String]?

        func interaction(_ people: [String: Person], _ organizations: [String: Organization], at now: Timestamp) -> NewInteraction {
            func part(_ part: Interaction.Participation.Part, _ names: [String]?) -> [Interaction.Participation] {
                (names ?? []).map { name in .init(part, name: name, address: people[name]?.mailAddresses.first, person: people[name]?.id) }
            }
            let isEvent = kind == .calendarEvent
            return NewInteraction(
                Interaction(
                    id: .make(at: now), kind: kind, title: title, startedAt: at, endedAt: end, recordedAt: min(at, now), text: text,
                    heardFrom: heardFrom, place: place, sourceID: id, answers: answers ?? [],
                    participants: part(isEvent ? .organizer : .from, frm.map { [$0] }) + part(isEvent ? .attendee : .to, to)
                        + part(.copy, cc) + part(.about, about),
                    isFiction: true
                ),
                accounts: Set(accounts.compactMap { organizations[$0]?.id })
            )
        }
    }

    var organizations: [Entry]
    var people: [String: String]
    var languages: [String: [String]]
    /// People of whom there is no meeting with words.
    var outsideMeetings: [Known]
    var reportsTo: [[String]]
    var interactions: [Happening]
}

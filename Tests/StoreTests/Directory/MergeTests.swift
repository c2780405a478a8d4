import Covalence
import Foundation
import Store
import Testing

@Suite("Merging and taking apart")
struct MergeTests {
    /// Organisations without their versions, which only rise.
    func whole(_ workspace: any WorkspaceStore) async throws -> [Identifier<Organization>: OrganizationSummary] {
        var found: [Identifier<Organization>: OrganizationSummary] = [:]
        for var item in try await workspace.organizations(OrganizationQuery(limit: 500), in: .everything).items {
            item.version = 0
            item.organization.domains.sort()
            found[item.id] = item
        }
        return found
    }

    func everybody(_ workspace: any WorkspaceStore) async throws -> [Identifier<Person>: PersonSummary] {
        var found: [Identifier<Person>: PersonSummary] = [:]
        for var item in try await workspace.people(PersonQuery(limit: 500), in: .everything).items {
            item.version = 0
            found[item.id] = item
        }
        return found
    }

    @Test("an organisation takes over all of the other, and gives it back the same")
    func organizations() async throws {
        let world = try await DirectoryWorld()
        let workspace = world.workspace, kept = try world.organization("A1"), gone = try world.organization("A2")
        var rich = try await workspace.organization(gone, in: .everything).organization
        rich.industry = "Dairy"
        rich.size = .large
        rich.country = "FI"
        rich.note = "Second plant"
        rich.domains = ["a2.example", "b2.example"]
        try await workspace.update(rich, expecting: 1, at: .base)
        let child = newOrganization("Child", parent: gone), person = newPerson("Eva", at: gone)
        try await workspace.add(child, holders: AccountHolders(), at: .base)
        try await workspace.add(person, by: nil, at: .base)
        let about = Claim(id: .make(at: .base), kind: "x.y", subject: .organization(gone), value: "grows", author: .person("P"), recordedAt: .base)
        let object = Claim(id: .make(at: .base), kind: "x.owns", subject: .person(person.id), object: gone.description, author: .person("P"), recordedAt: .base)
        try await workspace.add([about, object], decisions: [])
        let before = try await whole(workspace), people = try await everybody(workspace)
        let meeting = try #require(world.meetings["A2+A4"]), both = try #require(world.meetings["A1+A2"])
        let version = try await workspace.version(of: meeting), note = try #require(world.interactions["A2+A4"])

        let merge = try await workspace.merge(gone, into: kept, by: "Petra", at: .minutes(1))
        await #expect(throws: StoreError.notFound("The organisation \(gone)")) { _ = try await workspace.organization(gone, in: .everything) }
        let now = try await workspace.organization(kept, in: .everything)
        #expect(now.organization.name == "A1" && now.organization.industry == "Dairy" && now.organization.size == .large && now.organization.country == "FI")
        #expect(now.organization.domains == ["a2.example", "b2.example"] && now.version == 2 && now.people == 2)
        #expect(now.holders.members == [try world.member("Ben")] && now.holders.teams.count == 1)
        // Each a meeting and a note: A1, A1+A2, A2+A4.
        #expect(now.interactions == 6)
        #expect(try await workspace.accounts(of: both) == [kept])
        #expect(try await workspace.accounts(of: meeting) == [kept, try world.organization("A4")])
        #expect(try await workspace.version(of: meeting) > version)
        #expect(try await workspace.interaction(note, in: .everything).version == 2)
        #expect(try await workspace.organization(child.id, in: .everything).organization.parent == kept)
        #expect(try await workspace.claim(about.id).subject == .organization(kept))
        #expect(try await workspace.claim(object.id).object == kept.description)
        #expect(try await workspace.organization(withDomain: "b2.example")?.id == kept)
        let record = try #require(try await workspace.merges(after: nil, limit: 5).items.first)
        #expect(record.id == merge && record.what == "organization" && record.keptName == "A1" && record.absorbedName == "A2" && record.author == "Petra")
        #expect(record.kept == kept.description && record.absorbed == gone.description && !record.isUndone && record.at == .minutes(1))

        try await workspace.undoMerge(merge, at: .minutes(2))
        #expect(try await whole(workspace) == before)
        #expect(try await everybody(workspace) == people)
        #expect(try await workspace.accounts(of: both) == [kept, gone])
        #expect(try await workspace.claim(about.id).subject == .organization(gone))
        #expect(try await workspace.claim(object.id).object == gone.description)
        #expect(try await workspace.merges(after: nil, limit: 5).items.isEmpty)
        await expectRefused("taken apart before") { try await workspace.undoMerge(merge, at: .minutes(3)) }
    }

    @Test("what is known of the kept one wins; what was changed since stays when they come apart")
    func changedSince() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        var one = newOrganization("One"), two = newOrganization("Two")
        one.industry = "Steel"
        two.industry = "Dairy"
        two.note = "From two"
        two.country = "SE"
        try await workspace.add(one, holders: AccountHolders(), at: .base)
        try await workspace.add(two, holders: AccountHolders(), at: .base)
        let merge = try await workspace.merge(two.id, into: one.id, by: "P", at: .base)
        var now = try await workspace.organization(one.id, in: .everything).organization
        #expect(now.industry == "Steel" && now.note == "From two" && now.country == "SE")
        now.note = "Changed since"
        try await workspace.update(now, expecting: 2, at: .base)
        try await workspace.undoMerge(merge, at: .base)
        let apart = try await workspace.organization(one.id, in: .everything).organization
        #expect(apart.note == "Changed since" && apart.industry == "Steel" && apart.country == nil)
        #expect(try await workspace.organization(two.id, in: .everything).organization == two)
    }

    @Test("no merge closes a circle of who belongs to whom, whichever of the two stood above the other", arguments: [
        // Kept, absorbed, and what the kept one is part of then. Top > Middle > Low > Lowest.
        ("Top", "Middle", nil), ("Middle", "Top", nil), ("Low", "Top", nil), ("Top", "Low", nil), ("Lowest", "Middle", "Top"),
        ("Middle", "Lowest", "Top"), ("Side", "Lowest", "Low"), ("Lowest", "Side", "Low"),
    ] as [(String, String, String?)])
    func circles(kept: String, absorbed: String, above: String?) async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        var ids: [String: Identifier<Organization>] = [:]
        for (name, parent) in [("Top", nil), ("Middle", "Top"), ("Low", "Middle"), ("Lowest", "Low"), ("Side", nil)] as [(String, String?)] {
            ids[name] = try await workspace.add(newOrganization(name, parent: parent.flatMap { ids[$0] }), holders: AccountHolders(), at: .base).id
        }
        let before = try await whole(workspace)
        let merge = try await workspace.merge(try #require(ids[absorbed]), into: try #require(ids[kept]), by: "P", at: .base)
        #expect(try await workspace.organization(try #require(ids[kept]), in: .everything).parentName == above)
        try await expectNoCircle(workspace)
        // Every organisation can still be saved as it is.
        try await workspace.undoMerge(merge, at: .base)
        #expect(try await whole(workspace) == before)
    }

    @Test("what stood above the absorbed one may have come below the kept one since: taking apart closes no circle")
    func circleSince() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let top = newOrganization("Top")
        try await workspace.add(top, holders: AccountHolders(), at: .base)
        let gone = newOrganization("Gone", parent: top.id)
        try await workspace.add(gone, holders: AccountHolders(), at: .base)
        var kept = newOrganization("Kept", parent: gone.id)
        try await workspace.add(kept, holders: AccountHolders(), at: .base)
        let merge = try await workspace.merge(gone.id, into: kept.id, by: "P", at: .base)
        // Kept took the place below Top; now it is turned round.
        kept.parent = nil
        try await workspace.update(kept, expecting: 2, at: .base)
        var below = top
        below.parent = kept.id
        try await workspace.update(below, expecting: 1, at: .base)
        try await workspace.undoMerge(merge, at: .base)
        try await expectNoCircle(workspace)
        #expect(try await workspace.organizations(OrganizationQuery(), in: .everything).items.count == 3)
    }

    @Test("merges are taken back in the opposite order")
    func order() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        var ids: [Identifier<Organization>] = []
        for name in ["A", "B", "C", "D"] { ids.append(try await workspace.add(newOrganization(name, domains: ["\(name.lowercased()).example"]), holders: AccountHolders(), at: .base).id) }
        var meeting = newMeeting()
        meeting.accounts = [ids[0], ids[2]]
        try await workspace.add(meeting)
        let before = try await whole(workspace)
        // All at one moment.
        let first = try await workspace.merge(ids[0], into: ids[1], by: "P", at: .base)
        let second = try await workspace.merge(ids[2], into: ids[1], by: "P", at: .base)
        let third = try await workspace.merge(ids[1], into: ids[3], by: "P", at: .base)
        #expect(try await workspace.accounts(of: meeting.meeting.id) == [ids[3]])
        #expect(try await workspace.merges(after: nil, limit: 5).items.map(\.id) == [third])
        for early in [first, second] { await expectRefused("Take that merge back first") { try await workspace.undoMerge(early, at: .base) } }
        for merge in [third, second, first] { try await workspace.undoMerge(merge, at: .base) }
        #expect(try await whole(workspace) == before)
        #expect(try await workspace.accounts(of: meeting.meeting.id) == [ids[0], ids[2]])
        await expectRefused("with itself") { _ = try await workspace.merge(ids[0], into: ids[0], by: "P", at: .base) }
        let missing = Identifier<Organization>.make(at: .base), nothing = Identifier<Merge>.make(at: .base)
        await #expect(throws: StoreError.notFound("The organisation \(missing)")) { _ = try await workspace.merge(missing, into: ids[0], by: "P", at: .base) }
        await #expect(throws: StoreError.notFound("The organisation \(missing)")) { _ = try await workspace.merge(ids[0], into: missing, by: "P", at: .base) }
        await #expect(throws: StoreError.notFound("The merge \(nothing)")) { try await workspace.undoMerge(nothing, at: .base) }
        #expect(try await whole(workspace) == before)
    }

    @Test("a person takes over all of the other, and gives it back the same")
    func people() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let plant = try await workspace.add(newOrganization("Plant"), holders: AccountHolders(), at: .base).id
        var ann = newPerson("Ann Berg", mail: "ann@plant.example")
        var other = newPerson("A. Berg", at: plant, mail: "berg@plant.example")
        ann.function = "Buyer"
        other.function = "Head of buying"
        other.languages = ["fi"]
        other.cultures = ["Karelian"]
        other.note = "Calm"
        other.reach.append(.init(.phone, "+358 1"))
        let member = Identifier<Member>.make(at: .base)
        try await workspace.add(ann, by: nil, at: .base)
        try await workspace.add(other, by: member, at: .base)
        let login = newMember("Ann", "login@plant.example")
        var linked = login
        linked.person = other.id
        try await workspace.add(linked, token: nil)
        var meeting = newMeeting()
        meeting.cast.participants[1].person = other.id
        try await workspace.add(meeting)
        let mail = newInteraction("Offer", .mail, participants: [.init(.from, person: ann.id), .init(.to, address: "berg@plant.example", person: other.id)])
        _ = try await workspace.add([NewInteraction(mail)], at: .base)
        let boss = newPerson("Boss")
        try await workspace.add(boss, by: nil, at: .base)
        let about = Claim(id: .make(at: .base), kind: Person.reportsToKind, subject: .person(other.id), object: boss.id.description, author: .person("P"), recordedAt: .base, standing: .confirmed)
        let object = Claim(id: .make(at: .base), kind: "x.knows", subject: .person(boss.id), object: other.id.description, author: .person("P"), recordedAt: .base)
        try await workspace.add([about, object], decisions: [])
        let before = try await everybody(workspace), version = try await workspace.version(of: meeting.meeting.id)
        try await workspace.cache(Data("kept".utf8), as: "reading", engine: "e", of: meeting.meeting.id, madeFrom: version)

        let merge = try await workspace.merge(other.id, into: ann.id, by: "Petra", at: .minutes(1))
        let now = try await workspace.person(ann.id, in: .everything)
        #expect(now.person.name == "Ann Berg" && now.person.function == "Buyer" && now.person.organization == plant && now.person.note == "Calm")
        #expect(now.person.languages == ["fi"] && now.person.cultures == ["Karelian"] && now.interactions == 2 && now.version == 2)
        #expect(now.person.reach == [.init(.mail, "ann@plant.example"), .init(.mail, "berg@plant.example"), .init(.phone, "+358 1")])
        #expect(try await workspace.people(withAddresses: ["berg@plant.example"])["berg@plant.example"]?.id == ann.id)
        #expect(try await workspace.cast(of: meeting.meeting.id).cast.participants[1].person == ann.id)
        #expect(try await workspace.meeting(meeting.meeting.id).participants[1].person == ann.id)
        #expect(try await workspace.version(of: meeting.meeting.id) > version)
        #expect(try await workspace.cached("reading", engine: "e", of: meeting.meeting.id) == nil)
        #expect(try await workspace.interaction(mail.id, in: .everything).interaction.participants.map(\.person) == [ann.id, ann.id])
        #expect(try await workspace.member(login.id).person == ann.id)
        #expect(try await workspace.claim(about.id).subject == .person(ann.id))
        #expect(try await workspace.claim(object.id).object == ann.id.description)
        #expect(try await workspace.history(HistoryQuery(person: ann.id), in: .everything).items.count == 2)
        await #expect(throws: StoreError.notFound("The person \(other.id)")) { _ = try await workspace.person(other.id, in: .everything) }
        #expect(try await workspace.merges(after: nil, limit: 5).items.map(\.what) == ["person"])

        try await workspace.undoMerge(merge, at: .minutes(2))
        #expect(try await everybody(workspace) == before)
        #expect(try await workspace.cast(of: meeting.meeting.id).cast.participants[1].person == other.id)
        #expect(try await workspace.interaction(mail.id, in: .everything).interaction.participants == mail.participants)
        #expect(try await workspace.member(login.id).person == other.id)
        #expect(try await workspace.claim(about.id).subject == .person(other.id))
        // Whoever added them still sees them.
        try await workspace.identify(.address("nobody@x.example"), as: other.id)
        #expect(try await workspace.people(withAddresses: ["berg@plant.example"])["berg@plant.example"]?.id == other.id)
    }

    @Test("two of whom one reports to the other are not one", arguments: [1, 2])
    func reporting(steps: Int) async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        var ids: [Identifier<Person>] = []
        for name in ["Ann", "Ben", "Cid"] { ids.append(try await workspace.add(newPerson(name), by: nil, at: .base).id) }
        for index in 0..<2 {
            try await workspace.add([Claim(
                id: .make(at: .base), kind: Person.reportsToKind, subject: .person(ids[index]), object: ids[index + 1].description,
                author: .person("P"), recordedAt: .base, standing: .confirmed
            )], decisions: [])
        }
        await expectRefused("report to themselves") { _ = try await workspace.merge(ids[0], into: ids[steps], by: "P", at: .base) }
        await expectRefused("report to themselves") { _ = try await workspace.merge(ids[steps], into: ids[0], by: "P", at: .base) }
        #expect(try await everybody(workspace).count == 3)
        #expect(try await workspace.claims(about: .person(ids[0]), standings: nil).map(\.object) == [ids[1].description])
        await expectRefused("themselves") { _ = try await workspace.merge(ids[0], into: ids[0], by: "P", at: .base) }
    }

    @Test("an erased person is in no merge any more, nor are those they were merged of")
    func erased() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        var ids: [Identifier<Person>] = []
        for name in ["Xqannv", "Xqbennv", "Xqcidnv"] { ids.append(try await workspace.add(newPerson(name, mail: "\(name.lowercased())@x.example"), by: nil, at: .base).id) }
        let first = try await workspace.merge(ids[0], into: ids[1], by: "P", at: .base)
        let second = try await workspace.merge(ids[1], into: ids[2], by: "P", at: .base)
        #expect(try !room.filesHolding("Xqannv").isEmpty)
        try await workspace.erasePerson(ids[2], substitute: "[erased]", at: .minutes(1))
        for name in ["Xqannv", "Xqbennv", "Xqcidnv", "xqannv@", "xqbennv@"] { #expect(try room.filesHolding(name) == [], "\(name)") }
        for merge in [first, second] { await #expect(throws: StoreError.notFound("The merge \(merge)")) { try await workspace.undoMerge(merge, at: .base) } }
        #expect(try await workspace.merges(after: nil, limit: 5).items.isEmpty)
    }

    @Test("with an erased person everybody they were merged of is noted as erased, and who was taken apart is not")
    func erasedOnesAreNoted() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        var ids: [Identifier<Person>] = []
        for name in ["Ann", "Ben", "Cid", "Dee"] { ids.append(try await workspace.add(newPerson(name), by: nil, at: .base).id) }
        try await workspace.undoMerge(try await workspace.merge(ids[3], into: ids[2], by: "P", at: .base), at: .base)
        _ = try await workspace.merge(ids[0], into: ids[1], by: "P", at: .base)
        _ = try await workspace.merge(ids[1], into: ids[2], by: "P", at: .base)
        try await workspace.erasePerson(ids[2], substitute: "[erased]", at: .minutes(1))
        let erased = try await workspace.erasures()
        #expect(erased.count == 3 && erased.first == ErasureRecord(.person(ids[2]), at: .minutes(1)))
        #expect(Set(erased) == Set(ids.prefix(3).map { ErasureRecord(.person($0), at: .minutes(1)) }))
        await #expect(throws: StoreError.erased("This person")) { _ = try await workspace.holdings(on: ids[0]) }
        #expect(try await everybody(workspace).keys.sorted() == [ids[3]])
        #expect(try await workspace.replay(erased) == 0)
    }

    private func expectNoCircle(_ workspace: any WorkspaceStore) async throws {
        let parents = try await whole(workspace).mapValues(\.organization.parent)
        for start in parents.keys {
            var current = start, steps = 0
            while let parent = parents[current] ?? nil, steps < 10 { (current, steps) = (parent, steps + 1) }
            #expect(steps < 10, "a circle")
        }
    }
}

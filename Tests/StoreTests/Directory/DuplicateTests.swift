import Covalence
import Foundation
@testable import Store
import Testing

@Suite("Who may be who")
struct DuplicateTests {
    @Test("names are compared without legal form, case, accents and signs", arguments: [
        ("Brunavik Oy", "BRUNAVIK"), ("Müller GmbH & Co. KG", "muller"), ("Acme, Inc.", "acme"), ("Foo S.p.A.", "foo"), ("Bar s.r.o.", "bar"),
        ("Norsk A/S", "norsk a s"), ("GmbH", "gmbh"), ("", ""), ("!!!", ""),
    ])
    func names(name: String, key: String) {
        #expect(CompanyName.key(name) == key.lowercased())
    }

    @Test("a domain below another's and the same name are asked about, until somebody says they are two")
    func organizations() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let names: [(String, [String])] = [
            ("Brunavik Oy", ["brunavik.example"]), ("Plant Two", ["plant.brunavik.example", "a_c.example"]), ("BRUNAVIK Ltd", []), ("Other", ["x.abc.example", "abc.example"]),
            ("Last", ["last.example"]), ("Brunavik", []),
        ]
        var ids: [Identifier<Organization>] = []
        for (name, domains) in names { ids.append(try await workspace.add(newOrganization(name, domains: domains), holders: AccountHolders(), at: .base).id) }
        // Part of the first on purpose.
        try await workspace.add(newOrganization("Part", parent: ids[0], domains: ["part.brunavik.example"]), holders: AccountHolders(), at: .base)
        func pairs(_ limit: Int = 50) async throws -> Set<Set<Identifier<Organization>>> {
            Set(try await workspace.likelyDuplicateOrganizations(limit: limit).map { [$0.first.id, $0.second.id] })
        }
        let first = try #require(try await workspace.likelyDuplicateOrganizations(limit: 1).first)
        #expect(first.reason == "The domain plant.brunavik.example is part of brunavik.example.")
        #expect(try await pairs() == [[ids[0], ids[1]], [ids[0], ids[2]], [ids[0], ids[5]], [ids[2], ids[5]]])
        #expect(try await workspace.likelyDuplicateOrganizations(limit: 50).count == 4)
        #expect(try await pairs(2).count == 2)
        for limit in [0, -1] { #expect(try await pairs(limit).isEmpty) }
        try await workspace.keepApart(ids[5].description.uppercased(), ids[0].description)
        try await workspace.keepApart(ids[0].description, ids[1].description)
        try await workspace.keepApart(ids[0].description, ids[1].description)
        #expect(try await pairs() == [[ids[0], ids[2]], [ids[2], ids[5]]])
        for (one, other) in [("", ""), (ids[0].description, ids[0].description), ("x", ids[0].description)] {
            await expectRefused("kept apart") { try await workspace.keepApart(one, other) }
        }
    }

    @Test("people with the same name, or whose address stands with both, are asked about")
    func people() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let plant = try await workspace.add(newOrganization("Plant"), holders: AccountHolders(), at: .base).id
        let other = try await workspace.add(newOrganization("Other"), holders: AccountHolders(), at: .base).id
        let ann = newPerson("Ann Berg", at: plant), twin = newPerson("ÄNN BERG", at: plant), far = newPerson("Ann Berg", at: other)
        let ben = newPerson("Ben", mail: "b@x.example"), benjamin = newPerson("Benjamin", mail: "ben@x.example")
        for person in [ann, twin, far, ben, benjamin] { try await workspace.add(person, by: nil, at: .base) }
        _ = try await workspace.add([
            NewInteraction(newInteraction("1", .mail, participants: [.init(.from, address: "old@x.example", person: ben.id)])),
            NewInteraction(newInteraction("2", .mail, participants: [.init(.to, address: "old@x.example", person: benjamin.id)])),
        ], at: .base)
        let found = try await workspace.likelyDuplicatePeople(limit: 10)
        #expect(Set(found.map { Set([$0.first.id, $0.second.id]) }) == [[ann.id, twin.id], [ben.id, benjamin.id]])
        #expect(Set(found.map(\.reason)) == ["They have the same name and work in the same organisation.", "Both have old@x.example."])
        try await workspace.keepApart(ann.id.description, twin.id.description)
        #expect(try await workspace.likelyDuplicatePeople(limit: 10).count == 1)
        #expect(try await workspace.likelyDuplicatePeople(limit: 0).isEmpty)
    }

    @Test("who is not known is asked about once, with people in sight it may be, and is known everywhere then")
    func identities() async throws {
        let world = try await DirectoryWorld()
        let workspace = world.workspace, a1 = try world.organization("A1"), a4 = try world.organization("A4")
        let ben = Scope.accounts(of: try world.member("Ben"), managing: false)
        let eva = newPerson("Eva Sund", at: a1), hidden = newPerson("Eva Sund", at: a4)
        for person in [eva, hidden] { try await workspace.add(person, by: nil, at: .base) }
        let from = Interaction.Participation(.from, name: "eva sund", address: "eva@a1.example")
        _ = try await workspace.add([
            NewInteraction(newInteraction("Offer 1", .mail, at: .minutes(30), participants: [from]), accounts: [a1]),
            NewInteraction(newInteraction("Offer 2", .mail, at: .minutes(31), participants: [from, .init(.to, name: "Nils")]), accounts: [a1]),
            NewInteraction(newInteraction("Elsewhere", .mail, at: .minutes(32), participants: [from]), accounts: [a4]),
        ], at: .base)
        let open = try await workspace.openIdentities(in: ben, limit: 50)
        let asked = try #require(open.first)
        #expect(asked.key == .address("eva@a1.example") && asked.occurrences == 2 && asked.latest.title == "Offer 2")
        #expect(asked.suggestions.map(\.id) == [eva.id])
        #expect(open.contains { $0.key == .name("Nils") && $0.occurrences == 1 })
        // Meetings in sight of Ben: three, each with Anna and Ben as names.
        let participants = open.filter { if case .participant = $0.key { true } else { false } }
        #expect(participants.count == 6)
        #expect(Set(try await workspace.openIdentities(in: .everything, limit: 50).first?.suggestions.map(\.id) ?? []) == [eva.id, hidden.id])
        #expect(try await workspace.openIdentities(in: ben, limit: 1).count == 1)
        for limit in [0, -1] { #expect(try await workspace.openIdentities(in: ben, limit: limit).isEmpty) }

        try await workspace.identify(.address("EVA@a1.example"), as: eva.id)
        try await workspace.identify(.name("nils"), as: hidden.id)
        #expect(try await workspace.person(eva.id, in: .everything).interactions == 3)
        #expect(try await workspace.person(hidden.id, in: .everything).interactions == 1)
        #expect(try await !workspace.openIdentities(in: .everything, limit: 50).contains { $0.key == asked.key })
        let nobody = Identifier<Person>.make(at: .base)
        await #expect(throws: StoreError.notFound("The person \(nobody)")) { try await workspace.identify(.name("x"), as: nobody) }
        // A label that somebody said was a person is suggested for the next meeting with it, before people of the same name.
        let meeting = try #require(world.meetings["A1"])
        var cast = try await workspace.cast(of: meeting).cast
        cast.participants[1].person = eva.id
        cast.participants[1].name = "Eva"
        var change = MeetingChange()
        change.cast = CastChange(cast, expecting: 1, author: .person("Petra"), at: .base)
        try await workspace.apply(change, to: meeting)
        let again = try await workspace.openIdentities(in: ben, limit: 50).filter { if case .participant(_, _, "Ben") = $0.key { true } else { false } }
        #expect(again.count == 2 && again.allSatisfy { $0.suggestions.map(\.id) == [eva.id] })
    }

    @Test("a person added with an address is whoever had it in the mails before")
    func byAddress() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let mail = newInteraction("Offer", .mail, participants: [.init(.from, address: "Eva@x.example")])
        _ = try await workspace.add([NewInteraction(mail)], at: .base)
        let eva = newPerson("Eva", mail: "EVA@x.example")
        #expect(try await workspace.add(eva, by: nil, at: .base).interactions == 1)
        let record = try await workspace.interaction(mail.id, in: .everything)
        #expect(record.interaction.participants.map(\.person) == [eva.id] && record.version == 2)
    }
}

import Covalence
import Foundation
import Store
import Testing

@Suite("People")
struct PersonTests {
    @Test("what is added comes back, and each change is another version")
    func comesBack() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let plant = try await workspace.add(newOrganization("Plant"), holders: AccountHolders(), at: .base).id
        var ann = Person(
            id: .make(at: .base), name: "Ann Berg", organization: plant, function: "Head of Qualität", languages: ["fi", "en"], cultures: ["Karelian"],
            reach: [.init(.mail, "Ann@Plant.example"), .init(.phone, "+358 1"), .init(.mail, "ann@plant.example")], note: "Likes numbers"
        )
        let added = try await workspace.add(ann, by: nil, at: .base)
        ann.reach = [.init(.mail, "ann@plant.example"), .init(.phone, "+358 1")]
        #expect(added.person == ann && added.version == 1 && added.organizationName == "Plant" && added.interactions == 0)
        #expect(try await workspace.organization(plant, in: .everything).people == 1)
        ann.function = nil
        ann.organization = nil
        ann.reach = [.init(.mail, "ann@plant.example"), .init(.mail, "ann@home.example")]
        let changed = try await workspace.update(ann, expecting: 1, at: .minutes(1))
        #expect(changed.person == ann && changed.version == 2 && changed.organizationName == nil)
        let late = ann
        await expectConflict(.record(expected: 1, found: 2)) { try await workspace.update(late, expecting: 1, at: .base) }
        await #expect(throws: StoreError.exists("The person \(late.id)")) { try await workspace.add(late, by: nil, at: .base) }
        let nobody = newPerson("Nobody")
        await #expect(throws: StoreError.notFound("The person \(nobody.id)")) { try await workspace.update(nobody, expecting: 1, at: .base) }
        await #expect(throws: StoreError.notFound("The person \(nobody.id)")) { _ = try await workspace.person(nobody.id, in: .everything) }
        let lost = newPerson("Lost", at: .make(at: .base))
        await expectRefused("is not there any more") { try await workspace.add(lost, by: nil, at: .base) }
        try await workspace.erasePerson(late.id, substitute: "[erased]", at: .minutes(2))
        await #expect(throws: StoreError.erased("This person")) { try await workspace.update(late, expecting: 2, at: .minutes(3)) }
    }

    @Test("two people do not have one mail address; the sentence names the other")
    func addresses() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let ann = newPerson("Ann Berg", mail: "a@x.example")
        try await workspace.add(ann, by: nil, at: .base)
        var ben = newPerson("Ben Holt", mail: "b@x.example", "A@X.example")
        func taken(at place: Int) -> StoreError { .exists("The mail address a@x.example (of “Ann Berg”)", at: "/reach/\(place)/value") }
        let wanted = ben
        await #expect(throws: taken(at: 1)) { try await workspace.add(wanted, by: nil, at: .base) }
        #expect(try await workspace.people(withAddresses: ["b@x.example"]).isEmpty)
        ben.reach = [.init(.mail, "b@x.example"), .init(.phone, "1")]
        try await workspace.add(ben, by: nil, at: .base)
        ben.reach.append(.init(.mail, "a@x.example"))
        let again = ben
        await #expect(throws: taken(at: 2)) { try await workspace.update(again, expecting: 1, at: .base) }
        // A telephone may be shared.
        var cid = newPerson("Cid")
        cid.reach = [.init(.phone, "1")]
        try await workspace.add(cid, by: nil, at: .base)
        let found = try await workspace.people(withAddresses: ["A@x.example", "b@x.example", "c@x.example", ""])
        #expect(found.mapValues(\.name) == ["a@x.example": "Ann Berg", "b@x.example": "Ben Holt"])
    }

    @Test("people are found by name, function and address, in any case and without accents")
    func list() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let plant = try await workspace.add(newOrganization("Plant"), holders: AccountHolders(), at: .base).id
        var ann = newPerson("Änn Berg", at: plant, mail: "ann@plant.example")
        ann.function = "Leiterin QUALITÄT"
        try await workspace.add(ann, by: nil, at: .base)
        for name in ["ann berg", "Ben", "Zoë"] { try await workspace.add(newPerson(name), by: nil, at: .base) }
        func search(_ text: String?, at organization: Identifier<Organization>? = nil) async throws -> [String] {
            try await workspace.people(PersonQuery(text: text, organization: organization), in: .everything).items.map(\.person.name)
        }
        #expect(Set(try await search("ANN")) == ["Änn Berg", "ann berg"])
        #expect(try await search("qualitat") == ["Änn Berg"])
        #expect(try await search("@PLANT") == ["Änn Berg"])
        #expect(try await search("zoe") == ["Zoë"])
        #expect(try await search(nil, at: plant) == ["Änn Berg"])
        #expect(try await search("'; DROP TABLE person; --").isEmpty)
        #expect(Set(try await workspace.people(named: "ANN BERG", limit: 5).map(\.name)) == ["Änn Berg", "ann berg"])
        #expect(try await workspace.people(named: "ann berg", limit: 1).count == 1)
        #expect(try await workspace.people(named: "ann", limit: 5).isEmpty)
        #expect(try await workspace.people(named: "ann berg", limit: -3).isEmpty)
        var found: [String] = [], cursor: PageCursor?
        repeat {
            let page = try await workspace.people(PersonQuery(cursor: cursor, limit: 1), in: .everything)
            found += page.items.map(\.person.name)
            cursor = page.next
        } while cursor != nil && found.count < 20
        #expect(Set(found.prefix(2)) == ["Änn Berg", "ann berg"] && found.suffix(2) == ["Ben", "Zoë"])
        await expectRefused("Begin at the first page") { _ = try await workspace.people(PersonQuery(cursor: PageCursor(rawValue: "x")), in: .everything) }
        await expectRefused("zero character") { try await workspace.add(newPerson("A\u{0}"), by: nil, at: .base) }
    }

    @Test("a person's contacts are meetings and interactions, each once")
    func contacts() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let ann = newPerson("Ann")
        try await workspace.add(ann, by: nil, at: .base)
        var meeting = newMeeting(at: .minutes(3))
        meeting.cast.participants[1].person = ann.id
        #expect(try await workspace.add(meeting).participants[1].person == ann.id)
        let mail = newInteraction("Offer", .mail, at: .minutes(7), participants: [.init(.from, person: ann.id), .init(.copy, person: ann.id)])
        _ = try await workspace.add([NewInteraction(mail)], at: .base)
        let summary = try await workspace.person(ann.id, in: .everything)
        #expect(summary.interactions == 2 && summary.lastInteractionAt == .minutes(7))
        let lines = try await workspace.history(HistoryQuery(person: ann.id), in: .everything).items
        #expect(lines.map(\.subject) == [.interaction(mail.id), .meeting(meeting.meeting.id)])
    }
}

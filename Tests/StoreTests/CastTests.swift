import Covalence
import Foundation
import Store
import Testing

struct CastTests {
    @Test func aStaleEditIsRefusedAndUndoBringsBack() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let new = newMeeting(sides: ["Anna": .seller])
        #expect(try await workspace.add(new).openQuestions == 1)
        var ben = new.cast.participants[1]
        ben.side = .customer
        ben.name = "Benjamin Holt"
        ben.consent = [.analysis: .given]
        var change = MeetingChange()
        change.cast = CastChange(try new.cast.replacing(ben), expecting: 1, author: .person("Petra"), at: .minutes(1))
        let summary = try await workspace.apply(change, to: new.meeting.id)
        #expect(summary.castVersion == 2)
        #expect(summary.openQuestions == 0)
        #expect(summary.names(on: .customer) == ["Benjamin Holt"])
        await expectConflict(.cast(expected: 1, found: 2)) { try await workspace.apply(change, to: new.meeting.id) }

        let undone = try await workspace.restoreCast(
            of: new.meeting.id, version: 1, expecting: 2, author: .person("Petra"), at: .minutes(2)
        )
        #expect(undone.castVersion == 3)
        #expect(undone.openQuestions == 1)
        let versions = try await workspace.castVersions(of: new.meeting.id)
        #expect(versions.map(\.version) == [1, 2, 3])
        #expect(versions[2].cast == new.cast)
        #expect(versions[2].restores == 1)
        #expect(try await workspace.cast(of: new.meeting.id, version: 2).cast == change.cast?.cast)
    }

    @Test func reassignedUtterancesAreFoundUnderTheirSpeaker() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let new = newMeeting()
        try await workspace.add(new)
        let carla = Participant(id: .make(at: .base), name: "Carla Mende", side: .thirdParty)
        var change = MeetingChange()
        change.cast = CastChange(try new.cast.reassigning([1], to: carla), expecting: 1, author: .person("P"), at: .base)
        try await workspace.apply(change, to: new.meeting.id)
        let moment = try #require(try await workspace.moments(MomentQuery(words: "shifts")).items.first)
        #expect(moment.label == "Ben")
        #expect(moment.speaker == "Carla Mende")
        #expect(moment.side == .thirdParty)
    }

    @Test func answersAreRememberedSuppositionsAreNot() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        for minute in 0..<2 {
            var new = newMeeting(at: .minutes(minute), recordedAt: .minutes(minute), sides: ["Anna": .seller])
            new.domains = [RememberedDomain(domain: "Nordwind.example", organization: "Nordwind", side: .seller)]
            try await workspace.add(new)
        }
        var other = newMeeting(recordedAt: .minutes(9), lines: [("ANNA", "Hello")], sides: ["ANNA": .customer])
        other.cast.participants[0].name = "Anna Berg"
        try await workspace.add(other)
        try await workspace.add(newMeeting(lines: [("Ben", "Hello")], sides: ["Ben": .customer], castAuthor: .engine("sides/1")))

        let found = try await workspace.rememberedSpeakers(behind: ["anna", "Ben", "Nobody"], in: .everything)
        #expect(found.keys.sorted() == ["anna"])
        #expect(found["anna"]?.map(\.name) == ["Anna", "Anna Berg"])
        #expect(found["anna"]?.map(\.count) == [2, 1])
        #expect(found["anna"]?.first?.side == .seller)
        #expect(found["anna"]?.first?.organization == "Nordwind")
        #expect(found["anna"]?.first?.lastUsed == .minutes(1))
        let domains = try await workspace.rememberedDomains(["NORDWIND.example", "other.example"], in: .everything)
        #expect(domains == ["nordwind.example": [RememberedDomain(domain: "nordwind.example", organization: "Nordwind", side: .seller)]])
    }

    @Test func whatWasSaidOutOfSightIsNotRemembered() async throws {
        let world = try await DirectoryWorld()
        let scope = Scope.accounts(of: try world.member("Ben"), managing: false)
        let a1 = try world.organization("A1"), a3 = try world.organization("A3")
        let hidden = try await world.workspace.add(newPerson("Zenobia", at: a3), by: nil, at: .base).id, seen = try world.person("at A1")
        func add(_ account: Identifier<Organization>, _ side: Side, _ person: Identifier<Person>, _ label: String) async throws {
            var new = newMeeting(lines: [(label, "Hello")], sides: [label: side], organizations: [label: "Plant"])
            new.cast.participants[0].person = person
            new.accounts = [account]
            new.domains = [RememberedDomain(domain: "\(label).example", organization: "Plant", side: side)]
            try await world.workspace.add(new)
        }
        try await add(a3, .customer, hidden, "zenobia")
        #expect(try await world.workspace.rememberedSpeakers(behind: ["zenobia"], in: .everything)["zenobia"]?.map(\.person) == [hidden])
        #expect(try await world.workspace.rememberedSpeakers(behind: ["zenobia"], in: scope).isEmpty)
        #expect(try await world.workspace.rememberedDomains(["zenobia.example"], in: .everything).count == 1)
        #expect(try await world.workspace.rememberedDomains(["zenobia.example"], in: scope).isEmpty)
        // What is in sight is remembered, also beside what is not.
        try await add(a1, .seller, seen, "zenobia")
        let known = try #require(try await world.workspace.rememberedSpeakers(behind: ["zenobia"], in: scope)["zenobia"])
        #expect(known.map(\.person) == [seen] && known.map(\.side) == [.seller] && known.map(\.count) == [1])
        #expect(try await world.workspace.rememberedDomains(["zenobia.example"], in: scope)["zenobia.example"]?.map(\.side) == [.seller])
        // In a meeting in sight, somebody of an account that is not.
        try await add(a1, .customer, hidden, "guest of a1")
        let guest = try #require(try await world.workspace.rememberedSpeakers(behind: ["guest of a1"], in: scope)["guest of a1"]?.first)
        #expect(guest.person == nil && guest.side == .customer && guest.organization == "Plant")
        #expect(try await world.workspace.rememberedSpeakers(behind: ["guest of a1"], in: .everything)["guest of a1"]?.first?.person == hidden)
    }
}

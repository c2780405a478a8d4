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

        let found = try await workspace.rememberedSpeakers(behind: ["anna", "Ben", "Nobody"])
        #expect(found.keys.sorted() == ["anna"])
        #expect(found["anna"]?.map(\.name) == ["Anna", "Anna Berg"])
        #expect(found["anna"]?.map(\.count) == [2, 1])
        #expect(found["anna"]?.first?.side == .seller)
        #expect(found["anna"]?.first?.organization == "Nordwind")
        #expect(found["anna"]?.first?.lastUsed == .minutes(1))
        let domains = try await workspace.rememberedDomains(["NORDWIND.example", "other.example"])
        #expect(domains == ["nordwind.example": [RememberedDomain(domain: "nordwind.example", organization: "Nordwind", side: .seller)]])
    }
}

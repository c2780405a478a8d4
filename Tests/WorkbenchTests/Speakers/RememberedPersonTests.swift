import Covalence
import Foundation
import Store
import Testing
@testable import Workbench

/// Who was behind a label before is, in the next file, not only a name but the person of the record.
struct RememberedPersonTests {
    private func person(_ name: String, _ room: Room) async throws -> Identifier<Person> {
        let person = Person(id: .make(at: room.bench.now()), name: name)
        _ = try await room.bench.store.add(person, by: nil, at: room.bench.now())
        return person.id
    }

    private func say(_ name: String, is person: Identifier<Person>, in meeting: Identifier<Meeting>, _ room: Room) async throws {
        let open = try await room.open(meeting)
        let id = try open.participant(name).id
        try await room.bench.identify(.participant(id, in: meeting, name: name), as: .person(person), by: .owner)
    }

    @Test func theNextFileKnowsThePersonBehindALabel() async throws {
        let room = try await Room.open()
        let first = try await room.meeting()
        let ben = try await person("Ben Holt", room)
        try await say("Ben Holt", is: ben, in: first.id, room)
        let next = try await room.meeting(vtt(talk + [("Ben Holt", "One thing more.")]), named: "next.vtt", details: ImportDetails())
        #expect(try await room.open(next.id).participant("Ben Holt").person == ben)
        // Nobody said who Anna is.
        #expect(try await room.open(next.id).participant("Anna Berg").person == nil)
    }

    @Test func twoPeopleBehindOneLabelAreAQuestion() async throws {
        let room = try await Room.open()
        let first = try await room.meeting(), second = try await room.meeting(vtt(talk + [("Anna Berg", "And more.")]), named: "b.vtt")
        try await say("Ben Holt", is: try await person("Ben Holt", room), in: first.id, room)
        try await say("Ben Holt", is: try await person("Ben Holt", room), in: second.id, room)
        let next = try await room.meeting(vtt(talk + [("Ben Holt", "Again.")]), named: "next.vtt", details: ImportDetails())
        #expect(try await room.open(next.id).participant("Ben Holt").person == nil)
    }

    /// Also where somebody who sees everything deals with the file: the meeting is that of whoever brought it in.
    @Test func aFileKnowsNobodyOfMeetingsThatWhoeverBroughtItInMayNotSee() async throws {
        let world = try await Directory.open()
        let room = world.room, seller = try await world.member("seller")
        let hidden = try await room.meeting()
        try await room.bench.setAccounts(of: hidden.id, to: [try await world.organization("Zorblatt").id], by: .owner)
        try await say("Ben Holt", is: try await person("Ben Holt", room), in: hidden.id, room)
        func brought(_ more: String, by visitor: Visitor) async throws -> Cast {
            let item = try await room.bench.keepTranscript(vtt(talk + [("Ben Holt", more)]), named: "next.vtt", details: ImportDetails(), by: seller)
            guard case .imported(let summary, _, _) = try await room.bench.importTranscript(item, missingConsent: .goOn, by: visitor) else {
                throw Unexpected("The file was not imported.")
            }
            #expect(try await room.bench.speakerSuggestions(of: summary.id, by: seller).allSatisfy { $0.person == nil && $0.side == nil })
            #expect(try await room.bench.speakerSuggestions(of: summary.id, by: .owner).contains { $0.person != nil && $0.side == .customer })
            return try await room.open(summary.id).cast.cast
        }
        for cast in [try await brought("One thing more.", by: seller), try await brought("And another.", by: .owner)] {
            #expect(cast.participants.count == 2)
            #expect(cast.participants.allSatisfy { $0.side == nil && $0.person == nil })
        }
    }
}

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
}

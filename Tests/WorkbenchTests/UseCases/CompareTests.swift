import Covalence
import Foundation
import Store
import Testing
@testable import Workbench

@Suite("Two meetings, or two groups, side by side")
struct CompareTests {
    @Test("two meetings by their titles")
    func two() async throws {
        let room = try await Room.open()
        let first = try await room.meeting(named: "one.vtt"), second = try await room.meeting(vtt(Array(talk.prefix(4))), named: "two.vtt")
        let found = try await room.bench.compare(.chosen([first.id]), .chosen([second.id]), by: .owner)
        #expect(found.first.map(\.id) == [first.id] && found.second.map(\.id) == [second.id])
        #expect(found.comparison.firstName == "one" && found.comparison.secondName == "two")
        #expect(!found.isCut)
        #expect(!found.comparison.rows.isEmpty)
    }

    @Test("groups by outcome; meetings without one are in neither, and one named twice counts once")
    func groups() async throws {
        let room = try await Room.open()
        var ids: [Identifier<Meeting>] = []
        for count in 2...6 { ids.append(try await room.meeting(vtt(Array(talk.prefix(count)))).id) }
        for (index, advanced) in [true, true, false].enumerated() {
            try await room.bench.setOutcome(of: ids[index], MeetingOutcome(advanced: advanced), by: .owner)
        }
        let found = try await room.bench.compare(.advanced, .notAdvanced, by: .owner)
        #expect(Set(found.first.map(\.id)) == Set(ids[..<2]) && found.second.map(\.id) == [ids[2]])
        #expect(found.comparison.firstName == "Advanced" && found.comparison.secondName == "Not advanced")
        let chosen = try await room.bench.compare(.chosen([ids[0], ids[0], ids[1]]), .chosen([]), by: .owner)
        #expect(chosen.first.map(\.id) == [ids[0], ids[1]] && chosen.second.isEmpty)
        try await room.bench.setOutcome(of: ids[0], MeetingOutcome(advanced: false), by: .owner)
        #expect(try await room.bench.compare(.advanced, .notAdvanced, by: .owner).first.map(\.id) == [ids[1]])
    }

    @Test("a kept reading and one made anew give the same comparison, and an erased meeting is a sentence")
    func keptOrNot() async throws {
        let room = try await Room.open()
        let first = try await room.meeting(named: "one.vtt"), second = try await room.meeting(vtt(Array(talk.prefix(4))), named: "two.vtt")
        let anew = try await room.again().compare(.chosen([first.id]), .chosen([second.id]), by: .owner)
        _ = try await room.open(first.id)
        let kept = try await room.bench.compare(.chosen([first.id]), .chosen([second.id]), by: .owner)
        #expect(try JSONEncoder.sorted.encode(anew.comparison) == JSONEncoder.sorted.encode(kept.comparison))
        try await room.bench.erase(second.id, by: .owner)
        expectSentence(await #expect(throws: StoreError.self) {
            try await room.bench.compare(.chosen([first.id]), .chosen([second.id]), by: .owner)
        })
    }
}

extension JSONEncoder {
    fileprivate static var sorted: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return encoder
    }
}

import Covalence
import Foundation
import Language
import Store
import Testing
@testable import Workbench

/// A small codebook about what is said in `talk`.
let ownYAML = """
    name: service-talk
    version: 1
    language: en
    title: Service talk
    codes:
      - code: saving
        definition: Somebody says that something saves time or money.
        examples: ["That saves us two hours a day.", "We would save money with it.", "It saves a lot of time."]
      - code: cost
        definition: A price, or that something costs too much.
        examples: ["It costs nine hundred euros.", "The price is too high.", "That is too expensive."]
    no-code: ["Welcome to you all.", "Thank you for your time.", "Shall we start?"]

    """

extension Room {
    /// A room with the small codebook and a meeting.
    static func taught() async throws -> (room: Room, meeting: MeetingSummary) {
        let room = try await Room.open()
        try await room.bench.saveCodebook(ownYAML, madeFrom: 0, by: .owner)
        return (room, try await room.meeting())
    }

    /// A member of this role.
    func member(_ name: String, _ role: Role) async throws -> Visitor {
        let member = Member(id: .make(at: bench.now()), name: name, address: "\(name)@norrvik.example", role: role, state: .active, createdAt: bench.now())
        try await bench.store.add(member, token: nil)
        return Visitor(member, in: bench.store.id)
    }
}

/// splitmix64 († Steele, Lea & Flood 2014).
struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64 = 5
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

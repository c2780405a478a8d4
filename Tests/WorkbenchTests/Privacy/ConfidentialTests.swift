import Covalence
import Foundation
import MeetingInteraction
import Store
import Testing
@testable import Workbench

struct ConfidentialTests {
    private func member(_ name: String, _ role: Role = .administrator, in room: Room) async throws -> Visitor {
        let member = Member(
            id: .make(at: room.bench.now()), name: name, address: "\(name.lowercased())@example.com", role: role, state: .active, createdAt: room.bench.now()
        )
        try await room.bench.store.add(member, token: nil)
        return Visitor(member, in: room.bench.store.id)
    }

    @Test(arguments: [false, true])
    func othersSeeNeitherTheClaimNorTheFinding(_ withoutWords: Bool) async throws {
        let room = try await Room.open()
        let mia = try await member("Mia", in: room)
        let noah = try await member("Noah", in: room)
        let summary = try await room.meeting()
        if withoutWords { try await room.policy(.analyseKeepNoWords) }
        let before = try await room.bench.openMeeting(summary.id, by: mia)
        let claim = try before.claim(.objection)
        try await room.bench.decide(claim.id, .confirm, expecting: .suggested, by: mia)
        #expect(try await room.bench.count(MeetingQuery(filter: MeetingFilter(finding: "meeting.objection")), by: noah) == 1)
        try await room.bench.makeConfidential(claim.id, to: [], by: mia)

        let seen = try await room.bench.openMeeting(summary.id, by: noah)
        #expect(seen.phraseFindings == ["benefit", "price"])
        #expect(!seen.claims.values.contains { $0.id == claim.id })
        #expect(!seen.isSameForEverybody)
        let reading = seen.analysis.reading
        #expect(!reading.sections.flatMap(\.statements).contains { $0.findings.contains { $0.hasPrefix("objection") } })
        let exported = String(decoding: try await room.bench.exportDocument(of: summary.id, by: noah).json(), as: UTF8.self)
        #expect(!exported.contains("too expensive for us\""))
        #expect(!exported.contains("objection-"))
        #expect(try await room.bench.count(MeetingQuery(filter: MeetingFilter(finding: "meeting.objection")), by: noah) == 0)
        await #expect(throws: StoreError.self) { try await room.bench.history(of: claim.id, by: noah) }
        await #expect(throws: StoreError.self) { try await room.bench.decide(claim.id, .reopen, expecting: .confirmed, by: noah) }
        // Who may know sees it as before, also after somebody else looked.
        #expect(try await room.bench.openMeeting(summary.id, by: mia).phraseFindings == ["benefit", "price", "objection"])

        try await room.bench.makeConfidential(claim.id, to: nil, by: mia)
        #expect(try await room.bench.openMeeting(summary.id, by: noah).phraseFindings == ["benefit", "price", "objection"])
    }

    @Test func onlyMembersCanBeNamed() async throws {
        let room = try await Room.open()
        let mia = try await member("Mia", in: room)
        let summary = try await room.meeting()
        let claim = try await room.open(summary.id).claim(.price).id
        await #expect(throws: StoreError.self) { try await room.bench.makeConfidential(claim, to: [.make(at: room.bench.now())], by: mia) }
        await #expect(throws: StoreError.self) { try await room.bench.makeConfidential(claim, to: [], by: .owner) }
        try await room.bench.setOutcome(of: summary.id, MeetingOutcome(advanced: true), by: mia)
        let outcome = try #require(try await room.bench.store.claims(ClaimQuery(of: summary.id, kinds: [MeetingOutcome.claimKind])).first)
        await #expect(throws: StoreError.self) { try await room.bench.makeConfidential(outcome.id, to: [], by: mia) }
    }
}

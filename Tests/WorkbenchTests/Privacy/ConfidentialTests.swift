import Covalence
import Foundation
import MeetingInteraction
import Store
import StrategicSelling
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

    @Test func whatOthersStatedOpenlyIsTheirs() async throws {
        let room = try await SellingRoom.open()
        let bench = room.bench
        let mona = try await room.directory.member("Mona", .manager), ada = try await room.directory.member("Ada", .administrator)
        let sven = try await room.directory.member("Sven")
        let (manager, seller) = (try #require(mona.member), try #require(sven.member))
        try await bench.store.setHolders(of: room.account, AccountHolders(members: [manager, seller]), expecting: try await bench.store.organization(room.account, in: .everything).version)
        let objective = try await room.objective()
        let hers = try await room.state(SellingKinds.stage, "Demo", of: objective, by: mona)
        let his = try await bench.stateClaim(about: room.account, StatementDraft("They look elsewhere."), by: sven)

        for members in [[], [seller]] as [Set<Identifier<Member>>?] + [nil] {
            let refused = await #expect(throws: NotPermitted.self) { try await bench.makeConfidential(hers.id, to: members, by: sven) }
            #expect(refused?.description.contains("whoever stated it") == true)
        }
        #expect(try await bench.saysWhoKnows(sven, of: [hers, his]) == [his.id])
        #expect(try await bench.saysWhoKnows(mona, of: [hers, his]) == [hers.id, his.id])
        #expect(try await bench.confidentiality(of: hers.id, by: sven).maySay == false)
        for visitor in [mona, ada, sven] { #expect(try await bench.claim(hers.id, by: visitor).confidentialTo == nil) }

        // Whoever takes her name is not her.
        _ = try await bench.changeOwnName("Mona", by: sven)
        var renamed = sven
        renamed.name = "Mona"
        let pretender = renamed
        await #expect(throws: NotPermitted.self) { try await bench.makeConfidential(hers.id, to: [], by: pretender) }
        _ = try await bench.changeOwnName("Sven", by: sven)

        // One's own may be kept, and whoever stated it stays whoever keeps it.
        #expect(try await bench.makeConfidential(his.id, to: [], by: sven) == [seller])
        await #expect(throws: StoreError.self) { try await bench.makeConfidential(his.id, to: nil, by: mona) }
        #expect(try await bench.makeConfidential(his.id, to: nil, by: sven) == nil)
        #expect(try await bench.makeConfidential(his.id, to: [], by: mona) == [manager, seller])
        #expect(try await bench.claim(his.id, by: sven).confidentialTo == [manager, seller])
        await #expect(throws: StoreError.self) { try await bench.claim(his.id, by: ada) }
    }

    @Test func whatTheEngineFoundIsSaidByWhoeverAloneConfirmedIt() async throws {
        let directory = try await Directory.open()
        let bench = directory.bench
        let sven = try await directory.member("Sven"), tove = try await directory.member("Tove")
        let (seller, other) = (try #require(sven.member), try #require(tove.member))
        let account = try await directory.organization("Brunavik")
        try await bench.store.setHolders(of: account.id, AccountHolders(members: [seller, other]), expecting: account.version)
        let summary = try await directory.room.meeting()
        try await bench.store.setAccounts(of: summary.id, [account.id], at: bench.now())
        let open = try await bench.openMeeting(summary.id, by: sven)
        let benefit = try open.claim(.benefit).id, price = try open.claim(.price).id
        await #expect(throws: NotPermitted.self) { try await bench.makeConfidential(benefit, to: [], by: sven) }
        try await bench.decide(benefit, .confirm, expecting: .suggested, by: sven)
        #expect(try await bench.makeConfidential(benefit, to: [], by: sven) == [seller])
        // Taken back and confirmed by another, it is still the first one's, too.
        try await bench.decide(price, .confirm, expecting: .suggested, by: tove)
        try await bench.decide(price, .reopen, expecting: .confirmed, by: sven)
        try await bench.decide(price, .confirm, expecting: .suggested, by: sven)
        await #expect(throws: NotPermitted.self) { try await bench.makeConfidential(price, to: [], by: sven) }
        #expect(try await bench.makeConfidential(price, to: [], by: .owner) == [seller, other])
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

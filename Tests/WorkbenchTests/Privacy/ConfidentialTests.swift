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

    /// An account of two members who may say who knows of their own statements only.
    private func account(of members: [Visitor], in room: SellingRoom) async throws {
        try await room.bench.store.setHolders(
            of: room.account, AccountHolders(members: Set(members.compactMap(\.member))),
            expecting: try await room.bench.store.organization(room.account, in: .everything).version
        )
    }

    /// The visitor as the door lets them in after they changed their name.
    private func renamed(_ visitor: Visitor, _ name: String, at bench: Workbench) async throws -> Visitor {
        Visitor(try await bench.changeOwnName(name, by: visitor), in: bench.store.id)
    }

    @Test func whoeverRenamedThemselvesStillStatedIt() async throws {
        let room = try await SellingRoom.open()
        let bench = room.bench
        let mona = try await room.directory.member("Mona", .manager)
        var sven = try await room.directory.member("Sven")
        let (manager, seller) = (try #require(mona.member), try #require(sven.member))
        try await account(of: [mona, sven], in: room)
        let his = try await bench.stateClaim(about: room.account, StatementDraft("They look elsewhere."), by: sven)

        sven = try await renamed(sven, "Sven Berg", at: bench)
        #expect(try await bench.saysWhoKnows(sven, of: [his]) == [his.id])
        #expect(try await bench.confidentiality(of: his.id, by: sven).staying.map(\.id) == [seller])
        #expect(try await bench.makeConfidential(his.id, to: [], by: sven) == [seller])
        #expect(try await bench.makeConfidential(his.id, to: nil, by: sven) == nil)
        #expect(try await bench.makeConfidential(his.id, to: [], by: mona) == [manager, seller])
        // Another who has the same name by now changes nothing of it.
        let tor = try await renamed(try await room.directory.member("Tor"), "Sven Berg", at: bench)
        #expect(try await bench.saysWhoKnows(tor, of: [his]) == [])
        #expect(try await bench.makeConfidential(his.id, to: [], by: sven) == [seller])
    }

    @Test func whoeverTakesAnothersNameStatedNothing() async throws {
        let room = try await SellingRoom.open()
        let bench = room.bench
        let mona = try await room.directory.member("Mona"), ada = try await room.directory.member("Ada", .administrator)
        var sven = try await room.directory.member("Sven")
        let (author, administrator) = (try #require(mona.member), try #require(ada.member))
        try await account(of: [mona, sven], in: room)
        let objective = try await room.objective()
        let hers = try await room.state(SellingKinds.stage, "Demo", of: objective, by: mona)
        let found = SellingKinds.stage.claim("Trial", id: .make(at: bench.now()), about: .objective(objective), author: .engine("words"), recordedAt: bench.now())
        try await bench.store.add([found], decisions: [])
        try await bench.decideStatement(found.id, .confirm, expecting: .suggested, by: mona)

        // She has another name by now, and he alone has hers.
        _ = try await renamed(mona, "Mona Keller", at: bench)
        sven = try await renamed(sven, "Mona", at: bench)
        let pretender = sven
        #expect(try await bench.saysWhoKnows(pretender, of: [hers, found]) == [])
        for claim in [hers.id, found.id] {
            await #expect(throws: NotPermitted.self) { try await bench.makeConfidential(claim, to: [], by: pretender) }
            #expect(try await bench.confidentiality(of: claim, by: pretender).staying.map(\.id) == [author])
            #expect(try await bench.makeConfidential(claim, to: [], by: ada) == [administrator, author])
            await #expect(throws: StoreError.self) { try await bench.claim(claim, by: pretender) }
        }
    }

    @Test func whatHasNoMemberIsSaidByManagersOnly() async throws {
        let room = try await SellingRoom.open()
        let bench = room.bench
        let mona = try await room.directory.member("Mona", .manager), sven = try await room.directory.member("Sven")
        let (manager, seller) = (try #require(mona.member), try #require(sven.member))
        try await account(of: [mona, sven], in: room)
        let objective = try await room.objective(), time = bench.now()
        // As the version before writes them: a name alone.
        let stated = SellingKinds.stage.claim("Demo", id: .make(at: time), about: .objective(objective), author: .person("Sven"), recordedAt: time, standing: .confirmed)
        let found = SellingKinds.stage.claim("Trial", id: .make(at: time), about: .objective(objective), author: .engine("words"), recordedAt: time)
        try await bench.store.add([stated, found], decisions: [])
        _ = try await bench.store.decide(Decision(claim: found.id, standing: .confirmed, author: .person("Sven"), at: time), expecting: .suggested)

        #expect(try await bench.saysWhoKnows(sven, of: [stated, found]) == [])
        // Confirmed once more, it is still not known who did so first.
        try await bench.decideStatement(found.id, .reject(reason: nil), expecting: .confirmed, by: sven)
        try await bench.decideStatement(found.id, .confirm, expecting: .rejected, by: sven)
        #expect(try await bench.saysWhoKnows(sven, of: [stated, found]) == [])
        #expect(try await bench.saysWhoKnows(mona, of: [stated, found]) == [stated.id, found.id])
        #expect(try await bench.confidentiality(of: stated.id, by: mona).staying == [])
        #expect(try await bench.makeConfidential(stated.id, to: [], by: mona) == [manager])
        #expect(try await bench.makeConfidential(found.id, to: [], by: mona) == [manager, seller])
    }

    @Test func whateverIsStatedOrDecidedIsKnownByTheMember() async throws {
        let room = try await SellingRoom.open()
        let bench = room.bench
        let ada = try await room.directory.member("Ada", .administrator)
        let member = try #require(ada.member)
        func check(_ claim: Claim?, _ what: Comment) async throws {
            let kept = try await bench.store.claim(try #require(claim, what).id)
            #expect(kept.author == .person("Ada") && kept.statedBy == member, what)
        }
        func checkLast(_ claim: Identifier<Claim>, _ standing: Standing, _ what: Comment) async throws {
            let last = try #require(try await bench.store.history(of: claim).last, what)
            #expect(last.standing == standing && last.author == .person("Ada") && last.decidedBy == member, what)
        }
        try await check(try await bench.stateClaim(about: room.account, StatementDraft("They build."), by: ada), "of an account")
        try await check(try await bench.stateClaim(about: room.paula, StatementDraft("She decides."), by: ada), "of a person")
        let above = try await bench.reportsTo(room.paula, above: room.jonas, by: ada)
        try await check(above, "to whom somebody reports")
        try await bench.reportsTo(room.paula, above: nil, by: ada)
        try await checkLast(try #require(above).id, .withdrawn, "that it is not known any more")

        let objective = try await room.objective(by: ada)
        for claim in try await bench.store.claims(about: .objective(objective), standings: nil) { try await check(claim, "with a sale: \(claim.kind)") }
        let stage = try await room.state(SellingKinds.stage, "Demo", of: objective, by: ada)
        try await check(stage, "of a sale")
        _ = try await room.state(SellingKinds.stage, "Trial", of: objective, by: ada)
        try await checkLast(stage.id, .superseded, "what is said in its place")

        let summary = try await room.directory.room.meeting()
        try await bench.setOutcome(of: summary.id, MeetingOutcome(advanced: true), by: ada)
        let outcome = try await bench.store.claims(ClaimQuery(of: summary.id, kinds: [MeetingOutcome.claimKind])).first
        try await check(outcome, "whether it led on")
        try await bench.setOutcome(of: summary.id, MeetingOutcome(advanced: false), by: ada)
        try await checkLast(try #require(outcome).id, .superseded, "another outcome")
        let open = try await room.directory.room.open(summary.id)
        let benefit = try open.claim(.benefit).id, price = try open.claim(.price).id
        try await bench.decide(benefit, .confirm, expecting: .suggested, by: ada)
        try await checkLast(benefit, .confirmed, "confirming")
        try await bench.decide(benefit, .reopen, expecting: .confirmed, by: ada)
        try await checkLast(benefit, .suggested, "taking back")
        try await check(try await bench.decide(price, .correct(kind: .ownPlan, side: nil), expecting: .suggested, by: ada), "a correction")
        try await checkLast(price, .superseded, "what is corrected")
        let added = try await bench.addFinding(.motive, in: summary.id, words: 0..<7, transcriptVersion: 1, side: nil, note: nil, by: ada)
        try await check(added, "a finding")
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

import Covalence
import Foundation
import MeetingInteraction
import Store
import StrategicSelling
import Testing
@testable import Workbench

/// The words are examples of the codebook `strategic-selling`, so that what they mean is settled there and not by these tests. Nothing but words is read here: no encoder
/// is installed in a test’s room.
@Suite("What the record suggests for a sale")
struct SuggestStatementsTests {
    private static let signs = "Look, in the end it's my signature under the contract."

    private func mail(_ text: String, from person: Identifier<Person>, in room: SellingRoom, accounts: Set<Identifier<Organization>>? = nil) async throws -> Identifier<Interaction> {
        let time = room.bench.now()
        let mail = Interaction(id: .make(at: time), kind: .mail, title: "Re: offer", startedAt: time, recordedAt: time, text: text, participants: [.init(.from, name: nil, address: nil, person: person)])
        _ = try await room.bench.store.add([NewInteraction(mail, accounts: accounts ?? [room.account])], at: time)
        return mail.id
    }

    private func waiting(_ objective: Identifier<SalesObjective>, _ room: SellingRoom, by visitor: Visitor = .owner) async throws -> [Claim] {
        try await room.bench.openSheet(objective, by: visitor).input.claims.filter { $0.standing == .suggested }
    }

    @Test("what is linked is read by itself: a role with its evidence, once; decided on, it is not suggested again")
    func suggests() async throws {
        let room = try await SellingRoom.open()
        let objective = try await room.objective()
        let mail = try await mail("Hello,\n\(Self.signs)\n> Who signs it?\n", from: room.paula, in: room)
        try await room.bench.workOff()
        let found = try await waiting(objective, room)
        let role = try #require(found.first { $0.kind == SellingKinds.role.name })
        #expect(found.count == 1, "\(found)")
        #expect(SellingKinds.role.content(of: role) == OfPerson(room.paula, .economic))
        #expect(role.author == .engine("selling-words/2") && role.evidence == [Evidence(.interaction(mail))])
        #expect(role.payload["said-by"] == room.paula.description && role.payload["rule"] == "selling.suggest.role.economic")

        // Read again, nothing is new; the objective stays the version it is.
        let version = try await room.line(objective).record.version
        #expect(try await room.bench.suggestStatements(for: objective) == (0, 0))
        #expect(try await room.line(objective).record.version == version)

        try await room.bench.decideStatement(role.id, .reject(reason: "She jokes"), expecting: .suggested, by: .owner)
        _ = try await self.mail(Self.signs, from: room.paula, in: room)
        try await room.bench.workOff()
        #expect(try await waiting(objective, room).isEmpty)
    }

    @Test("a note tells of the one person named in it; what we write of others is reported")
    func hearsay() async throws {
        let room = try await SellingRoom.open()
        let objective = try await room.objective()
        let note = try await room.bench.addInteraction(InteractionDraft(
            .note, title: "Visit", text: "Mrs Keller is the one, if she says go then the rest doesn't matter any more.", accounts: [room.account]
        ), by: .owner).id
        try await room.bench.workOff()
        let role = try #require(try await waiting(objective, room).first { $0.kind == SellingKinds.role.name })
        #expect(SellingKinds.role.content(of: role) == OfPerson(room.paula, .economic) && role.evidence == [Evidence(.interaction(note), basis: .reported)])
    }

    @Test("words that change take their suggestion with them; words of an erased mail leave nothing of themselves")
    func changesAndErasing() async throws {
        let room = try await SellingRoom.open()
        let objective = try await room.objective()
        let note = try await room.bench.addInteraction(InteractionDraft(
            .note, title: "Visit", text: "Mrs Keller is the one, if she says go then the rest doesn't matter any more.", accounts: [room.account]
        ), by: .owner)
        try await room.bench.workOff()
        #expect(try await waiting(objective, room).map(\.kind) == [SellingKinds.role.name])
        var changed = note.interaction
        changed.text = "Thank you for the drawing, it arrived on Friday."
        try await room.bench.store.update(changed, accounts: note.accounts, expecting: note.version, at: room.bench.now())
        try await room.bench.workOff()
        #expect(try await waiting(objective, room).isEmpty)

        let other = try await self.mail(Self.signs, from: room.paula, in: room)
        try await room.bench.workOff()
        #expect(try await waiting(objective, room).count == 1)
        try await room.bench.store.erase(other)
        #expect(try await waiting(objective, room).isEmpty)
        let all = try await room.bench.store.ledger(about: [.objective(objective)], kinds: [SellingKinds.role.name])
        #expect(!all.claims.contains { $0.payload[SuggestionPayload.readIn]?.contains(other.description) == true })
    }

    @Test("somebody who turns up is shown with what they said until they are on the sheet")
    func newcomers() async throws {
        let room = try await SellingRoom.open()
        let objective = try await room.objective()
        _ = try await mail(Self.signs, from: room.jonas, in: room)
        let open = try await room.bench.readForSuggestions(objective, by: .owner)
        let newcomer = try #require(open.newcomers.first)
        #expect(open.newcomers.count == 1 && newcomer.id == room.jonas && newcomer.roles == [.economic])
        #expect(newcomer.words.map(\.text) == [Self.signs] && newcomer.words.allSatisfy { !$0.isReported })
        try await room.bench.decideStatement(try #require(open.waiting.first).claim.id, .confirm, expecting: .suggested, by: .owner)
        #expect(try await room.bench.suggestions(for: objective, by: .owner).newcomers.isEmpty)
    }

    @Test("what was read in something out of sight is shown to nobody who cannot see it, until a person confirms it")
    func sight() async throws {
        let room = try await SellingRoom.open()
        let other = try await room.directory.organization("Verkko").id
        let sanna = try await room.directory.member("Sanna"), olli = try await room.directory.member("Olli")
        try await room.bench.store.setHolders(of: room.account, AccountHolders(members: [try #require(sanna.member)]), expecting: 1)
        try await room.bench.store.setHolders(of: other, AccountHolders(members: [try #require(olli.member)]), expecting: 1)
        let objective = try await room.objective()
        let mail = try await mail(Self.signs, from: room.paula, in: room, accounts: [room.account, other])
        try await room.bench.setObjectives(of: .interaction(mail), to: [objective], by: .owner)
        try await room.bench.workOff()
        let role = try #require(try await waiting(objective, room).first)
        #expect(try await waiting(objective, room, by: sanna).isEmpty)
        #expect(try await room.bench.suggestions(for: objective, by: sanna).waiting.isEmpty)
        #expect(try await room.bench.openObjective(objective, by: sanna).statements.allSatisfy { $0.claim.id != role.id })
        await #expect(throws: StoreError.self) { try await room.bench.openStatement(role.id, of: objective, by: sanna) }
        await #expect(throws: StoreError.self) { try await room.bench.claim(role.id, by: sanna) }
        await #expect(throws: StoreError.self) { try await room.bench.decideStatement(role.id, .confirm, expecting: .suggested, by: sanna) }
        #expect(try await room.bench.claim(role.id, by: .owner).standing == .suggested)
        try await room.bench.decideStatement(role.id, .confirm, expecting: .suggested, by: .owner)
        #expect(try await room.bench.claim(role.id, by: sanna).standing == .confirmed)
    }

    @Test("a reading that is under way cannot write words that were erased meanwhile")
    func erasedMeanwhile() async throws {
        let room = try await SellingRoom.open()
        let objective = try await room.objective()
        let mail = try await mail(Self.signs, from: room.paula, in: room)
        try await room.bench.workOff()
        #expect(try await waiting(objective, room).count == 1)
        // As a reading saw it that began before.
        let version = try await room.line(objective).record.version
        try await room.bench.erase(mail, by: .owner)
        #expect(try await waiting(objective, room).isEmpty)
        await #expect(throws: StoreError.self) { try await room.bench.store.suggest([], ending: [], for: objective, expecting: version, as: nil) }
    }

    @Test("for how much, by when and how ready somebody is are suggested with their words; confirmed, they hold and are not suggested again")
    func terms() async throws {
        let room = try await SellingRoom.open()
        let objective = try await room.objective()
        let mail = try await mail("We have a budget of 40.000 EUR for it.\nWe want to sign on 12 May 2026.\nOur contract ends in April, and then we'd switch to you.", from: room.paula, in: room)
        try await room.bench.workOff()
        let found = try await waiting(objective, room)
        let byKind = Dictionary(found.map { ($0.kind, $0) }) { first, _ in first }
        let amount = try #require(byKind[SellingKinds.amount.name]), day = try #require(byKind[SellingKinds.closeDate.name]), ready = try #require(byKind[SellingKinds.readiness.name])
        #expect(SellingKinds.amount.content(of: amount) == (try euro(40_000_00)))
        #expect(SellingKinds.closeDate.content(of: day) == CalendarDay("2026-05-12"))
        #expect(SellingKinds.readiness.content(of: ready)?.level == .ready && SellingKinds.readiness.content(of: ready)?.person == room.paula)
        #expect([amount, day, ready].allSatisfy { $0.evidence == [Evidence(.interaction(mail))] })
        #expect(amount.payload["words"] == "We have a budget of 40.000 EUR for it." && day.payload["words"] == "We want to sign on 12 May 2026.")
        for claim in [amount, day, ready] { try await room.bench.decideStatement(claim.id, .confirm, expecting: .suggested, by: .owner) }
        let line = try await room.line(objective)
        #expect(line.amount == (try euro(40_000_00)) && line.closeDate == CalendarDay("2026-05-12"))
        _ = try await self.mail("As said, a budget of 40.000 EUR.", from: room.paula, in: room)
        try await room.bench.workOff()
        #expect(try await waiting(objective, room).allSatisfy { $0.kind != SellingKinds.amount.name })
    }

    @Test("of a sale that has ended nothing is suggested")
    func ended() async throws {
        let room = try await SellingRoom.open()
        let objective = try await room.objective()
        try await room.state(SellingKinds.ending, Ending(.lost), of: objective)
        let mail = try await mail(Self.signs, from: room.paula, in: room)
        try await room.bench.setObjectives(of: .interaction(mail), to: [objective], by: .owner)
        try await room.bench.workOff()
        #expect(try await waiting(objective, room).isEmpty)
    }
}

@Suite("Before and after a meeting")
struct PrepareMeetingTests {
    @Test("the next meeting is prepared: who comes, what is not known of them, what to have agreed")
    func prepares() async throws {
        let room = try await SellingRoom.open()
        let objective = try await room.objective()
        let none = try await room.bench.prepareMeeting(of: objective, by: .owner)
        #expect(!none.isPlanned && none.preparation.people.isEmpty)
        try await room.state(SellingKinds.aim, OfPerson(room.paula, "Fewer night calls"), of: objective)
        let at = room.bench.now().advanced(by: 7 * 86_400_000)
        let meeting = Interaction(
            id: .make(at: room.bench.now()), kind: .calendarEvent, title: "Walk through the plant", startedAt: at, recordedAt: room.bench.now(),
            participants: [.init(.attendee, person: room.paula), .init(.attendee, person: room.jonas)]
        )
        _ = try await room.bench.store.add([NewInteraction(meeting, accounts: [room.account])], at: room.bench.now())
        let plan = try await room.bench.prepareMeeting(of: objective, by: .owner)
        #expect(plan.isPlanned && plan.preparation.meeting.title == "Walk through the plant")
        #expect(plan.preparation.people.map(\.name) == ["Paula Keller", "Jonas Rautio"])
        #expect(plan.preparation.people[0].wants == ["Fewer night calls"] && plan.preparation.people[0].unknown.contains("role"))
        #expect(plan.preparation.people[1].unknown == ["which part this person has in the sale"])
        #expect(plan.preparation.commitment.text == "Who gives final approval, and how it comes to that.")
        let id = meeting.id, other = Identifier<Interaction>.make(at: room.bench.now())
        #expect(try await room.bench.prepareMeeting(of: objective, for: id, by: .owner).preparation.meeting == plan.preparation.meeting)
        await #expect(throws: StoreError.self) { try await room.bench.prepareMeeting(of: objective, for: other, by: .owner) }
    }

    @Test("who sat on our side of a meeting is not among the customer's people, though it is not known where they work")
    func sellers() async throws {
        let room = try await SellingRoom.open()
        let objective = try await room.objective()
        let meeting = try await room.directory.room.meeting()
        for participant in meeting.participants {
            let person = Person(id: .make(at: room.bench.now()), name: participant.name)
            try await room.bench.identify(.participant(participant.id, in: meeting.id, name: participant.name), as: .newPerson(person), by: .owner)
        }
        try await room.bench.setObjectives(of: .meeting(meeting.id), to: [objective], by: .owner)
        try await room.bench.workOff()
        let open = try await room.bench.openSheet(objective, by: .owner)
        #expect(open.sheet.notOnSheet.map(\.name) == ["Ben Holt"])
        #expect(open.input.people.filter { open.input.ours.contains($0.id) }.map(\.name) == ["Anna Berg"])
        #expect(try await room.bench.suggestions(for: objective, by: .owner).newcomers.allSatisfy { $0.person.name != "Anna Berg" })
    }

    @Test("afterwards it is told what it suggests, what was confirmed of it, what changed, and what to do next")
    func debriefs() async throws {
        let room = try await SellingRoom.open()
        let objective = try await room.objective()
        await #expect(throws: StoreError.self) { try await room.bench.debrief(objective, by: .owner) }
        let call = try await room.note("Call", of: [room.jonas])
        guard case .interaction(let note) = call else { throw Unexpected("A call is an interaction.") }
        var statement = SellingStatement(SellingKinds.role, OfPerson(room.paula, .economic))
        statement.evidence = [Evidence(.interaction(note))]
        try await room.bench.state(statement, of: objective, by: .owner)
        let brought = try await room.bench.debrief(objective, by: .owner).debrief
        #expect(brought.learnt.contains { $0.person == room.paula && $0.text.plain.localizedCaseInsensitiveContains("economic") }, "\(brought.learnt)")
        #expect(brought.changes.contains { $0.person == room.paula && $0.before == nil }, "\(brought.changes)")
        #expect(brought.followUps.contains { $0.text == "Find out which part Jonas Rautio has in the sale." }, "\(brought.followUps)")
        #expect(try await room.bench.debrief(objective, after: call, by: .owner).happening.title == "Call")
    }

    @Test("to which open sales something could belong is told, and what it belongs to")
    func choices() async throws {
        let room = try await SellingRoom.open()
        let one = try await room.objective("One"), two = try await room.objective("Two")
        let call = try await room.note("Call")
        let open = try await room.bench.linkChoices(of: call, by: .owner)
        #expect(open.title == "Call" && open.linked.isEmpty && Set(open.candidates.map(\.id)) == [one, two])
        try await room.bench.setObjectives(of: call, to: [two], by: .owner)
        let settled = try await room.bench.linkChoices(of: call, by: .owner)
        #expect(settled.linked.map(\.id) == [two] && settled.candidates.map(\.id) == [one])
    }

    @Test("numbers of the sheet that no sheet can be made with are refused")
    func numbers() async throws {
        let room = try await SellingRoom.open()
        for (name, value) in [("keyContactDays", "0"), ("topShare", "1.5"), ("ageingDays", "[1,2]"), ("askedAtOnce", "51"), ("weighedSuggestions", "5000"), ("topCount", "-1")] {
            await #expect(throws: StoreError.self, "\(name)") { try await room.bench.change([(name: "selling.\(name)", value: value)], by: .owner) }
        }
        try await room.bench.change([(name: "selling.keyContactDays", value: "7")], by: .owner)
        #expect(room.bench.settings.selling.keyContactDays == 7)
    }
}

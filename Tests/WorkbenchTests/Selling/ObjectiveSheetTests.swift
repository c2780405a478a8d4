import Covalence
import Foundation
import Store
import StrategicSelling
import Testing
@testable import Workbench

@Suite("The sheet of an objective, read out of the record")
struct ObjectiveSheetTests {
    @Test("has what was stated, who took part and when they were last contacted")
    func reads() async throws {
        let room = try await SellingRoom.open()
        let objective = try await room.objective()
        try await room.state(SellingKinds.role, OfPerson(room.paula, .economic), of: objective)
        let call = try await room.note("Call", of: [room.paula, room.jonas])
        let sheet = try await room.bench.openSheet(objective, by: .owner).sheet
        #expect(sheet.facts.what.value?.value.text == "Condition monitoring")
        #expect(sheet.influences.map(\.name) == ["Paula Keller"])
        #expect(sheet.notOnSheet.map(\.name) == ["Jonas Rautio"])
        guard case .interaction(let id) = call else { return }
        #expect(sheet.influence(room.paula)?.contact.last?.place == .interaction(id))
    }

    @Test("as of a past moment it has what was known then: claims, decisions, links")
    func asOf() async throws {
        let room = try await SellingRoom.open()
        let objective = try await room.objective()
        try await room.state(SellingKinds.stage, "Demo", of: objective)
        let before = room.bench.now()
        try await room.state(SellingKinds.stage, "Offer", of: objective)
        let happening = try await room.note("Call", of: [room.paula])
        let then = try await room.bench.openSheet(objective, asOf: before, by: .owner)
        #expect(then.sheet.facts.stage.value?.value == "Demo" && then.line.stage == "Demo")
        #expect(then.sheet.notOnSheet.isEmpty && then.input.interactions.isEmpty)
        let now = try await room.bench.openSheet(objective, by: .owner)
        #expect(now.sheet.facts.stage.value?.value == "Offer")
        #expect(now.sheet.notOnSheet.map(\.name) == ["Paula Keller"])
        try await room.bench.setObjectives(of: happening, to: [], by: .owner)
        #expect(try await room.bench.openSheet(objective, by: .owner).sheet.notOnSheet.isEmpty)
        let opened = try await room.bench.openObjective(objective, asOf: before, by: .owner)
        #expect(opened.line.stage == "Demo" && opened.statements.count == 2 && opened.links.isEmpty)
        await #expect(throws: StoreError.self) { try await room.bench.openSheet(objective, asOf: before.advanced(by: 9_000_000_000), by: .owner) }
        await #expect(throws: StoreError.self) { try await room.bench.openSheet(objective, asOf: Timestamp(milliseconds: 0), by: .owner) }
    }

    @Test("somebody who was erased is neither named nor in its way")
    func erased() async throws {
        let room = try await SellingRoom.open()
        let objective = try await room.objective()
        try await room.state(SellingKinds.role, OfPerson(room.paula, .economic), of: objective)
        try await room.state(SellingKinds.degree, OfPerson(room.jonas, .high), of: objective)
        var told = SellingStatement(SellingKinds.need, Need("Paula Keller wants fewer stops", isImmediate: true))
        told.saidBy = room.paula
        try await room.bench.state(told, of: objective, by: .owner)
        _ = try await room.note("Call", of: [room.paula])
        _ = try await room.bench.erasePerson(room.paula, by: .owner)
        let open = try await room.bench.openSheet(objective, by: .owner)
        #expect(open.sheet.influences.map(\.name) == ["Jonas Rautio"])
        #expect(!open.sheet.roles.contains { $0.role == .economic && $0.isFilled })
        #expect(open.sheet.facts.needs.count == 1 && open.sheet.unread.isEmpty)
        #expect(!open.sheet.lines.contains { ($0.title + $0.text.plain).contains("Keller") })
        #expect(!String(describing: try await room.bench.openObjective(objective, by: .owner)).contains("Keller"))
    }

    @Test("what cannot be read is listed and changes nothing else")
    func broken() async throws {
        let room = try await SellingRoom.open()
        let objective = try await room.objective()
        let time = room.bench.now()
        let broken = Claim(
            id: .make(at: time), kind: "objective.close-date", subject: .objective(objective), value: "soon", author: .imported("crm.csv"), recordedAt: time, standing: .confirmed
        )
        try await room.bench.store.add([broken], decisions: [])
        let open = try await room.bench.openSheet(objective, by: .owner)
        #expect(open.sheet.unread == [broken.id] && open.line.closeDate == nil && open.line.what?.text == "Condition monitoring")
        await #expect(throws: StoreError.self) { try await room.bench.decideStatement(broken.id, .confirm, expecting: .confirmed, by: .owner) }
        try await room.bench.decideStatement(broken.id, .reject(reason: "No day"), expecting: .confirmed, by: .owner)
        #expect(try await room.bench.openSheet(objective, by: .owner).sheet.unread.isEmpty)
    }
}

@Suite("What belongs to an objective, as people say it")
struct ObjectiveLinkUseTests {
    @Test("where several are open a person is asked, and the answer stays")
    func asks() async throws {
        let room = try await SellingRoom.open()
        let first = try await room.objective("One")
        let alone = try await room.note("Alone")
        #expect(try await room.bench.objectives(of: alone, by: .owner).map(\.id) == [first])
        let second = try await room.objective("Two")
        let either = try await room.note("Either")
        let questions = try await room.bench.linkQuestions(by: .owner)
        #expect(questions.map(\.line.title) == ["Either"])
        #expect(Set(questions[0].candidates.map(\.what?.text)) == ["One", "Two"])
        try await room.bench.setObjectives(of: either, to: [second], by: .owner)
        #expect(try await room.bench.linkQuestions(by: .owner).isEmpty)
        #expect(try await room.bench.objectives(of: either, by: .owner).map(\.id) == [second])
        #expect(try await room.bench.openObjective(second, by: .owner).links.map(\.subject) == [either])
        await #expect(throws: StoreError.self) { try await room.bench.setObjectives(of: either, to: [.make(at: room.bench.now())], by: .owner) }
        let outsider = try await room.directory.member("Olli")
        await #expect(throws: StoreError.self) { try await room.bench.setObjectives(of: either, to: [], by: outsider) }
        #expect(try await room.bench.linkQuestions(by: outsider).isEmpty)
    }

    @Test("an invitation to a daily meeting is one question, and “to none” is an answer for all of it")
    func daily() async throws {
        let room = try await SellingRoom.open()
        for name in ["One", "Two"] { _ = try await room.objective(name) }
        let time = room.bench.now()
        var events: [NewInteraction] = []
        for day in 0..<30 {
            let event = Interaction(
                id: .make(at: time), kind: .calendarEvent, title: "Stand-up", startedAt: time.advanced(by: Int64(day) * 86_400_000), recordedAt: time,
                sourceID: "daily/\(day)", answers: ["daily"], participants: []
            )
            events.append(NewInteraction(event, accounts: [room.account]))
        }
        _ = try await room.bench.store.add(events, in: .everything, at: time)
        let question = try #require(try await room.bench.linkQuestions(by: .owner).first)
        #expect(question.waiting == 30 && question.line.subject == .interaction(events[0].interaction.id))
        #expect(try await room.bench.linkQuestions(by: .owner).count == 1)
        // Without a word on the series the answer is for the one.
        #expect(try await room.bench.setObjectives(of: question.line.subject, to: [], by: .owner) == 0)
        let next = try #require(try await room.bench.linkQuestions(by: .owner).first)
        #expect(next.waiting == 29)
        #expect(try await room.bench.setObjectives(of: next.line.subject, to: [], forSeries: true, by: .owner) == 28)
        #expect(try await room.bench.linkQuestions(by: .owner).isEmpty)
    }

    @Test("objectives out of somebody’s sight stay linked when they say to which it belongs")
    func sight() async throws {
        let room = try await SellingRoom.open()
        let hers = try await room.objective("Hers")
        let elsewhere = try await room.directory.organization("Halden").id
        let other = try await room.bench.addObjective(ObjectiveDraft(account: elsewhere), by: .owner).id
        let note = try await room.note("Note")
        try await room.bench.setObjectives(of: note, to: [hers, other], by: .owner)
        let seller = try await room.directory.member("Sanna")
        try await room.bench.store.setHolders(of: room.account, AccountHolders(members: [try #require(seller.member)]), expecting: 1)
        #expect(try await room.bench.objectives(of: note, by: seller).map(\.id) == [hers])
        try await room.bench.setObjectives(of: note, to: [], by: seller)
        #expect(try await room.bench.objectives(of: note, by: .owner).map(\.id) == [other])
    }
}

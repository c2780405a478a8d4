import Covalence
import Foundation
@testable import Store
import Testing

@Suite("What belongs to an objective")
struct ObjectiveLinkTests {
    @Test("an interaction for an account with one open objective is linked by itself; with several a person is asked; with none nothing happens")
    func byItself() async throws {
        let world = try await SellingWorld()
        let early = try await world.note("Early", at: [world.halden])
        let first = try await world.objective(at: world.halden)
        let alone = try await world.note("Alone", at: [world.halden])
        #expect(try await world.linked(early).isEmpty)
        #expect(try await world.linked(alone) == [first.id])
        #expect(try await world.workspace.linked(to: first.id, asOf: nil, in: .everything).map(\.isByItself) == [true])
        let second = try await world.objective(at: world.halden)
        let either = try await world.note("Either", at: [world.halden])
        #expect(try await world.linked(either).isEmpty)
        #expect(try await world.asked() == [.interaction(either)])
        #expect(try await world.workspace.openLinks(near: .base, before: .minutes(1), limit: 50, in: .everything).first?.candidates.map(\.id).sorted() == [first.id, second.id].sorted())
        // An ended one is no candidate.
        try await world.workspace.add([world.claim("objective.outcome", of: second.id, value: "lost")], decisions: [])
        let later = try await world.note("Later", at: [world.halden])
        #expect(try await world.linked(later) == [first.id])
        let elsewhere = try await world.note("Elsewhere", at: [world.other])
        #expect(try await world.linked(elsewhere).isEmpty)
        #expect(try await world.asked() == [.interaction(either)])
    }

    @Test("so are meetings, also when it is said later to which account they belong")
    func meetings() async throws {
        let world = try await SellingWorld()
        let objective = try await world.objective(at: world.halden)
        var new = newMeeting()
        new.accounts = [world.halden]
        let first = try await world.workspace.add(new), second = try await world.workspace.add(newMeeting(at: .minutes(5)))
        #expect(try await world.workspace.objectives(of: .meeting(second.id), in: .everything).isEmpty)
        try await world.workspace.setAccounts(of: second.id, [world.halden], at: .base)
        #expect(try await world.workspace.linked(to: objective.id, asOf: nil, in: .everything).map(\.subject) == [.meeting(first.id), .meeting(second.id)])
        // The account was the wrong one: the link goes with it.
        try await world.workspace.setAccounts(of: second.id, [world.other], at: .base)
        #expect(try await world.workspace.objectives(of: .meeting(second.id), in: .everything).isEmpty)
    }

    @Test("a link that is made by itself holds from the time that is given, and ends with it")
    func times() async throws {
        let world = try await SellingWorld()
        let objective = try await world.objective(at: world.halden)
        let meeting = try await world.workspace.add(newMeeting())
        try await world.workspace.setAccounts(of: meeting.id, [world.halden], at: .minutes(10))
        let note = newInteraction("Call", text: "The quotation is late.")
        _ = try await world.workspace.add([NewInteraction(note, accounts: [world.halden])], at: .minutes(12))
        try await world.workspace.setAccounts(of: meeting.id, [world.other], at: .minutes(20))
        func linked(_ minute: Int) async throws -> [HistoryLine.Subject] {
            try await world.workspace.linked(to: objective.id, asOf: .minutes(minute), in: .everything).map(\.subject)
        }
        #expect(try await linked(9).isEmpty)
        #expect(try await linked(10) == [.meeting(meeting.id)])
        #expect(try await Set(linked(12)) == [.meeting(meeting.id), .interaction(note.id)])
        #expect(try await linked(20) == [.interaction(note.id)])
    }

    @Test("lines of a bulk intake are linked and asked about like others")
    func bulk() async throws {
        let world = try await SellingWorld()
        let objective = try await world.objective(at: world.halden)
        for _ in 0..<2 { try await world.objective(at: world.other) }
        let lines = [(world.halden, "a"), (world.other, "b"), (world.halden, "c")].map { account, source in
            BulkInteraction(newInteraction(source, source: source), accounts: [account], revision: 0, digest: Data(source.utf8))
        }
        _ = try await world.workspace.take(lines, broughtInBy: nil)
        #expect(try await world.linked(lines[0].interaction.id) == [objective.id])
        #expect(try await world.linked(lines[2].interaction.id) == [objective.id])
        #expect(try await world.asked() == [.interaction(lines[1].interaction.id)])
    }

    @Test("what a person said stays: nothing is linked by itself or asked about after it")
    func settled() async throws {
        let world = try await SellingWorld()
        let first = try await world.objective(at: world.halden), second = try await world.objective(at: world.halden)
        let note = try await world.note("Note", at: [world.halden], source: "n1")
        try await world.workspace.changeLinks(of: .interaction(note), adding: [second.id], removing: [], by: world.ben, at: .minutes(1))
        #expect(try await world.asked().isEmpty)
        #expect(try await world.linked(note) == [second.id])
        try await world.workspace.changeLinks(of: .interaction(note), adding: [], removing: [second.id], by: world.ben, at: .minutes(2))
        try await world.workspace.add([world.claim("objective.outcome", of: second.id, value: "won")], decisions: [])
        // A newer copy of it comes in.
        let newer = newInteraction("Note, mended", text: "The quotation came.", source: "n1")
        _ = try await world.workspace.add([NewInteraction(newer, accounts: [world.halden], revision: 1)], at: .base)
        #expect(try await world.linked(note).isEmpty)
        #expect(try await world.asked().isEmpty)
        _ = first
    }

    @Test("what lies too far ahead is not asked about; of many those nearest in time are, the latest first")
    func near() async throws {
        let world = try await SellingWorld()
        for _ in 0..<2 { try await world.objective(at: world.halden) }
        var ids: [Int: HistoryLine.Subject] = [:]
        // In minutes from now, in an order of their own: long ago, yesterday, in an hour, in two weeks less a minute, in two weeks, in a year.
        for minute in [20_160, -1_440, 525_600, 60, -100_000, 20_159] {
            let note = newInteraction("At \(minute)", at: .minutes(minute), text: "x")
            _ = try await world.workspace.add([NewInteraction(note, accounts: [world.halden])], at: .base)
            ids[minute] = .interaction(note.id)
        }
        var new = newMeeting(at: .minutes(-30))
        new.accounts = [world.halden]
        ids[-30] = .meeting(try await world.workspace.add(new).id)
        #expect(try await world.asked() == [20_159, 60, -30, -1_440, -100_000].compactMap { ids[$0] })
        // Thirty minutes, an hour and a day away.
        #expect(try await world.asked(limit: 3) == [60, -30, -1_440].compactMap { ids[$0] })
        // Two weeks on, what was too far is near.
        #expect(try await world.asked(daysAhead: 28).first == ids[20_160])
    }

    @Test("a series of calendar events is one question, told by the nearest that is not too far ahead, and its answer holds for all of it that waits and is in sight")
    func series() async throws {
        let world = try await SellingWorld()
        let first = try await world.objective(at: world.halden)
        try await world.objective(at: world.halden)
        for _ in 0..<2 { try await world.objective(at: world.other) }
        func event(_ day: Int, of series: String?, at account: Identifier<Organization>) async throws -> Identifier<Interaction> {
            var event = newInteraction("Day \(day)", .calendarEvent, at: .minutes(day * 1_440), source: "\(series ?? "alone")/\(day)/\(account)")
            if let series { event.answers = [series] }
            _ = try await world.workspace.add([NewInteraction(event, accounts: [account])], at: .base)
            return event.id
        }
        // The nearest of the first is sixteen days ahead, which is too far; the one before it is not. The second is far ahead as a whole.
        let past = try await event(-20, of: "monthly", at: world.halden), next = try await event(16, of: "monthly", at: world.halden)
        let far = try await event(46, of: "monthly", at: world.halden), hidden = try await event(76, of: "monthly", at: world.other)
        _ = try await event(300, of: "yearly", at: world.halden)
        let single = try await event(1, of: nil, at: world.halden), another = try await event(2, of: nil, at: world.halden)
        let open = try await world.workspace.openLinks(near: .base, before: .minutes(14 * 1_440), limit: 50, in: .everything)
        #expect(open.map(\.line.subject) == [another, single, past].map { .interaction($0) })
        #expect(open.map(\.waiting) == [1, 1, 4])
        #expect(try await world.workspace.openLinks(near: .base, before: .minutes(14 * 1_440), limit: 50, in: world.sightOfBen).map(\.waiting) == [1, 1, 3])
        let others = try await world.workspace.changeLinks(
            of: .interaction(past), adding: [first.id], removing: [], series: [first.id], expecting: nil, in: world.sightOfBen, by: world.ben, at: .minutes(1)
        )
        #expect(others == 2)
        for answered in [past, next, far] { #expect(try await world.linked(answered) == [first.id]) }
        #expect(try await world.linked(hidden).isEmpty)
        #expect(try await world.linked(single).isEmpty)
        // What was out of Ben's sight still waits, and so does the other series.
        #expect(try await world.asked(daysAhead: 400).count == 4)
    }

    @Test("what was linked on a past date can still be told, and the same can be linked again")
    func history() async throws {
        let world = try await SellingWorld()
        let objective = try await world.objective(at: world.other)
        let note = try await world.note("Note", at: [])
        let subject = HistoryLine.Subject.interaction(note)
        try await world.workspace.changeLinks(of: subject, adding: [objective.id], removing: [], by: nil, at: .minutes(10))
        try await world.workspace.changeLinks(of: subject, adding: [objective.id], removing: [], by: nil, at: .minutes(11))
        try await world.workspace.changeLinks(of: subject, adding: [], removing: [objective.id], by: nil, at: .minutes(20))
        try await world.workspace.changeLinks(of: subject, adding: [objective.id], removing: [], by: nil, at: .minutes(20))
        func linked(at time: Timestamp?) async throws -> Int { try await world.workspace.linked(to: objective.id, asOf: time, in: .everything).count }
        #expect(try await linked(at: .minutes(9)) == 0)
        #expect(try await linked(at: .minutes(10)) == 1)
        #expect(try await linked(at: .minutes(19)) == 1)
        #expect(try await linked(at: .minutes(30)) == 1)
        #expect(try await linked(at: nil) == 1)
        try await world.workspace.changeLinks(of: subject, adding: [], removing: [objective.id], by: nil, at: .minutes(40))
        #expect(try await linked(at: .minutes(30)) == 1)
        #expect(try await linked(at: .minutes(40)) == 0)
    }

    @Test("who took part and when is told without words, in order of time")
    func content() async throws {
        let world = try await SellingWorld()
        let objective = try await world.objective(at: world.halden)
        let paula = newPerson("Paula", at: world.halden)
        try await world.workspace.add(paula, by: nil, at: .base)
        var meeting = newMeeting(at: .minutes(60))
        meeting.accounts = [world.halden]
        meeting.cast.participants[1].person = paula.id
        let added = try await world.workspace.add(meeting)
        var mail = newInteraction("Offer", .mail, at: .minutes(30), text: "Here it is.")
        mail.participants = [.init(.from, name: "Ben", address: "ben@nordwind.example"), .init(.to, name: "Paula", person: paula.id)]
        _ = try await world.workspace.add([NewInteraction(mail, accounts: [world.halden])], at: .base)
        let found = try await world.workspace.linked(to: objective.id, asOf: nil, in: .everything)
        var bare = mail
        bare.text = nil
        #expect(found.map(\.content) == [.interaction(bare), .meeting(added.meeting, people: [paula.id], milliseconds: added.duration)])
    }

    @Test("what is not there is not linked, and what is erased takes its links with it")
    func gone() async throws {
        let world = try await SellingWorld()
        let objective = try await world.objective(at: world.halden)
        try await world.objective(at: world.other)
        let note = try await world.note("Note", at: [world.halden]), asked = try await world.note("Asked", at: [world.halden, world.other])
        await #expect(throws: StoreError.self) {
            try await world.workspace.changeLinks(of: .interaction(.make(at: .base)), adding: [objective.id], removing: [], by: nil, at: .base)
        }
        await #expect(throws: StoreError.self) {
            try await world.workspace.changeLinks(of: .interaction(note), adding: [.make(at: .base)], removing: [], by: nil, at: .base)
        }
        var new = newMeeting()
        new.accounts = [world.halden]
        let meeting = try await world.workspace.add(new)
        #expect(try await world.workspace.linked(to: objective.id, asOf: nil, in: .everything).count == 2)
        try await world.workspace.erase(note)
        try await world.workspace.erase(asked)
        try await world.workspace.erase(meeting.id)
        #expect(try await world.workspace.linked(to: objective.id, asOf: nil, in: .everything).isEmpty)
        #expect(try await world.asked().isEmpty)
        let sql = try #require(world.workspace as? SQLWorkspaceStore)
        let left = try await sql.engine.read { db in
            try Int.fetchOne(db, sql: "SELECT (SELECT count(*) FROM objective_link) + (SELECT count(*) FROM objective_question)") ?? -1
        }
        #expect(left == 0)
    }
}

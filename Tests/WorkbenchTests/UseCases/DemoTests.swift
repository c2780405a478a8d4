import Covalence
import Foundation
import MeetingInteraction
import Store
import StrategicSelling
import Testing
@testable import Workbench

@Suite("The demo")
struct DemoTests {
    @Test("four invented meetings with outcomes and sides come in once")
    func loadsOnce() async throws {
        let room = try await Room.open()
        let count = try await room.bench.loadDemo(by: .owner)
        #expect(count >= 4)
        let meetings = try await room.bench.meetings(MeetingQuery(), by: .owner).items
        #expect(meetings.count == count)
        for meeting in meetings {
            #expect(meeting.utterances > 200)
            #expect(meeting.meeting.isFiction)
            #expect(meeting.meeting.note?.contains("Fiction") == true)
            #expect(meeting.openQuestions == 0)
            #expect(meeting.language == "en" && meeting.meeting.startedAt != nil)
            let open = try await room.open(meeting.id)
            #expect(open.analysis.conversation.hasBothSides && open.analysis.conversation.hasTimes)
            #expect(open.cast.cast.participants.allSatisfy { $0.organization != nil && !$0.consent.isEmpty })
        }
        #expect(meetings.contains { $0.outcome == "advanced" } && meetings.contains { $0.outcome == "not advanced" })
        #expect(try await room.bench.waiting(by: .owner).files.isEmpty)
        #expect(try await room.bench.loadDemo(by: .owner) == 0)
        #expect(try await room.again().loadDemo(by: .owner) == 0)
        #expect(try await room.bench.store.count(.init()) == count)
    }

    @Test("a demo that was broken off while loading is finished at the next start, an erased one stays erased")
    func brokenOff() async throws {
        let room = try await Room.open()
        let task = Task { try await room.bench.loadDemo(by: .owner) }
        while try await room.bench.store.count(.init()) == 0 { await Task.yield() }
        task.cancel()
        await #expect(throws: StoreError.cancelled) { try await task.value }
        let before = try await room.bench.store.count(.init())
        #expect(before >= 1 && before < 4)
        let bench = try await room.again()
        try await bench.workOff()
        #expect(try await bench.loadDemo(by: .owner) >= 4)
        let meetings = try await bench.meetings(MeetingQuery(), by: .owner).items
        #expect(meetings.count == 4 && meetings.count { $0.outcome != nil } == 3)
        try await bench.erase(meetings[0].id, by: .owner)
        #expect(try await bench.loadDemo(by: .owner) == 0)
        #expect(try await bench.store.count(.init()) == 3)
    }

    @Test("a workspace with a meeting of its own gets no demo")
    func notIntoOthers() async throws {
        let room = try await Room.open()
        try await room.meeting()
        #expect(try await room.bench.loadDemo(by: .owner) == 0)
        #expect(try await room.bench.store.count(.init()) == 1)
    }

    @Test("with the lexicons of the program the strong demo meeting has needs, a benefit and an agreed step")
    func bundled() async throws {
        let room = try await Room.open()
        _ = try await room.bench.loadDemo(by: .owner)
        let bench = try await Workbench.opening(room.bench.records, analyzer: .bundled())
        let strong = try #require(try await bench.meetings(MeetingQuery(), by: .owner).items.first { $0.meeting.title.contains("Lindräta") })
        let reading = try await bench.openMeeting(strong.id, by: .owner).analysis.reading
        #expect(!reading.findings(of: .benefit).isEmpty && !reading.findings(of: .customerInformation).isEmpty)
        #expect(reading.findings(of: .nextStep).contains { $0.agreed == true })
        #expect(reading.summary.count == 4)
    }

    @Test("in the demo it is the day after its record ends, and time goes on from there; in every other workspace it is now")
    func ownTime() async throws {
        let room = try await Room.open()
        let demo = try await Workbenches(of: room.bench).demo()
        let before = demo.now()
        // The clock of these tests.
        #expect(before.day == "2026-03-04")
        _ = try await demo.loadDemo(by: .owner)
        let stands = demo.now()
        #expect(stands.day == "2026-06-16")
        #expect(demo.now() > stands)
        // After a start of the program it is the same.
        let again = try await Workbench(records: room.bench.records, workspace: demo.workspace.id, analyzer: .forTests(), now: { before })
        #expect(again.now().day == "2026-06-16")
        #expect(room.bench.now().day == "2026-03-04" && demo.machineTime().day == "2026-03-04")
        // A sheet is of that day.
        let objective = try #require(try await demo.store.objectives(ObjectiveQuery(), in: .everything).items.first)
        let input = try await demo.openSheet(objective.objective.id, by: .owner).input
        #expect(input.clock.now.day == "2026-06-16")
    }
}

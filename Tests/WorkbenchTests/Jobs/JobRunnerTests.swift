import Covalence
import Foundation
@testable import Store
import Synchronization
import Testing
@testable import Workbench

@Suite("The runner of jobs")
struct JobRunnerTests {
    @Test("two runners with three workers each do every job, and each once")
    func once() async throws {
        let room = try await Room.open()
        let bench = room.bench, other = try await room.again()
        let tally = Tally()
        let kind = TestKind { job, _, run in
            try await run.say(0.5, "Half")
            tally.add(job.payload["n"] ?? "")
        }
        try await bench.store.enqueue(TestKind.jobs(300))
        // The clock of the tests is behind the runners': a lease that heartbeats extend must not lie in their past.
        var timing = JobTiming.quick
        timing.lease = .seconds(365 * 86_400)
        let runners = [bench, other].map { [timing] bench in
            Task { await JobRunner(Workbenches(of: bench), kinds: [kind], workers: 3, timing: timing).run() }
        }
        try await eventually("all are done") { try await bench.store.jobCounts()[.done] == 300 }
        for runner in runners {
            runner.cancel()
            await runner.value
        }
        #expect(tally.all.count == 300)
        #expect(tally.all.values.allSatisfy { $0 == 1 })
    }

    @Test("stopped, it gives back what it was at, at once and without blame")
    func stops() async throws {
        let room = try await Room.open()
        let begun = Tally()
        let kind = TestKind { _, _, run in
            begun.add("begun")
            while true {
                try await run.say(0.1, "On and on")
                try? await Task.sleep(for: .milliseconds(5))
            }
        }
        let id = try await room.bench.store.enqueue(TestKind.jobs(1))[0].id
        let runner = Task { await JobRunner(Workbenches(of: room.bench), kinds: [kind], timing: .quick).run() }
        try await eventually("it runs") { begun["begun"] > 0 }
        runner.cancel()
        await runner.value
        let job = try await room.bench.store.job(id)
        #expect(job.state == .waiting && job.lease == nil && job.failures == 0 && job.attempt == 1)
        // The next one finishes it.
        #expect(try await room.bench.workOff([TestKind { _, _, _ in }])[.done] == 1)
    }

    @Test("a job that is cancelled while it runs stops, and changes nothing any more")
    func cancelled() async throws {
        let room = try await Room.open()
        let tally = Tally()
        let kind = TestKind { job, bench, run in
            tally.add("begun")
            // It never asks whether to stop: the beat does.
            do { try await Task.sleep(for: .seconds(600)) } catch { tally.add("stopped") }
            tally.add("went on")
            try await bench.store.report(.init(1, "Late"), on: job.held, at: bench.now())
            tally.add("reported")
            _ = run
        }
        let id = try await room.bench.store.enqueue(TestKind.jobs(1))[0].id
        let runner = Task { await JobRunner(Workbenches(of: room.bench), kinds: [kind], timing: .quick).run() }
        try await eventually("it runs") { tally["begun"] > 0 }
        #expect(try await room.bench.cancelJob(id, by: .owner).state == .cancelled)
        try await eventually("it stops") { tally["went on"] > 0 }
        runner.cancel()
        await runner.value
        #expect(tally.all == ["begun": 1, "stopped": 1, "went on": 1])
        #expect(try await room.bench.store.job(id).state == .cancelled)
    }

    @Test("while it runs, its lease is kept")
    func beats() async throws {
        let room = try await Room.open()
        let kind = TestKind { job, bench, _ in
            // The clock of these tests goes on by a second each time it is asked; a beat moves the end of the lease.
            try await eventually("three beats") {
                try await (bench.store.job(job.id).lease?.until ?? .init(milliseconds: 0)) >= (job.lease?.until ?? .init(milliseconds: 0)).advanced(by: 3_000)
            }
        }
        try await room.bench.store.enqueue(TestKind.jobs(1))
        let runner = JobRunner(Workbenches(of: room.bench), kinds: [kind], timing: .quick)
        #expect(try await runner.runNext() == .done)
    }

    @Test("what is still at work after its effect was stored ends as it ends, beats or not")
    func endsAfterItsEffect() async throws {
        let room = try await Room.open()
        let id = try await room.bench.store.enqueue(TestKind.jobs(1))[0].id
        let held = try await room.bench.store.begin(id, node: "here", until: room.bench.now().advanced(by: 60_000), at: room.bench.now())
        let job = try #require(held)
        var timing = JobTiming.quick
        timing.heartbeat = .milliseconds(1)
        let bench = room.bench
        let result = try await bench.holding(job, timing) { run in
            try await bench.store.complete(job.held, at: bench.now())
            // The clock goes on by a second each time it is asked, here once every 10 ms: some beats come meanwhile, one a millisecond. The
            // first that took the job for lost would end this.
            let end = bench.now().advanced(by: 100_000)
            try await eventually("some beats") { bench.now() >= end }
            return run.job.id
        }
        #expect(result == id)
        #expect(try await bench.store.job(id).state == .done)
    }

    @Test("what fails is tried again later, at most as often as its kind allows, and what is kept of why names nobody")
    func fails() async throws {
        struct Leak: Error, CustomStringConvertible { var description: String { "Quagzimtorple said it" } }
        let room = try await Room.open()
        let tally = Tally()
        let kind = TestKind(mostFailures: 3) { _, _, _ in
            tally.add("tried")
            throw Leak()
        }
        let id = try await room.bench.store.enqueue(TestKind.jobs(1))[0].id
        let runner = JobRunner(Workbenches(of: room.bench), kinds: [kind], now: room.bench.now)
        #expect(try await runner.runNext() == .waiting)
        let waiting = try await room.bench.store.job(id)
        // By hand: half of 5 s at least; the clock went on by some seconds meanwhile.
        #expect(waiting.notBefore >= (waiting.begunAt ?? .init(milliseconds: 0)).advanced(by: 2_500))
        #expect(waiting.failures == 1)
        #expect(try await room.bench.workOff([kind]) == [.waiting: 1, .failed: 1])
        let failed = try await room.bench.store.job(id)
        #expect(failed.state == .failed && failed.failures == 3 && tally["tried"] == 3)
        expectSentence(JobProblem(failed.problem ?? "", isFinal: true))
        #expect(room.filesHolding("Quagzimtorple") == [])
        // What cannot get better is not tried again.
        try await room.bench.store.enqueue(TestKind.jobs(1))
        #expect(try await room.bench.workOff([TestKind { _, _, _ in throw StoreError.refused("Quagzimtorple") }]) == [.failed: 1])
        #expect(room.filesHolding("Quagzimtorple") == [])
    }

    @Test("recurring work is queued once a day over all nodes")
    func recurring() async throws {
        let room = try await Room.open()
        var settings = room.bench.settings
        settings.retention.days = [.recordings: 30]
        try await room.bench.change(settings, by: .owner)
        let base = Int64(1_772_614_800_000), day = Int64(86_400_000)
        let time = Mutex(base)
        let benches = [room.bench, try await room.again()]
        let runners = benches.map { JobRunner(Workbenches(of: $0), kinds: JobKinds.all, now: { Timestamp(milliseconds: time.withLock { $0 }) }) }
        for _ in 0..<3 { for runner in runners { try await runner.queueRecurring() } }
        func count(_ kind: Job.Kind) async throws -> Int { try await room.bench.store.jobs(JobQuery(kind: kind)).items.count }
        #expect(try await count(.retention) == 1)
        #expect(try await count(.tidy) == 1)
        #expect(try await count(.refreshAll) == 1)
        // Done, it is not queued again on the same day.
        for runner in runners { _ = try await runner.workOff() }
        #expect(try await count(.retention) == 1)
        time.withLock { $0 += day }
        for runner in runners { try await runner.queueRecurring() }
        #expect(try await count(.retention) == 2)
        #expect(try await count(.tidy) == 2)
        #expect(try await count(.refreshAll) == 1)
    }

    @Test("what erasing could not clear is cleared by a job: not before a minute, and by one at a time")
    func finishesErasing() async throws {
        let room = try await Room.open()
        let summary = try await room.meeting()
        let store = try #require(room.bench.store as? SQLWorkspaceStore), id = summary.id, time = room.bench.now()
        // As a process leaves it that ends after the rows went.
        try await store.engine.write { db in try store.removeRows(of: id, at: time, db) }
        #expect(room.filesHolding("worth the money") != [])
        let job = FinishErasingJob()
        #expect(try await job.due(at: room.bench, now: time.advanced(by: 59_000)) == nil)
        let due = try #require(try await job.due(at: room.bench, now: time.advanced(by: 61_000)))
        #expect(due.kind == .finishErasing && due.isBackground)
        try await store.enqueue([due])
        #expect(try await job.due(at: room.bench, now: time.advanced(by: 200_000)) == nil)
        #expect(try await room.bench.workOff([job]) == [.done: 1])
        #expect(room.filesHolding("worth the money") == [])
        #expect(try await job.due(at: room.bench, now: time.advanced(by: 400_000)) == nil)
    }

    @Test("jobs of another version are kept and shown and not run; broken ones of ours fail with a sentence")
    func hostile() async throws {
        let room = try await Room.open()
        let bench = room.bench, time = Timestamp(milliseconds: 0)
        try await bench.store.enqueue([
            NewJob(Job.Kind("future.dream"), payload: ["v": "99"], at: time), NewJob(.importFile, at: time),
            NewJob(.importFile, subject: UUID(), at: time), NewJob(.refreshSuggestions, payload: ["x": "1"], at: time),
            NewJob(.refreshSuggestions, subject: UUID(), at: time),
        ])
        try await bench.workOff()
        let lines = try await bench.jobs(JobQuery(limit: 500), by: .owner).items
        let dream = try #require(lines.first { $0.job.kind.rawValue == "future.dream" })
        #expect(!dream.isKnown && dream.job.state == .waiting && dream.job.attempt == 0 && dream.job.payload == ["v": "99"])
        expectSentence(await #expect(throws: StoreError.self) { try await bench.retryJob(dream.id, by: .owner) })
        let broken = lines.filter { $0.job.kind == .importFile }
        #expect(broken.map(\.job.state) == [.failed, .failed])
        for line in broken { expectSentence(JobProblem(line.job.problem ?? "", isFinal: true)) }
        // A meeting that is gone needs no reading; one that is not named is a fault.
        #expect(Set(lines.filter { $0.job.kind == .refreshSuggestions }.map(\.job.state)) == [.done, .failed])
        #expect(try await bench.cancelJob(dream.id, by: .owner).state == .cancelled)
    }
}

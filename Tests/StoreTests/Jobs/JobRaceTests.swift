import Covalence
import Foundation
import Store
import Synchronization
import Testing

/// A clock that goes on each time it is asked.
private final class FastClock: Sendable {
    private let passed = Mutex(Int64(0))

    func now(_ passing: Int64 = 1_000) -> Timestamp {
        passed.withLock { passed in
            passed += passing
            return Timestamp.base.advanced(by: passed)
        }
    }
}

/// Several nodes on one store.
@Suite("Jobs on several nodes", .serialized)
struct JobRaceTests {
    /// Two stores on one folder stand for two nodes, with four takers each. Some let their lease run out and report late, some give
    /// back, some fail; each job’s effect is a meeting. 300 jobs; with `COVALENCE_LONG=1` 2,000.
    @Test("no job has its effect twice, and none is lost")
    func onceEachInEffect() async throws {
        let count = isLong ? 2_000 : 300
        let room = try Room()
        let id = Identifier<Workspace>.make(at: .base)
        let (first, workspace) = try await room.makeWorkspace(id)
        let (second, _) = try await room.makeWorkspace(id)
        let kind = JobStoreTests.work
        let jobs = try await workspace.enqueue((0..<count).map { NewJob(kind, payload: ["n": "\($0)"], at: .base) })
        // A clock that all share and that runs fast: leases run out under those who dawdle.
        let clock = FastClock()
        let refused = FastClock()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for taker in 0..<8 {
                let store = taker % 2 == 0 ? first : second
                group.addTask {
                    let handle = try await store.workspace(id)
                    for _ in 0..<count * 20 {
                        let time = clock.now()
                        let job: Job?
                        do { job = try await store.lease([kind], node: "node\(taker)", until: time.advanced(by: 20_000), at: time) } catch StoreError.locked { continue }
                        guard let job else {
                            if try await handle.jobCounts()[.done] == count { return }
                            _ = clock.now(30_000)
                            continue
                        }
                        do {
                            switch Int.random(in: 0..<10) {
                            case 0: try await handle.giveBack(job.held, at: clock.now())
                            case 1: try await handle.fail(job.held, "By chance.", retry: clock.now(), at: clock.now())
                            case 2:
                                // Dawdles until the lease ran out, lets others go, then reports all the same.
                                _ = clock.now(40_000)
                                await Task.yield()
                                try await Self.takeEffect(job, handle, at: clock.now())
                            default: try await Self.takeEffect(job, handle, at: clock.now())
                            }
                        } catch StoreError.conflict(.job) {
                            _ = refused.now(1)
                        } catch StoreError.locked { continue }
                    }
                    Issue.record("A taker had no end.")
                }
            }
            try await group.waitForAll()
        }
        var titles: [String] = []
        var cursor: PageCursor?
        repeat {
            let page = try await workspace.meetings(MeetingQuery(cursor: cursor, limit: 500))
            titles += page.items.map(\.meeting.title)
            cursor = page.next
        } while cursor != nil
        #expect(titles.sorted() == (0..<count).map { "Job \($0)" }.sorted())
        #expect(try await workspace.jobCounts().byState == [.done: jobs.count])
        #expect(refused.now(0) > .base, "No lease was ever lost: nothing was tested.")
        try await second.close()
    }

    private static func takeEffect(_ job: Job, _ workspace: any WorkspaceStore, at time: Timestamp) async throws {
        var meeting = newMeeting(title: "Job \(job.payload["n"] ?? "")")
        meeting.step = JobStep(job.held, isLast: true, at: time)
        _ = try await workspace.add(meeting)
    }

    /// The process begins a job, does half of its work and is killed; its lease runs out and another finishes.
    @Test("a node that is killed in the middle of a job loses it to another, which finishes it")
    func killed() async throws {
        let writer = try #require(CrashTests.writer, "StoreCrashWriter is not beside the tests: build all of them with swift build --build-tests.")
        let room = try Room()
        let id = Identifier<Workspace>.make(at: .base)
        let (store, workspace) = try await room.makeWorkspace(id)
        let jobs = try await workspace.enqueue((0..<3).map { _ in NewJob(Job.Kind("crash.job"), at: Timestamp(Date())) })
        let process = Process()
        process.executableURL = writer
        process.arguments = [room.folder.path, id.description, "jobs"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        // It says when it holds the first job; then it dawdles for ever.
        var heard = ""
        while !heard.contains("begun "), let data = try output.fileHandleForReading.read(upToCount: 1), !data.isEmpty { heard += String(decoding: data, as: UTF8.self) }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        #expect(try await workspace.jobCounts().byState == [.running: 1, .waiting: 2])
        let after = Timestamp(Date()).advanced(by: 31_000)
        var ended: [Identifier<Job>] = []
        for _ in 0..<3 {
            let job = try #require(try await store.lease([Job.Kind("crash.job")], node: "heir", until: after.advanced(by: 60_000), at: after))
            var meeting = newMeeting(title: "\(job.id)")
            meeting.step = JobStep(job.held, isLast: true, at: after)
            _ = try await workspace.add(meeting)
            ended.append(job.id)
        }
        #expect(Set(ended) == Set(jobs.map(\.id)))
        #expect(try await workspace.jobCounts().byState == [.done: 3])
        #expect(try await workspace.count(MeetingQuery()) == 3)
        #expect(try await workspace.jobs(JobQuery()).items.map(\.failures).sorted() == [0, 0, 1])
    }
}

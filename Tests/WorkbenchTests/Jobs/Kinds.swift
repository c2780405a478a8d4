import Covalence
import Store
import Synchronization
@testable import Workbench

/// A kind of job that does what a test says.
struct TestKind: JobKind {
    var kind = Job.Kind("test.work")
    var title = "Is a test"
    var mostFailures = 8
    var work: @Sendable (Job, Workbench, JobRun) async throws -> Void

    func run(_ job: Job, at bench: Workbench, _ run: JobRun) async throws { try await work(job, bench, run) }

    static func jobs(_ count: Int) -> [NewJob] {
        (0..<count).map { NewJob(Job.Kind("test.work"), payload: ["n": "\($0)"], at: Timestamp(milliseconds: 0)) }
    }
}

/// How often each thing happened.
final class Tally: Sendable {
    private let counts = Mutex<[String: Int]>([:])
    func add(_ name: String) { counts.withLock { $0[name, default: 0] += 1 } }
    var all: [String: Int] { counts.withLock { $0 } }
    subscript(_ name: String) -> Int { all[name] ?? 0 }
}

/// Asks again and again, for as long as a slow machine may take, until something holds.
func eventually(_ what: String, _ holds: () async throws -> Bool) async throws {
    for _ in 0..<6_000 {
        if try await holds() { return }
        try await Task.sleep(for: .milliseconds(10))
    }
    throw Unexpected("It never happened: \(what).")
}

extension JobTiming {
    /// For tests that wait for the next look or beat.
    static var quick: JobTiming {
        var timing = JobTiming()
        timing.poll = .milliseconds(5)
        timing.heartbeat = .milliseconds(10)
        return timing
    }
}

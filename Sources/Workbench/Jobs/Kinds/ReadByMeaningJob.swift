import Covalence
import Store

/// Once a day: has meetings read by meaning that were not yet, or by a codebook that was taught more since; and some minutes after a learning the newest of them.
struct ReadByMeaningJob: JobKind {
    let kind = Job.Kind.readByMeaning
    let title = "Has meetings read by meaning"

    /// ‡ Milliseconds from a learning until meetings are read by it: many answers are one reading.
    static let wait: Int64 = 300_000
    /// ‡ Meetings that are read so soon, the newest; all others within a day.
    static let newest = 100

    /// The job after a learning.
    static func afterLearning(at time: Timestamp) -> NewJob {
        NewJob(
            .readByMeaning, payload: ["meetings": "newest"], notBefore: time.advanced(by: wait), key: .init("after-learning", holds: .untilBegun), isBackground: true, at: time
        )
    }

    func due(at bench: Workbench, now: Timestamp) async throws -> NewJob? {
        guard bench.analyzer.meaningEngine(for: "en") != nil, bench.analyzer.meaningProblem == nil else { return nil }
        return NewJob(.readByMeaning, key: .init(now.day, holds: .forPeriod), isBackground: true, at: now)
    }

    func run(_ job: Job, at bench: Workbench, _ run: JobRun) async throws {
        guard bench.analyzer.meaningEngine(for: "en") != nil else { return }
        if job.payload["meetings"] == "newest" {
            let page = try await bench.store.meetings(MeetingQuery(limit: Self.newest))
            let read = page.items.filter { bench.analyzer.meaningEngine(for: $0.language) != nil }
            try await bench.store.enqueue(read.map { RefreshSuggestionsJob.job(for: $0.id, at: bench.machineTime()) })
            return
        }
        let engine = try await bench.meetingEngine()
        var last: Identifier<Meeting>?
        var queued = 0
        while true {
            let page = try await bench.store.meetingsWithoutMeaning(of: engine, language: "en", after: last, limit: 200)
            guard let end = page.last else { return }
            try await bench.store.enqueue(page.map { RefreshSuggestionsJob.job(for: $0, at: bench.machineTime()) })
            queued += page.count
            try await run.say(0.5, "\(queued) meetings queued")
            last = end
        }
    }
}

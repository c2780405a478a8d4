import Covalence
import Store

/// Once a day: has meetings read by meaning that were not yet, as those that came in while the sentence encoder did not work.
struct ReadByMeaningJob: JobKind {
    let kind = Job.Kind.readByMeaning
    let title = "Has meetings read by meaning"

    func due(at bench: Workbench, now: Timestamp) async throws -> NewJob? {
        guard bench.analyzer.meaningEngine(for: "en") != nil, bench.analyzer.meaningProblem == nil else { return nil }
        return NewJob(.readByMeaning, key: .init(now.day, holds: .forPeriod), isBackground: true, at: now)
    }

    func run(_: Job, at bench: Workbench, _ run: JobRun) async throws {
        guard let engine = bench.analyzer.meaningEngine(for: "en") else { return }
        var last: Identifier<Meeting>?
        var queued = 0
        while true {
            let page = try await bench.store.meetingsWithoutMeaning(of: engine, language: "en", after: last, limit: 200)
            guard let end = page.last else { return }
            try await bench.store.enqueue(page.map { RefreshSuggestionsJob.job(for: $0, at: bench.now()) })
            queued += page.count
            try await run.say(0.5, "\(queued) meetings queued")
            last = end
        }
    }
}

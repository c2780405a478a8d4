import Covalence
import Language
import Store

/// Reads by meaning what came into the record or changed since, so that it is found by meaning.
struct ReadPassagesJob: JobKind {
    let kind = Job.Kind.readPassages
    let title = "Reads by meaning what was said and written"

    /// Meetings and interactions that are asked for at once.
    private static let portion = 20

    func due(at bench: Workbench, now: Timestamp) async throws -> NewJob? {
        guard let meaning = bench.analyzer.meaning else { return nil }
        // What is broken does not mend itself; `doctor` and the page say what to do.
        if case .broken = meaning.encoder.state { return nil }
        guard try await !bench.store.passageDebts(engine: PassageMaker.engine, limit: 1).isEmpty,
              try await bench.store.jobs(JobQuery(states: [.waiting, .running], kind: kind, limit: 1)).items.isEmpty
        else { return nil }
        return NewJob(kind, key: .init("version:\(try await bench.store.version())", holds: .untilEnded), isBackground: true, at: now)
    }

    func run(_: Job, at bench: Workbench, _ run: JobRun) async throws {
        guard let desk = bench.analyzer.meaning else { throw JobProblem("\(MeaningFiles.nowhere)", isFinal: true) }
        let count = try await bench.store.passageProgress(engine: PassageMaker.engine).left
        var done = 0
        var former: [PassageDebt] = []
        while true {
            let debts = try await bench.store.passageDebts(engine: PassageMaker.engine, limit: Self.portion)
            // Whatever cannot be kept is changing right now: the next round finds it.
            guard !debts.isEmpty, debts != former else { return }
            former = debts
            for debt in debts {
                do {
                    try await bench.readPassages(debt, with: desk)
                } catch StoreError.notFound, StoreError.erased {
                    // Erased meanwhile: nothing is left to be read.
                } catch let problem as MeaningProblem {
                    throw JobProblem("\(problem)", isFinal: true)
                }
                done += 1
                try await run.say(min(1, Double(done) / Double(max(1, count))), "\(done) of \(max(done, count)) read")
            }
        }
    }
}

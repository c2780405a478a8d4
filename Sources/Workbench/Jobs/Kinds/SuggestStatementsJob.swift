import Covalence
import Store
import StrategicSelling

/// Brings what the record suggests for a sales objective up to date: after something was linked to it, or the words or the speakers of what belongs to it changed.
struct SuggestStatementsJob: JobKind {
    let kind = Job.Kind.suggestStatements
    let title = "Reads what belongs to a sales objective"

    static func job(for objective: Identifier<SalesObjective>, at time: Timestamp) -> NewJob {
        NewJob(.suggestStatements, subject: objective.uuid, key: .init("\(objective)", holds: .untilBegun), isBackground: true, at: time)
    }

    func run(_ job: Job, at bench: Workbench, _ run: JobRun) async throws {
        guard let subject = job.subject else { throw JobProblem("It does not say which objective.", isFinal: true) }
        do {
            try await bench.suggestStatements(for: Identifier(subject), under: run)
        } catch StoreError.notFound, StoreError.erased {
            // It, or somebody in it, is not there any more: whatever follows from that queues it again.
        }
    }
}

/// Queues a new reading of every open objective: once for each version of what reads them.
struct SuggestAllStatementsJob: JobKind {
    let kind = Job.Kind.suggestAllStatements
    let title = "Has all open sales objectives read anew"

    func due(at bench: Workbench, now: Timestamp) async throws -> NewJob? {
        guard try await !bench.store.openObjectives(after: nil, limit: 1).isEmpty else { return nil }
        return NewJob(kind, key: .init("engine:\(Suggestions.engine)+\(try await bench.sellingEngine())", holds: .forGood), isBackground: true, at: now)
    }

    func run(_: Job, at bench: Workbench, _: JobRun) async throws {
        var last: Identifier<SalesObjective>?
        while true {
            let page = try await bench.store.openObjectives(after: last, limit: 200)
            guard let end = page.last else { return }
            try await bench.store.enqueue(page.map { SuggestStatementsJob.job(for: $0, at: bench.machineTime()) })
            last = end
        }
    }
}

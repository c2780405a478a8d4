import Covalence
import Store

/// Brings the engine’s suggestions for a meeting up to date, after a change of settings or of the engine, and reads by meaning what came in by words. Where
/// the sentence encoder cannot be used, words are enough: `ReadByMeaningJob` comes back to it.
struct RefreshSuggestionsJob: JobKind {
    let kind = Job.Kind.refreshSuggestions
    let title = "Reads a meeting anew"

    static func job(for meeting: Identifier<Meeting>, at time: Timestamp) -> NewJob {
        NewJob(.refreshSuggestions, subject: meeting.uuid, key: .init("\(meeting)", holds: .untilBegun), isBackground: true, at: time)
    }

    func run(_ job: Job, at bench: Workbench, _ run: JobRun) async throws {
        guard let subject = job.subject else { throw JobProblem("It does not say which meeting.", isFinal: true) }
        do {
            try await bench.readAnew(Identifier(subject), as: run.step(isLast: true), byMeaning: true)
        } catch StoreError.notFound, StoreError.erased {
            // Erased meanwhile: nothing is left to be read.
        }
    }
}

/// Queues a new reading of every meeting: after a change of the numbers of ours, and once for each version of the engine.
struct RefreshAllJob: JobKind {
    let kind = Job.Kind.refreshAll
    let title = "Has all meetings read anew"

    /// The job for a change of settings.
    static func afterSettings(by member: Identifier<Member>?, at time: Timestamp) -> NewJob {
        NewJob(.refreshAll, key: .init("settings", holds: .untilBegun), madeBy: member, at: time)
    }

    func due(at bench: Workbench, now: Timestamp) async throws -> NewJob? {
        let engine = bench.engineName.unicodeScalars.map { scalar -> Character in
            let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil || "./-:+".unicodeScalars.contains(scalar))
            return isPlain ? Character(scalar) : "_"
        }
        return NewJob(.refreshAll, key: .init("engine:" + String(engine.prefix(150)), holds: .forGood), isBackground: true, at: now)
    }

    func run(_ job: Job, at bench: Workbench, _ run: JobRun) async throws {
        let count = try await bench.store.count(MeetingQuery())
        var cursor: PageCursor?
        var done = 0
        repeat {
            let page = try await bench.store.meetings(MeetingQuery(cursor: cursor, limit: 200))
            try await bench.store.enqueue(page.items.map { RefreshSuggestionsJob.job(for: $0.id, at: bench.machineTime()) })
            done += page.items.count
            try await run.say(Double(done) / Double(max(done, count)), "\(done) of \(count) meetings queued")
            cursor = page.next
        } while cursor != nil
    }
}

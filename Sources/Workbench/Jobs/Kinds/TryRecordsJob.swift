import Covalence
import Store

/// Goes through the rows of a table or the cards of an address file and says what would become of them. Nothing is written before the end, where the result and
/// the end of the job are stored in one transaction; begun again, it begins at the first row.
struct TryRecordsJob: JobKind {
    let kind = Job.Kind.tryRecords
    let title = "Tries the rows of a table"
    /// A file that ends the program each time must not do so for ever ‡.
    let mostFailures = 3

    /// The job for an import that is to be tried.
    static func job(for id: Identifier<IntakeItem>, by member: Identifier<Member>?, at time: Timestamp) -> NewJob {
        NewJob(.tryRecords, subject: id.uuid, key: .init("\(id)", holds: .untilEnded), madeBy: member, at: time)
    }

    func run(_ job: Job, at bench: Workbench, _ run: JobRun) async throws {
        guard let subject = job.subject else { throw JobProblem("It does not say which import. Try the import again.", isFinal: true) }
        try await bench.tryRows(of: Identifier(subject), under: run)
    }

    func giveUp(_ job: Job, at bench: Workbench) async throws {
        guard let subject = job.subject else { return }
        try await bench.noteUntried(Identifier(subject), job.problem ?? "Trying its rows was broken off again and again. Check the file, and upload it again.")
    }

    func checkRetry(_ job: Job, at bench: Workbench) async throws {
        guard let subject = job.subject, try await bench.store.recordImport(Identifier(subject)).state == .open else {
            throw StoreError.refused("This import was started or discarded: there is nothing to be tried any more.")
        }
    }
}

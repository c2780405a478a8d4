import Covalence
import Store

/// Brings the rows of a table or the cards of an address file into the record, batch by batch. Each batch is one transaction with the place it reached, so that
/// begun again it goes on there.
struct ImportRecordsJob: JobKind {
    let kind = Job.Kind.importRecords
    let title = "Brings in the rows of a table"
    /// A file that ends the program each time must not do so for ever ‡.
    let mostFailures = 3

    /// The job for an import that was started.
    static func job(for id: Identifier<IntakeItem>, by member: Identifier<Member>?, at time: Timestamp, notBefore: Timestamp? = nil) -> NewJob {
        NewJob(.importRecords, subject: id.uuid, notBefore: notBefore, key: .init("\(id)", holds: .untilEnded), madeBy: member, at: time)
    }

    func run(_ job: Job, at bench: Workbench, _ run: JobRun) async throws {
        guard let subject = job.subject else { throw JobProblem("It does not say which import. Start the import again.", isFinal: true) }
        try await bench.bringInRows(of: Identifier(subject), under: run)
        try await bench.queueFunnel()
    }

    func giveUp(_ job: Job, at bench: Workbench) async throws {
        guard let subject = job.subject else { return }
        try await bench.fail(Identifier(subject), job.problem ?? "Bringing in its rows was broken off again and again.")
    }

    /// What came in until then stays, and can be taken back.
    func cancelled(_ job: Job, at bench: Workbench, by visitor: Visitor) async throws {
        guard let subject = job.subject else { return }
        try await bench.fail(Identifier(subject), "Cancelled. What came in until then is there, and can be taken back.")
    }

    func checkRetry(_ job: Job, at bench: Workbench) async throws {
        guard let subject = job.subject, try await bench.store.recordImport(Identifier(subject)).state == .running else {
            throw StoreError.refused("This import has ended. Upload the file again; rows that came in are not taken twice.")
        }
    }
}

import Covalence
import Store

/// Takes back what an import did, the last first. Each batch is one transaction that notes what was taken back, so that begun again it goes on there.
struct UndoImportJob: JobKind {
    let kind = Job.Kind.undoImport
    let title = "Takes an import back"

    /// The job for an import that is to be taken back.
    static func job(for id: Identifier<IntakeItem>, by member: Identifier<Member>?, at time: Timestamp, notBefore: Timestamp? = nil) -> NewJob {
        NewJob(.undoImport, subject: id.uuid, notBefore: notBefore, key: .init("\(id)", holds: .untilEnded), madeBy: member, at: time)
    }

    func run(_ job: Job, at bench: Workbench, _ run: JobRun) async throws {
        guard let subject = job.subject else { throw JobProblem("It does not say which import. Undo the import again.", isFinal: true) }
        var name = Visitor.system.name
        if let member = job.madeBy, let known = try? await bench.store.member(member) { name = known.name }
        try await bench.takeBackRows(of: Identifier(subject), by: .person(name), member: job.madeBy, under: run)
        try await bench.queueFunnel()
    }

    /// What is taken back stays so; undoing it again goes on.
    func cancelled(_ job: Job, at bench: Workbench, by visitor: Visitor) async throws { try await release(job, bench) }

    func giveUp(_ job: Job, at bench: Workbench) async throws { try await release(job, bench) }

    func checkRetry(_ job: Job, at bench: Workbench) async throws {
        guard let subject = job.subject else { return }
        switch try await bench.store.recordImport(Identifier(subject)).state {
        case .undoing: return
        case .undone: throw StoreError.refused("This import was taken back already: there is nothing left to do.")
        case .open, .running, .done, .failed:
            throw StoreError.refused("This import is not being taken back any more. Press “Take this import back” on its page; it goes on where it stopped.")
        }
    }

    /// The import is again what it was before it was to be taken back: one that failed holds only some of its rows.
    private func release(_ job: Job, _ bench: Workbench) async throws {
        guard let subject = job.subject else { return }
        var made = try await bench.store.recordImport(Identifier(subject))
        guard made.state == .undoing else { return }
        made.state = ImportReport(stored: made.report).failure == nil ? .done : .failed
        try await bench.store.update(made, queueing: [], as: nil)
    }
}

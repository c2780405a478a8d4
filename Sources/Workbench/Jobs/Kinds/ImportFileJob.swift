import Covalence
import Store

/// Reads an uploaded file into the record: a transcript, mails, a calendar. Whoever uploads it does it at once; this is for imports
/// that were broken off.
struct ImportFileJob: JobKind {
    let kind = Job.Kind.importFile
    let title = "Reads a file"
    /// A file that ends the program each time must not do so for ever ‡.
    let mostFailures = 3

    /// How long whoever uploads has to begin it themselves ‡, in milliseconds.
    static let grace: Int64 = 30_000

    /// In the payload: the name under which whoever sent the file asks how far it is.
    static let progressToken = "progress"

    /// The job for a file that was just received.
    static func job(for item: IntakeItem, progress token: String? = nil, at time: Timestamp) -> NewJob {
        NewJob(
            .importFile, subject: item.id.uuid, payload: token.map { [progressToken: $0] } ?? [:], notBefore: time.advanced(by: grace),
            key: .init("\(item.id)", holds: .untilEnded), madeBy: item.broughtInBy, at: time
        )
    }

    func run(_ job: Job, at bench: Workbench, _ run: JobRun) async throws {
        let item = try await bench.store.intake(try file(of: job))
        guard item.state.name == .received else { return }
        let visitor = try await visitor(for: item, at: bench)
        if InteractionIntake(kept: item.details) != nil {
            _ = try await bench.importInteractions(item, by: visitor, under: run, onBatch: { _ in })
        } else {
            _ = try await bench.importTranscript(item, brokenParts: .ask, by: visitor, under: run)
        }
    }

    /// In the name of whoever brought it in, as far as they still may; else in the program’s own.
    private func visitor(for item: IntakeItem, at bench: Workbench) async throws -> Visitor {
        guard let id = item.broughtInBy else { return .owner }
        guard let member = try? await bench.store.member(id), member.state == .active else { return .system }
        let visitor = Visitor(member, in: bench.store.id, origin: "job")
        return visitor.may(.change) ? visitor : .system
    }

    func giveUp(_ job: Job, at bench: Workbench) async throws {
        guard let item = try await item(of: job, at: bench) else { return }
        // What somebody gave with it cannot be read, or the like: it waits for a decision, with the reason.
        guard item.state.name == .received, job.failures >= mostFailures else { return }
        try await bench.settle(item, .refused(reason: "Reading this file was broken off again and again. Check the file, and upload it again."))
    }

    /// Nothing of the file comes in; what a mailbox brought in until then stays.
    func cancelled(_ job: Job, at bench: Workbench, by visitor: Visitor) async throws {
        guard let item = try await item(of: job, at: bench), item.state.name == .received else { return }
        try await bench.settle(item, .refused(reason: "Cancelled by \(visitor.name)."))
    }

    func checkRetry(_ job: Job, at bench: Workbench) async throws {
        guard try await bench.store.intake(try file(of: job)).state.name == .received else {
            throw StoreError.refused("This file is not kept any more, or was dealt with. Upload it again.")
        }
    }

    /// The file, where there is one: a job that names none, or one that is gone, ends all the same.
    private func item(of job: Job, at bench: Workbench) async throws -> IntakeItem? {
        guard let subject = job.subject else { return nil }
        do throws(StoreError) { return try await bench.store.intake(Identifier(subject)) } catch .notFound { return nil }
    }

    private func file(of job: Job) throws -> Identifier<IntakeItem> {
        guard let subject = job.subject else { throw JobProblem("It does not say which file. Cancel it, and upload the file again.", isFinal: true) }
        return Identifier(subject)
    }
}

import Covalence
import MeetingInteraction
import Store

/// Learns a codebook anew from its examples and from what people decided, and measures how well its codes are found.
struct LearnCodebookJob: JobKind {
    let kind = Job.Kind.learnCodebook
    let title = "Learns a codebook"

    /// ‡ Milliseconds: ten quick answers are one learning.
    static let wait: Int64 = 10_000
    /// ‡ Findings that were decided on since the last learning for which it is worth another one.
    static let enoughFindings = 10

    /// The job after an answer or a new version.
    ///
    /// - Parameter wait: milliseconds until it begins.
    static func job(for codebook: String, by member: Identifier<Member>? = nil, wait: Int64 = wait, at time: Timestamp) -> NewJob {
        NewJob(
            .learnCodebook, payload: ["codebook": codebook], notBefore: time.advanced(by: wait), key: .init(codebook, holds: .untilBegun), isBackground: true, madeBy: member, at: time
        )
    }

    /// Once a day where people decided on findings of meetings, which are kept as claims and queue nothing here.
    func due(at bench: Workbench, now: Timestamp) async throws -> NewJob? {
        let name = Workbench.codebookOfFindings
        let learnt = try await bench.store.codebookFigures(name)
        let known = learnt.flatMap(LearntFigures.init)?.findings ?? 0
        let all = try await bench.store.decidedFindings(FindingKind.allCases.map(\.claimKind), ofEach: Workbench.decisionsOfEach).count
        guard abs(all - known) >= Self.enoughFindings else { return nil }
        return NewJob(.learnCodebook, payload: ["codebook": name], key: .init("\(name)/\(now.day)", holds: .forPeriod), isBackground: true, at: now)
    }

    func run(_ job: Job, at bench: Workbench, _ run: JobRun) async throws {
        guard let name = job.payload["codebook"] else { throw JobProblem("It does not say which codebook.", isFinal: true) }
        try await bench.learnAnew(name, run)
    }
}

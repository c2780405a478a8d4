import Covalence
import Store

/// Applies the privacy policy to the meetings that are there. Whoever changes the policy does it at once; this is for changes that were
/// broken off.
struct ApplyPolicyJob: JobKind {
    let kind = Job.Kind.applyPolicy
    let title = "Applies the privacy policy to all meetings"
    /// What must not be kept must go: it is tried for as long as it takes.
    let mostFailures = 1_000

    static func job(by member: Identifier<Member>?, at time: Timestamp) -> NewJob {
        NewJob(
            .applyPolicy, notBefore: time.advanced(by: ImportFileJob.grace), key: .init("policy", holds: .untilBegun), madeBy: member, at: time
        )
    }

    func run(_: Job, at bench: Workbench, _ run: JobRun) async throws { try await bench.applyPrivacy(run) }
}

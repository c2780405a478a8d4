import Covalence
import Store
import Workbench

/// The part of the page of jobs that changes while one looks on.
struct JobsPiece: PageModel {
    static let template = "settings/jobs-list"
    /// How many of each open state are shown.
    static let most = 50

    var running: [JobLine] = []
    var waiting: [JobLine] = []
    var failed: [JobLine] = []
    var ended: [JobLine] = []
    var counts = JobCounts(byState: [:], changedAt: nil)
    /// All of them; those of which nothing waits, and that are as they should be, are not shown.
    var webhooks: [Webhook] = []
    var olderHref: String?
    var now: Timestamp
    var canChange = true

    /// Tells one state of the list from another.
    static func mark(_ counts: JobCounts, _ webhooks: [Webhook]) -> String {
        let backlog: [Int64] = webhooks.flatMap { webhook -> [Int64] in [Int64(webhook.waiting), Int64(webhook.failures), webhook.dueAt?.milliseconds ?? 0] }
        return ([counts.changedAt?.milliseconds ?? 0] + Job.State.allCases.map { Int64(counts[$0]) } + backlog).map(String.init).joined(separator: "-")
    }

    var view: View {
        let behind = webhooks.compactMap { webhook in WebhookWords.backlog(webhook, now: now).map { (webhook, $0) } }
        return [
            "mark": .text(Self.mark(counts, webhooks)), "isEmpty": .flag(counts.byState.values.reduce(0, +) == 0),
            "hasWebhooks": .flag(!behind.isEmpty),
            "webhooks": .list(behind.map { webhook, sentence in
                [
                    "href": .text("/settings/webhooks/\(webhook.id)"), "address": .text(webhook.address), "state": .text(WebhookWords.state(webhook.state)),
                    "isWatched": .flag(webhook.state != .active), "sentence": .text(sentence), "reason": View.Value(webhook.reason),
                ]
            }),
            "running": group(running, .running, "Running now", "Nothing runs just now."),
            "waiting": group(waiting, .waiting, "Waiting", "Nothing waits."),
            "failed": failed.isEmpty ? .none : group(failed, .failed, "Failed", ""),
            "ended": .list(ended.map { view(of: $0) }), "hasEnded": .flag(!ended.isEmpty), "olderHref": View.Value(olderHref),
        ]
    }

    private func group(_ lines: [JobLine], _ state: Job.State, _ heading: String, _ nothing: String) -> View.Value {
        let count = counts[state]
        return .view([
            "heading": .text(count > 0 ? "\(heading): \(count)" : heading), "jobs": .list(lines.map { view(of: $0) }),
            "nothing": View.Value(lines.isEmpty ? nothing : nil),
            "more": View.Value(count > lines.count && !lines.isEmpty ? "and \(count - lines.count) more" : nil),
        ])
    }

    private func view(of line: JobLine) -> View {
        let job = line.job
        return [
            "id": .text("\(job.id)"), "title": .text(line.title), "about": View.Value(line.about), "isUnknown": .flag(!line.isKnown),
            "kind": .text(job.kind.rawValue), "state": .text(JobWords.state(job.state)), "time": .text(JobWords.time(job, now: now)),
            "progress": View.Value(job.progress.map { ["share": .text("\($0.share)"), "label": .text($0.label)] as View }),
            "problem": View.Value(job.state == .done ? nil : job.problem), "failures": View.Value(JobWords.failures(job)),
            "retryHref": View.Value(canChange && line.isKnown && Self.canBeTried(job) ? "/settings/jobs/\(job.id)/retry" : nil),
            "retryWord": .text(job.state == .waiting ? "Begin now" : "Try again"),
            "cancelHref": View.Value(canChange && job.state.isOpen ? "/settings/jobs/\(job.id)/cancel" : nil),
            "isWatched": .flag(job.state == .failed),
        ]
    }

    /// Whether trying it makes sense: not where the file of an import that was cancelled is gone.
    private static func canBeTried(_ job: Job) -> Bool {
        switch job.state {
        case .failed, .waiting: true
        case .cancelled: job.kind != .importFile
        case .running, .done: false
        }
    }
}

/// What Covalence does by itself: what runs, waits, failed and ended.
struct JobsPage: PageModel {
    static let template = "settings/jobs"

    var piece: JobsPiece
    var days: FieldValue
    var saved: String?
    var waiting = 0

    var view: View {
        PageFrame(title: "Jobs", waiting: waiting).view.merging(piece.view).merging([
            "saved": View.Value(saved), "jobDays": .view(days.view),
        ])
    }
}

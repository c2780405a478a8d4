import Covalence
import Store

/// The webhooks of the workspace, and one to add.
struct WebhooksPage: PageModel {
    static let template = "settings/webhooks"

    var webhooks: [Webhook]
    /// Of the new one, as it was chosen.
    var kinds: Set<RecordEvent.Kind> = []
    var problems = FormProblems()
    var saved: String?
    var waiting = 0

    var view: View {
        PageFrame(title: "Webhooks", waiting: waiting).view.merging([
            "webhooks": .list(webhooks.map { webhook -> View in
                [
                    "href": .text("/settings/webhooks/\(webhook.id)"), "address": .text(webhook.address), "state": .text(WebhookWords.state(webhook.state)),
                    "isWatched": .flag(webhook.state != .active), "reason": View.Value(webhook.reason),
                    "kinds": .text(webhook.kinds.isEmpty ? "everything" : "\(webhook.kinds.count) of \(RecordEvent.Kind.ofTheRecord.count) kinds"),
                    "since": .text(LocalTime.text(webhook.madeAt)),
                ]
            }),
            "isEmpty": .flag(webhooks.isEmpty), "saved": View.Value(saved), "choices": View.Value(WebhookWords.choices(kinds)),
            "newAddress": .view(problems.field("address", "").view),
        ])
    }
}

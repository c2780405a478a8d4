import Covalence
import Store
import Workbench

/// One webhook: its state, its secret once, what is sent to it.
struct WebhookPage: PageModel {
    static let template = "settings/webhook"

    var webhook: Webhook
    var deliveries: [DeliveryLog]
    /// A secret that was just made; shown this once.
    var secret: String?
    /// What is shown: all deliveries, or those in one state.
    var shown: WebhookDelivery.State?
    var olderHref: String?
    var problems = FormProblems()
    /// What was chosen and is not kept; nil for what is.
    var typedKinds: Set<RecordEvent.Kind>?
    var saved: String?
    var waiting = 0

    /// What whoever was slower is told: what it is by now.
    private var late: String? {
        guard problems.isLate else { return nil }
        let kinds = webhook.kinds.isEmpty ? "all changes" : WebhookWords.choices(webhook.kinds).filter(\.isSelected).map(\.label).joined(separator: "; ")
        return "Somebody changed this webhook while you were at it, and nothing of yours was saved. Now \(webhook.address) is told of: \(kinds). Below is what you chose; save again to set it."
    }

    private var home: String { "/settings/webhooks/\(webhook.id)" }

    var view: View {
        PageFrame(title: webhook.address, waiting: waiting).view.merging([
            "home": .text(home), "address": .text(webhook.address), "state": .text(WebhookWords.state(webhook.state)),
            "isWatched": .flag(webhook.state != .active), "isPaused": .flag(webhook.state == .paused), "reason": View.Value(webhook.reason),
            "secret": View.Value(secret), "saved": View.Value(saved), "choices": View.Value(WebhookWords.choices(typedKinds ?? webhook.kinds)), "seen": .text(webhook.tag.text),
            "takesAll": .flag((typedKinds ?? webhook.kinds).isEmpty && webhook.kinds.isEmpty), "newAddress": .view(problems.field("address", webhook.address).view),
            "from": .view(problems.field("from", "").view), "before": .view(problems.field("before", "").view),
            "hasProblem": .flag(!problems.isEmpty), "problemSummary": .text(late ?? "Nothing was changed. A field below needs another look."), "formerUntil": View.Value(webhook.formerUntil.map { LocalTime.text($0) }),
            "heldUntil": View.Value(webhook.heldUntil.map { LocalTime.text($0) }),
            "deliveries": .list(deliveries.map(view)), "isEmpty": .flag(deliveries.isEmpty), "isFiltered": .flag(shown != nil),
            "states": .list([nil, .waiting, .failed, .delivered].map { (state: WebhookDelivery.State?) -> View in
                [
                    "label": .text(state.map { WebhookWords.state($0) } ?? "all"), "isShown": .flag(state == shown),
                    "stateHref": .text(home + (state.map { "?state=\($0.rawValue)" } ?? "") + "#deliveries"),
                ]
            }),
            "olderHref": View.Value(olderHref),
        ])
    }

    private func view(of log: DeliveryLog) -> View {
        let delivery = log.delivery
        return [
            "deliveryID": .text("\(delivery.id)"), "number": .text(delivery.event.sequence == 0 ? "–" : "\(delivery.event.sequence)"),
            "kind": .text(WebhookWords.kind(delivery.event.kind)), "time": .text(LocalTime.text(delivery.event.at)),
            "deliveryState": .text(WebhookWords.state(delivery.state)), "isGivenUp": .flag(delivery.state == .failed),
            "due": View.Value(delivery.attempts > 0 ? delivery.dueAt.map { LocalTime.text($0) } : nil), "canReplay": .flag(delivery.dueAt == nil),
            "attempts": .list(log.attempts.map { attempt -> View in
                [
                    "at": .text(LocalTime.text(attempt.at)), "status": View.Value(attempt.status.map { "\($0)" }),
                    "took": .text("\(attempt.milliseconds) ms"), "bytes": View.Value(attempt.bytes.map { "\($0) bytes" }), "problem": View.Value(attempt.problem),
                ]
            }),
            "hasAttempts": .flag(!log.attempts.isEmpty), "attemptCount": .text(log.attempts.count == 1 ? "1 attempt" : "\(log.attempts.count) attempts"),
        ]
    }
}

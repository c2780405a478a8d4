import Covalence
import Store

/// What webhooks and events are called on pages.
enum WebhookWords {
    static func state(_ state: Webhook.State) -> String { state.rawValue }

    static func state(_ state: WebhookDelivery.State) -> String {
        switch state {
        case .waiting: "waiting"
        case .delivered: "delivered"
        case .failed: "given up"
        }
    }

    /// What is still to be sent, and when; nil where nothing is and all is as it should be.
    static func backlog(_ webhook: Webhook, now: Timestamp) -> String? {
        let waits = webhook.waiting == 1 ? "One change waits to be told" : "\(NumberText.whole(Double(webhook.waiting))) changes wait to be told"
        switch webhook.state {
        case .paused: return webhook.waiting == 0 ? "Nothing is sent until it is resumed." : "\(waits), until it is resumed."
        case .active where webhook.waiting == 0: return nil
        case .failing where webhook.waiting == 0: return "Nothing waits to be told."
        case .active, .failing:
            let due = max(webhook.dueAt ?? now, webhook.heldUntil ?? now)
            return due > now ? "\(waits); the next try is at \(LocalTime.clock(due)) or a little later." : "\(waits); it is its turn."
        }
    }

    /// What happened, as a person says it.
    static func kind(_ kind: RecordEvent.Kind) -> String {
        switch kind {
        case .meetingImported: "a meeting came in"
        case .meetingChanged: "a meeting changed"
        case .meetingErased: "a meeting was erased"
        case .claimAdded: "somebody stated something"
        case .claimDecided: "somebody decided on a finding"
        case .interactionAdded: "an interaction came in"
        case .interactionChanged: "an interaction changed"
        case .interactionErased: "an interaction was erased"
        case .organizationAdded: "an organisation was added"
        case .organizationChanged: "an organisation changed"
        case .organizationMerged: "organisations were joined"
        case .organizationParted: "organisations were taken apart again"
        case .personAdded: "a person was added"
        case .personChanged: "a person changed"
        case .personMerged: "people were joined"
        case .personParted: "people were taken apart again"
        case .personErased: "a person was erased"
        case .objectiveAdded: "a sales objective was added"
        case .objectiveChanged: "a sales objective changed"
        case .offeringAdded: "an offering was added"
        case .offeringChanged: "an offering changed"
        case .webhookTest: "a test"
        }
    }

    /// The kinds with check boxes.
    static func choices(_ chosen: Set<RecordEvent.Kind>) -> [Choice] {
        RecordEvent.Kind.ofTheRecord.map { Choice(value: $0.rawValue, label: kind($0), isSelected: chosen.contains($0)) }
    }
}

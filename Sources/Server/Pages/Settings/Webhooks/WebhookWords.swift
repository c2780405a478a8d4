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

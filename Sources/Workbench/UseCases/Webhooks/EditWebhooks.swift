public import Covalence
public import Store
import Webhooks

/// A webhook with its secret, which is shown this once.
public struct WebhookWithSecret: Hashable, Sendable {
    public var webhook: Webhook
    /// `whsec_…`.
    public var secret: String
}

extension Workbench {
    /// The webhooks of the workspace, oldest first.
    public func webhooks(by visitor: Visitor) async throws -> [Webhook] {
        try await admit(visitor, to: .listWebhooks)
        return try await store.webhooks()
    }

    /// One webhook.
    public func webhook(_ id: Identifier<Webhook>, by visitor: Visitor) async throws -> Webhook {
        try await admit(visitor, to: .listWebhooks, .webhook(id))
        return try await store.webhook(id)
    }

    /// Adds a webhook, which is told of what happens from now on.
    ///
    /// - Parameter kinds: empty for all.
    /// - Throws: `StoreError.refused` where the address cannot be called: not encrypted, of this machine, of an inner network, unknown.
    public func addWebhook(_ address: String, kinds: Set<RecordEvent.Kind> = [], by visitor: Visitor) async throws -> WebhookWithSecret {
        try await admit(visitor, to: .addWebhook)
        guard let keeper = outward.keeper else {
            throw StoreError.refused("Webhooks need a key file to keep their secrets with, and there is none here. docs/webhooks.md says how to set it up.")
        }
        let text = try await checkedAddress(address)
        let secret = WebhookSecret.make(), time = machineTime()
        let id = Identifier<Webhook>.make(at: time)
        let webhook = Webhook(
            id: id, address: text, kinds: kinds.intersection(RecordEvent.Kind.ofTheRecord),
            secret: try keeper.seal(secret.bytes, for: "webhook \(id)"), position: 0, madeAt: time
        )
        return WebhookWithSecret(webhook: try await store.add(webhook, most: WebhookDesk.mostWebhooks), secret: secret.text)
    }

    /// Changes address or kinds; nil leaves them.
    ///
    /// - Parameter seen: what was seen of it (`Webhook.tag`); nil to change whatever is there.
    /// - Throws: as `addWebhook`; `StoreError.conflict(.content)` where it is another one by now.
    @discardableResult
    public func changeWebhook(
        _ id: Identifier<Webhook>, address: String? = nil, kinds: Set<RecordEvent.Kind>? = nil, expecting seen: ContentTag? = nil, by visitor: Visitor
    ) async throws -> Webhook {
        try await admit(visitor, to: .changeWebhook, .webhook(id))
        var text: String?
        if let address { text = try await checkedAddress(address) }
        let now = text
        return try await store.change(id) { webhook in
            try ContentTag.check(seen, is: webhook.tag, "The webhook")
            if let now { webhook.address = now }
            if let kinds { webhook.kinds = kinds.intersection(RecordEvent.Kind.ofTheRecord) }
        }
    }

    /// Pauses a webhook, or goes on with it. What happens meanwhile waits, for as long as events are kept.
    @discardableResult
    public func pauseWebhook(_ id: Identifier<Webhook>, _ isPaused: Bool, by visitor: Visitor) async throws -> Webhook {
        try await admit(visitor, to: .changeWebhook, .webhook(id))
        return try await store.change(id) { webhook in
            webhook.state = isPaused ? .paused : .active
            webhook.reason = nil
            webhook.failures = 0
            webhook.failingSince = nil
            webhook.heldUntil = nil
        }
    }

    /// Gives a webhook a new secret. The former one signs beside it for a day, so that the receiver can be changed over.
    public func rotateSecret(of id: Identifier<Webhook>, by visitor: Visitor) async throws -> WebhookWithSecret {
        try await admit(visitor, to: .rotateWebhook, .webhook(id))
        guard let keeper = outward.keeper else { throw StoreError.refused("There is no key file here to keep a secret with. docs/webhooks.md says how to set it up.") }
        let secret = WebhookSecret.make()
        let sealed = try keeper.seal(secret.bytes, for: "webhook \(id)")
        let until = machineTime().advanced(by: WebhookDesk.formerSecretValid)
        let webhook = try await store.change(id) { webhook in
            webhook.formerSecret = webhook.secret
            webhook.formerUntil = until
            webhook.secret = sealed
        }
        return WebhookWithSecret(webhook: webhook, secret: secret.text)
    }

    /// Removes a webhook with its log. What is under way is not sent any more.
    public func removeWebhook(_ id: Identifier<Webhook>, by visitor: Visitor) async throws {
        try await admit(visitor, to: .removeWebhook, .webhook(id))
        try await store.remove(id)
    }

    private func checkedAddress(_ text: String) async throws -> String {
        do {
            let address = try WebhookAddress(text)
            _ = try await outward.calls.check(address)
            return address.text
        } catch let problem as AddressProblem {
            throw StoreError.refused(problem.description, at: "/address")
        }
    }
}

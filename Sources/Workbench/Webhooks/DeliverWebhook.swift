import Covalence
import Foundation
import Store
import Webhooks

/// What came of an attempt to deliver.
enum DeliveryOutcome: Hashable, Sendable {
    case delivered
    /// It is tried again then.
    case again(at: Timestamp)
    /// It is not tried any more.
    case failed
}

extension Workbench {
    /// Makes one attempt to deliver, and keeps what came of it. A delivery that is called for again after a crash is sent again: at least
    /// once, under the same id.
    func deliver(_ delivery: WebhookDelivery) async throws -> DeliveryOutcome {
        let webhook = try await store.webhook(delivery.webhook)
        let start = machineTime()
        if let reason = try await whyKeptBack(delivery.event) {
            let attempt = WebhookAttempt(at: start, milliseconds: 0, status: nil, bytes: nil, problem: "\(reason) Nothing was sent.")
            try await store.keep(attempt, of: delivery, state: .failed, dueAt: nil) { _ in }
            return .failed
        }
        let clock = ContinuousClock.now
        let answer: WebhookAnswer
        do {
            let message = WebhookMessage(
                id: "msg_\(delivery.id)", body: Data(try EventText(delivery.event, in: store.id).json().utf8), secrets: try secrets(of: webhook, at: start)
            )
            answer = await outward.calls.send(message, to: webhook.address, timestamp: start.milliseconds / 1000)
        } catch let error as StoreError {
            answer = WebhookAnswer(problem: error.description)
        }
        let (seconds, attoseconds) = (ContinuousClock.now - clock).components
        let attempt = WebhookAttempt(
            at: start, milliseconds: Int(seconds * 1000) + Int(attoseconds / 1_000_000_000_000_000), status: answer.status, bytes: answer.bytes,
            problem: answer.problem
        )
        return try await settle(delivery, attempt, answer)
    }

    private func settle(_ delivery: WebhookDelivery, _ attempt: WebhookAttempt, _ answer: WebhookAnswer) async throws -> DeliveryOutcome {
        let end = machineTime()
        guard !answer.isTaken else {
            try await store.keep(attempt, of: delivery, state: .delivered, dueAt: nil) { webhook in
                webhook.failures = 0
                webhook.failingSince = nil
                webhook.heldUntil = nil
                // One that somebody paused meanwhile stays so.
                guard webhook.state != .paused else { return }
                webhook.state = .active
                webhook.reason = nil
            }
            return .delivered
        }
        let wait = answer.status == 410 ? nil : outward.schedule.delay(
            after: delivery.attempts + 1, age: max(0, end.milliseconds - delivery.triedFrom.milliseconds), retryAfter: answer.retryAfter,
            random: outward.random()
        )
        let due = wait.map { end.advanced(by: $0) }
        let problem = answer.problem ?? "It was not taken."
        let isGone = answer.status == 410
        let schedule = outward.schedule, random = outward.random(), asked = answer.retryAfter.map { Int64($0) * 1000 } ?? 0
        try await store.keep(attempt, of: delivery, state: due == nil ? .failed : .waiting, dueAt: due) { webhook in
            webhook.failures += 1
            let since = webhook.failingSince ?? end
            webhook.failingSince = since
            guard webhook.state != .paused else { return }
            if isGone {
                webhook.state = .paused
                webhook.reason = "Paused: \(problem)"
            } else if end.milliseconds - since.milliseconds >= WebhookDesk.mostFailing {
                webhook.state = .paused
                webhook.reason = "Paused: nothing was taken for \(WebhookDesk.mostFailing / 86_400_000) days. \(problem)"
            } else {
                webhook.reason = problem
                // A receiver that asks for time means all that it is sent.
                var hold = asked
                if webhook.failures >= WebhookDesk.failing {
                    webhook.state = .failing
                    hold = max(hold, schedule.delay(after: webhook.failures - WebhookDesk.failing + 1, age: 0, retryAfter: nil, random: random) ?? .max)
                }
                guard hold > 0 else { return }
                webhook.heldUntil = max(webhook.heldUntil ?? end, end.advanced(by: min(hold, WebhookDesk.longestHold)))
            }
        }
        return due.map { .again(at: $0) } ?? .failed
    }

    /// Why an event is not to be told any more; nil where it is. It may have waited, or be told again: what it is about can have gone since,
    /// and a receiver that was told so must not hear of it afterwards.
    private func whyKeptBack(_ event: RecordEvent) async throws -> String? {
        guard !event.kind.isErasure else { return nil }
        do {
            switch event.kind.thing {
            case .meeting: _ = try await store.version(of: Identifier(event.thing))
            case .interaction: _ = try await store.interaction(Identifier(event.thing), in: .everything)
            case .organization: _ = try await store.plainOrganization(Identifier(event.thing), in: .everything)
            case .person: _ = try await store.person(Identifier(event.thing), in: .everything)
            case .claim:
                if try await store.claim(Identifier(event.thing)).confidentialTo != nil { return "What it is about is not to be told any more." }
            case .objective: _ = try await store.objective(Identifier(event.thing), in: .everything)
            case .offering: _ = try await store.offering(Identifier(event.thing))
            case .webhook: break
            }
            return nil
        } catch StoreError.notFound {
            return "What it is about is not there any more."
        }
    }

    /// The secrets that sign now, the current one first.
    private func secrets(of webhook: Webhook, at time: Timestamp) throws -> [WebhookSecret] {
        guard let keeper = outward.keeper else { throw StoreError.refused("There is no key here to open the secret with. Nothing was sent.") }
        var sealed = [webhook.secret]
        if let former = webhook.formerSecret, let until = webhook.formerUntil, time < until { sealed.append(former) }
        return try sealed.compactMap { WebhookSecret(bytes: try keeper.unseal($0, for: "webhook \(webhook.id)")) }
    }
}

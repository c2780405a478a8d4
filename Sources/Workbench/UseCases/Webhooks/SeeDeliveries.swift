public import Covalence
public import Store

/// A delivery with what was tried.
public struct DeliveryLog: Hashable, Sendable {
    public var delivery: WebhookDelivery
    /// In order of time.
    public var attempts: [WebhookAttempt]
}

extension Workbench {
    /// What was sent to a webhook, and is to be sent, newest event first.
    public func deliveries(of id: Identifier<Webhook>, _ query: DeliveryQuery = DeliveryQuery(), by visitor: Visitor) async throws -> [DeliveryLog] {
        try await admit(visitor, to: .seeDeliveries, .webhook(id))
        guard (1...500).contains(query.limit) else { throw StoreError.refused("A page holds 1 to 500 deliveries, not \(query.limit).") }
        var logs: [DeliveryLog] = []
        for delivery in try await store.deliveries(of: id, query) {
            logs.append(DeliveryLog(delivery: delivery, attempts: try await store.attempts(of: delivery.id)))
        }
        return logs
    }

    /// Sends one delivery again, under the same id. One that is still under way is left to it.
    ///
    /// - Returns: whether it will be sent again.
    @discardableResult
    public func replay(_ delivery: Identifier<WebhookDelivery>, of id: Identifier<Webhook>, by visitor: Visitor) async throws -> Bool {
        try await admit(visitor, to: .replayDeliveries, .webhook(id))
        _ = try await store.delivery(delivery, of: id)
        return try await store.replay([delivery], of: id, at: machineTime()) == 1
    }

    /// Sends every delivery of events in a span of time again, in the order of events.
    ///
    /// - Returns: how many.
    @discardableResult
    public func replay(
        of id: Identifier<Webhook>, from: Timestamp?, before: Timestamp?, state: WebhookDelivery.State? = nil, by visitor: Visitor
    ) async throws -> Int {
        try await admit(visitor, to: .replayDeliveries, .webhook(id))
        if let from, let before, before <= from { throw StoreError.refused("The span ends before it begins. Correct one of the two times.") }
        return try await store.replay(DeliveryQuery(state: state, from: from, before: before), of: id, at: machineTime())
    }

    /// Sends a webhook an event that says nothing but that it is a test, at once.
    ///
    /// - Returns: what came of it.
    public func testWebhook(_ id: Identifier<Webhook>, by visitor: Visitor) async throws -> DeliveryLog {
        try await admit(visitor, to: .testWebhook, .webhook(id))
        let time = machineTime()
        let event = RecordEvent(sequence: 0, kind: .webhookTest, thing: id.uuid, at: time)
        // Nobody else takes it: it is due only once this attempt cannot last any more.
        let delivery = WebhookDelivery(
            id: .make(at: time), webhook: id, event: event, dueAt: time.advanced(by: WebhookDesk.lease), madeAt: time
        )
        try await store.add(delivery)
        _ = try await deliver(delivery)
        return DeliveryLog(delivery: try await store.delivery(delivery.id, of: id), attempts: try await store.attempts(of: delivery.id))
    }
}

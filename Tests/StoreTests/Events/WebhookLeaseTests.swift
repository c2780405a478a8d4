import Covalence
import Foundation
import Store
import Testing

@Suite("Deliveries are settled by whoever holds them")
struct WebhookLeaseTests {
    private static func attempt(at time: Timestamp, _ status: Int) -> WebhookAttempt {
        WebhookAttempt(at: time, milliseconds: 5, status: status, bytes: 0, problem: status == 200 ? nil : "The server answered \(status).")
    }

    @Test("one that comes late, when another delivered, changes neither delivery nor webhook; its attempt is in the log")
    func late() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let webhook = Webhook(id: .make(at: .base), address: "https://a.example/", kinds: [], secret: Data([1]), position: 0, madeAt: .base)
        try await workspace.add(webhook, most: 20)
        let event = RecordEvent(sequence: 1, kind: .organizationAdded, thing: UUID(), at: .base)
        try await workspace.add(WebhookDelivery(id: .make(at: .base), webhook: webhook.id, event: event, dueAt: .base, madeAt: .base))

        let slow = try #require(try await workspace.takeDelivery(of: webhook.id, at: .base, until: .minutes(1)))
        #expect(slow.dueAt == .minutes(1))
        // Nobody else's meanwhile; after a minute it is due again.
        #expect(try await workspace.takeDelivery(of: webhook.id, at: .base.advanced(by: 59_999), until: .minutes(2)) == nil)
        let fast = try #require(try await workspace.takeDelivery(of: webhook.id, at: .minutes(1), until: .minutes(2)))
        #expect(try await workspace.keep(Self.attempt(at: .minutes(1), 200), of: fast, state: .delivered, dueAt: nil) { $0.failures = 0 })

        #expect(try await !workspace.keep(Self.attempt(at: .base, 500), of: slow, state: .waiting, dueAt: .minutes(9)) { $0.failures = 7 })
        let settled = try await workspace.delivery(slow.id, of: webhook.id)
        #expect(settled.state == .delivered && settled.dueAt == nil && settled.attempts == 1)
        #expect(try await workspace.webhook(webhook.id).failures == 0)
        #expect(try await workspace.attempts(of: slow.id).map(\.status) == [200, 500])
        #expect(try await workspace.takeDelivery(of: webhook.id, at: .minutes(60), until: .minutes(61)) == nil)

        // Sent again by a person: it is another lease.
        #expect(try await workspace.replay([slow.id], of: webhook.id, at: .minutes(60)) == 1)
        #expect(try await !workspace.keep(Self.attempt(at: .base, 500), of: slow, state: .failed, dueAt: nil) { $0.failures = 7 })
        #expect(try await workspace.delivery(slow.id, of: webhook.id).state == .waiting)

        // One whose webhook was removed leaves nothing.
        let last = try #require(try await workspace.takeDelivery(of: webhook.id, at: .minutes(60), until: .minutes(61)))
        try await workspace.remove(webhook.id)
        #expect(try await !workspace.keep(Self.attempt(at: .minutes(60), 200), of: last, state: .delivered, dueAt: nil) { _ in })
        #expect(try await workspace.attempts(of: last.id).isEmpty)
    }

    @Test("what waits is counted for each webhook, with when the first of it is due")
    func backlog() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let webhooks = ["a", "b"].map { Webhook(id: .make(at: .base), address: "https://\($0).example/", kinds: [], secret: Data([1]), position: 0, madeAt: .base) }
        for webhook in webhooks { try await workspace.add(webhook, most: 20) }
        let event = RecordEvent(sequence: 1, kind: .organizationAdded, thing: UUID(), at: .base)
        for minutes in [7, 3] {
            try await workspace.add(WebhookDelivery(id: .make(at: .base), webhook: webhooks[0].id, event: event, dueAt: .minutes(minutes), madeAt: .base))
        }
        let listed = try await workspace.webhooks()
        #expect(Set(listed.map { [$0.address, "\($0.waiting)"] }) == [["https://a.example/", "2"], ["https://b.example/", "0"]])
        #expect(try await workspace.webhook(webhooks[0].id).dueAt == .minutes(3))
        #expect(try await workspace.webhook(webhooks[1].id).dueAt == nil)

        let taken = try #require(try await workspace.takeDelivery(of: webhooks[0].id, at: .minutes(3), until: .minutes(9)))
        #expect(try await workspace.keep(Self.attempt(at: .minutes(3), 200), of: taken, state: .delivered, dueAt: nil) { _ in })
        let after = try await workspace.webhook(webhooks[0].id)
        #expect(after.waiting == 1 && after.dueAt == .minutes(7))
    }
}

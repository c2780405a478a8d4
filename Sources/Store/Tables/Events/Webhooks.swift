import Covalence
import Foundation

extension SQLWorkspaceStore {
    private static let webhookColumns = """
        id, address, kinds, secret, former_secret, former_until, state, reason, position, failures, failing_since, held_until, made_at
        """

    func webhooks() async throws(StoreError) -> [Webhook] {
        try await engine.read { db in
            var webhooks = try Row.fetchAll(
                db, sql: "SELECT \(Self.webhookColumns) FROM webhook WHERE workspace = ? ORDER BY made_at, id", arguments: [number]
            ).map { try Self.read($0) }
            for index in webhooks.indices { try readBacklog(of: &webhooks[index], db) }
            return webhooks
        }
    }

    func webhook(_ id: Identifier<Webhook>) async throws(StoreError) -> Webhook {
        try await engine.read { db in
            var found = try webhook(id, db)
            try readBacklog(of: &found, db)
            return found
        }
    }

    private func readBacklog(of webhook: inout Webhook, _ db: Database) throws {
        let statement = try db.cachedStatement(sql: """
            SELECT count(*), min(due_at) FROM webhook_delivery WHERE workspace = ? AND webhook = ? AND due_at IS NOT NULL
            """)
        guard let row = try Row.fetchOne(statement, arguments: [number, webhook.id.uuid]) else { return }
        webhook.waiting = row[0]
        webhook.dueAt = (row[1] as Int64?).map(Timestamp.init(milliseconds:))
    }

    func webhook(_ id: Identifier<Webhook>, _ db: Database) throws -> Webhook {
        let row = try Row.fetchOne(
            db, sql: "SELECT \(Self.webhookColumns) FROM webhook WHERE workspace = ? AND id = ?", arguments: [number, id.uuid]
        )
        guard let row else { throw StoreError.notFound("The webhook \(id)") }
        return try Self.read(row)
    }

    private static func read(_ row: Row) throws -> Webhook {
        var webhook = Webhook(
            id: Identifier(row: row, 0), address: row[1], kinds: Set(try list(row[2]).compactMap(RecordEvent.Kind.init(rawValue:))),
            secret: row[3], position: row[8], madeAt: Timestamp(milliseconds: row[12])
        )
        webhook.formerSecret = row[4]
        webhook.formerUntil = (row[5] as Int64?).map(Timestamp.init(milliseconds:))
        // A state that a newer program wrote sends nothing.
        webhook.state = Webhook.State(rawValue: row[6]) ?? .paused
        webhook.reason = row[7]
        webhook.failures = row[9]
        webhook.failingSince = (row[10] as Int64?).map(Timestamp.init(milliseconds:))
        webhook.heldUntil = (row[11] as Int64?).map(Timestamp.init(milliseconds:))
        return webhook
    }

    func add(_ webhook: Webhook, most: Int) async throws(StoreError) -> Webhook {
        try await engine.write { db in
            let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM webhook WHERE workspace = ?", arguments: [number]) ?? 0
            guard count < most else { throw StoreError.refused("There are \(count) webhooks already, as many as there may be. Remove one first.") }
            var webhook = webhook
            webhook.position = try Int64.fetchOne(db, sql: "SELECT event_sequence FROM workspace WHERE number = ?", arguments: [number]) ?? 0
            try run("""
                INSERT INTO webhook (workspace, id, address, kinds, secret, state, position, failures, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?)
                """, [
                    number, webhook.id.uuid, webhook.address, try Self.kinds(webhook), webhook.secret, webhook.state.rawValue,
                    webhook.position, webhook.madeAt.milliseconds,
                ], db)
            return webhook
        }
    }

    func change(_ webhook: Identifier<Webhook>, _ change: @escaping @Sendable (inout Webhook) throws -> Void) async throws(StoreError) -> Webhook {
        try await engine.write { db in try self.change(webhook, change, db) }
    }

    @discardableResult
    private func change(_ id: Identifier<Webhook>, _ change: (inout Webhook) throws -> Void, _ db: Database) throws -> Webhook {
        var now = try webhook(id, db)
        try change(&now)
        try run("""
            UPDATE webhook SET address = ?, kinds = ?, secret = ?, former_secret = ?, former_until = ?, state = ?, reason = ?, failures = ?,
                failing_since = ?, held_until = ? WHERE workspace = ? AND id = ?
            """, [
                now.address, try Self.kinds(now), now.secret, now.formerSecret, now.formerUntil?.milliseconds, now.state.rawValue, now.reason,
                now.failures, now.failingSince?.milliseconds, now.heldUntil?.milliseconds, number, id.uuid,
            ], db)
        return now
    }

    private static func kinds(_ webhook: Webhook) throws -> String { try text(webhook.kinds.map(\.rawValue).sorted()) }

    func remove(_ webhook: Identifier<Webhook>) async throws(StoreError) {
        try await engine.write { db in
            _ = try self.webhook(webhook, db)
            try run("""
                DELETE FROM webhook_attempt WHERE workspace = ? AND delivery IN (
                    SELECT id FROM webhook_delivery WHERE workspace = ? AND webhook = ?)
                """, [number, number, webhook.uuid], db)
            try run("DELETE FROM webhook_delivery WHERE workspace = ? AND webhook = ?", [number, webhook.uuid], db)
            try run("DELETE FROM webhook WHERE workspace = ? AND id = ?", [number, webhook.uuid], db)
        }
    }

    func prepareDeliveries(for webhook: Identifier<Webhook>, at time: Timestamp) async throws(StoreError) -> Bool {
        let seen = try await self.webhook(webhook)
        let page = try await events(after: seen.position, limit: Self.preparedAtOnce, in: .everything)
        guard page.position > seen.position else { return false }
        return try await engine.write { db in
            // Another node may have prepared the same: whoever moves the position makes the deliveries.
            let moved = try Int64.fetchOne(db, sql: """
                UPDATE webhook SET position = ? WHERE workspace = ? AND id = ? AND position = ? RETURNING position
                """, arguments: [page.position, number, webhook.uuid, seen.position])
            guard moved != nil else { return true }
            for event in page.events where seen.kinds.isEmpty || seen.kinds.contains(event.kind) {
                try insert(WebhookDelivery(id: .make(at: time), webhook: webhook, event: event, dueAt: time, madeAt: time), db)
            }
            return page.position < page.head
        }
    }

    private static let preparedAtOnce = 500
}

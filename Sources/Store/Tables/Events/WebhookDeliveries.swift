import Covalence
import Foundation

extension SQLWorkspaceStore {
    private static let deliveryColumns = """
        id, webhook, sequence, kind, subject, other, happened_at, state, attempts, due_at, made_at, tried_from, ended_at
        """

    func add(_ delivery: WebhookDelivery) async throws(StoreError) {
        try await engine.write { db in
            _ = try webhook(delivery.webhook, db)
            try insert(delivery, db)
        }
    }

    func insert(_ delivery: WebhookDelivery, _ db: Database) throws {
        let event = delivery.event
        try run("""
            INSERT INTO webhook_delivery (workspace, webhook, id, sequence, kind, thing, subject, other, happened_at, state, attempts, due_at,
                made_at, tried_from) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?)
            """, [
                number, delivery.webhook.uuid, delivery.id.uuid, event.sequence, event.kind.rawValue, event.kind.thing.rawValue, event.thing,
                event.other, event.at.milliseconds, delivery.state.rawValue, delivery.dueAt?.milliseconds, delivery.madeAt.milliseconds,
                delivery.triedFrom.milliseconds,
            ], db)
    }

    func takeDelivery(of webhook: Identifier<Webhook>, at time: Timestamp, until: Timestamp) async throws(StoreError) -> WebhookDelivery? {
        try await engine.write { db in
            // In the order of events, so far as they are due: one that failed lets those behind it pass.
            let row = try Row.fetchOne(db, sql: """
                SELECT \(Self.deliveryColumns) FROM webhook_delivery WHERE workspace = ? AND webhook = ? AND due_at <= ?
                ORDER BY sequence, id LIMIT 1
                """, arguments: [number, webhook.uuid, time.milliseconds])
            guard let row, var delivery = try Self.readDelivery(row), let due = delivery.dueAt else { return nil }
            // Whoever moves the time has it; where a process ends in between, it is due again then.
            let taken = try Int64.fetchOne(db, sql: """
                UPDATE webhook_delivery SET due_at = ? WHERE workspace = ? AND webhook = ? AND id = ? AND due_at = ? RETURNING due_at
                """, arguments: [until.milliseconds, number, webhook.uuid, delivery.id.uuid, due.milliseconds])
            guard taken != nil else { return nil }
            delivery.dueAt = until
            return delivery
        }
    }

    func keep(
        _ attempt: WebhookAttempt, of delivery: WebhookDelivery, state: WebhookDelivery.State, dueAt: Timestamp?,
        _ change: @escaping @Sendable (inout Webhook) -> Void
    ) async throws(StoreError) -> Bool {
        try await engine.write { db in
            // Whoever was away for longer than its lease settles nothing any more: another may have delivered it meanwhile.
            let isHeld = try Int.fetchOne(db, sql: """
                UPDATE webhook_delivery SET state = ?, attempts = attempts + 1, due_at = ?, ended_at = ?
                WHERE workspace = ? AND webhook = ? AND id = ? AND due_at = ? RETURNING attempts
                """, arguments: [
                    state.rawValue, dueAt?.milliseconds, dueAt == nil ? attempt.at.milliseconds : nil, number, delivery.webhook.uuid,
                    delivery.id.uuid, delivery.dueAt?.milliseconds,
                ]) != nil
            // It may have been removed while it was sent.
            let isThere = try isHeld || Bool.fetchOne(
                db, sql: "SELECT 1 FROM webhook_delivery WHERE workspace = ? AND webhook = ? AND id = ?",
                arguments: [number, delivery.webhook.uuid, delivery.id.uuid]
            ) != nil
            guard isThere else { return false }
            let last = try Int.fetchOne(
                db, sql: "SELECT max(ordinal) FROM webhook_attempt WHERE workspace = ? AND delivery = ?", arguments: [number, delivery.id.uuid]
            ) ?? 0
            try run("""
                INSERT INTO webhook_attempt (workspace, delivery, ordinal, at, milliseconds, status, bytes, problem) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """, [
                    number, delivery.id.uuid, last + 1, attempt.at.milliseconds, attempt.milliseconds, attempt.status, attempt.bytes, attempt.problem,
                ], db)
            guard isHeld else { return false }
            var now = try webhook(delivery.webhook, db)
            let former = now
            change(&now)
            guard now != former else { return true }
            try run("""
                UPDATE webhook SET state = ?, reason = ?, failures = ?, failing_since = ?, held_until = ? WHERE workspace = ? AND id = ?
                """, [
                    now.state.rawValue, now.reason, now.failures, now.failingSince?.milliseconds, now.heldUntil?.milliseconds, number, now.id.uuid,
                ], db)
            return true
        }
    }

    func delivery(_ id: Identifier<WebhookDelivery>, of webhook: Identifier<Webhook>) async throws(StoreError) -> WebhookDelivery {
        let found = try await engine.read { db in
            try Row.fetchOne(
                db, sql: "SELECT \(Self.deliveryColumns) FROM webhook_delivery WHERE workspace = ? AND webhook = ? AND id = ?",
                arguments: [number, webhook.uuid, id.uuid]
            ).flatMap { try Self.readDelivery($0) }
        }
        guard let found else { throw .notFound("The delivery \(id)") }
        return found
    }

    func deliveries(of webhook: Identifier<Webhook>, _ query: DeliveryQuery) async throws(StoreError) -> [WebhookDelivery] {
        let (condition, arguments) = condition(query, webhook)
        return try await engine.read { db in
            try Row.fetchAll(
                db, sql: "SELECT \(Self.deliveryColumns) FROM webhook_delivery WHERE \(condition) ORDER BY sequence DESC, id DESC LIMIT ?",
                arguments: arguments + [min(max(1, query.limit), 500)]
            ).compactMap { try Self.readDelivery($0) }
        }
    }

    func attempts(of delivery: Identifier<WebhookDelivery>) async throws(StoreError) -> [WebhookAttempt] {
        try await engine.read { db in
            try Row.fetchAll(db, sql: """
                SELECT at, milliseconds, status, bytes, problem FROM webhook_attempt WHERE workspace = ? AND delivery = ?
                ORDER BY ordinal DESC LIMIT 100
                """, arguments: [number, delivery.uuid]).reversed().map { row in
                    WebhookAttempt(
                        at: Timestamp(milliseconds: row[0]), milliseconds: row[1], status: row[2], bytes: row[3], problem: row[4]
                    )
                }
        }
    }

    func replay(_ deliveries: [Identifier<WebhookDelivery>], of webhook: Identifier<Webhook>, at time: Timestamp) async throws(StoreError) -> Int {
        try await engine.write { db in
            try deliveries.reduce(0) { count, delivery in
                count + (try again("workspace = ? AND webhook = ? AND id = ?", [number, webhook.uuid, delivery.uuid], at: time, db))
            }
        }
    }

    func replay(_ query: DeliveryQuery, of webhook: Identifier<Webhook>, at time: Timestamp) async throws(StoreError) -> Int {
        let (condition, arguments) = condition(query, webhook)
        return try await engine.write { db in try again(condition, arguments, at: time, db) }
    }

    /// What has ended begins anew; what is waiting goes on as it was.
    private func again(_ condition: String, _ arguments: StatementArguments, at time: Timestamp, _ db: Database) throws -> Int {
        try Row.fetchAll(db, sql: """
            UPDATE webhook_delivery SET state = 'waiting', attempts = 0, due_at = ?, tried_from = ?, ended_at = NULL
            WHERE due_at IS NULL AND \(condition) RETURNING id
            """, arguments: [time.milliseconds, time.milliseconds] + arguments).count
    }

    func dropDeliveries(before time: Timestamp) async throws(StoreError) {
        try await engine.write { db in
            let old = "SELECT id FROM webhook_delivery WHERE workspace = ? AND ended_at < ?"
            try run("DELETE FROM webhook_attempt WHERE workspace = ? AND delivery IN (\(old))", [number, number, time.milliseconds], db)
            try run("DELETE FROM webhook_delivery WHERE workspace = ? AND ended_at < ?", [number, time.milliseconds], db)
        }
    }

    private func condition(_ query: DeliveryQuery, _ webhook: Identifier<Webhook>) -> (String, StatementArguments) {
        var sql = "workspace = ? AND webhook = ?"
        var arguments: StatementArguments = [number, webhook.uuid]
        func add(_ condition: String, _ value: (some DatabaseValue)?) {
            guard let value else { return }
            sql += " AND \(condition)"
            arguments += [value]
        }
        add("state = ?", query.state?.rawValue)
        add("happened_at >= ?", query.from?.milliseconds)
        add("happened_at < ?", query.before?.milliseconds)
        if let below = query.below {
            sql += " AND (sequence, id) < (?, ?)"
            arguments += [below.sequence, below.id.uuid]
        }
        return (sql, arguments)
    }

    /// Nil for a kind of event that this program does not know.
    private static func readDelivery(_ row: Row) throws -> WebhookDelivery? {
        guard let kind = RecordEvent.Kind(rawValue: row[3]), let state = WebhookDelivery.State(rawValue: row[7]) else { return nil }
        return WebhookDelivery(
            id: Identifier(row: row, 0), webhook: Identifier(row: row, 1),
            event: RecordEvent(sequence: row[2], kind: kind, thing: row[4], other: row[5], at: Timestamp(milliseconds: row[6])),
            state: state, attempts: row[8], dueAt: (row[9] as Int64?).map(Timestamp.init(milliseconds:)),
            madeAt: Timestamp(milliseconds: row[10]), triedFrom: Timestamp(milliseconds: row[11]),
            endedAt: (row[12] as Int64?).map(Timestamp.init(milliseconds:))
        )
    }
}

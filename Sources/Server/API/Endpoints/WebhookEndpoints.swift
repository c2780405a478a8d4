import Covalence
import HTTPTypes
import Store
import Workbench

extension Endpoint {
    /// Webhooks: addresses of others that are told when something changes.
    static let webhooks = [
        listWebhooks, addWebhook, openWebhook, changeWebhook, removeWebhook, pauseWebhook, rotateWebhook, testWebhook, listDeliveries, replayDelivery, replayDeliveries,
    ]

    private static let kinds = Schema.list(.choice(RecordEvent.Kind.ofTheRecord.map(\.rawValue)), most: 100)
    private static let webhook = Schema.object("Webhook", "An address that is told when something changes.", [
        .required("id", .id), .required("address", .text()), .required("kinds", kinds, "Empty: all."), .required("state", .choice(Webhook.State.self)),
        .optional("reason", .text(), "Why it is not active."), .optional("formerSecretUntil", .time, "Until then the former secret signs as well."),
        .optional("heldUntil", .time, "Nothing is sent before."), .required("waiting", .count, "Deliveries that wait to be sent."),
        .optional("dueAt", .time, "When the first of them is tried; in the past where it is its turn."), .required("madeAt", .time),
        .optional("secret", .text(), "Only in the answer that made it: it cannot be shown again."),
    ])

    private static func view(_ webhook: Webhook, secret: String? = nil) -> JSONValue {
        .object([
            "id": .of(webhook.id), "address": .text(webhook.address), "kinds": .texts(webhook.kinds.map(\.rawValue).sorted()), "state": .text(webhook.state.rawValue),
            "reason": .of(webhook.reason), "formerSecretUntil": .of(webhook.formerUntil), "heldUntil": .of(webhook.heldUntil),
            "waiting": .of(webhook.waiting), "dueAt": .of(webhook.dueAt), "madeAt": .of(webhook.madeAt),
            "secret": .of(secret),
        ])
    }

    private static func shown(_ webhook: Webhook) throws -> APIAnswer { try .value(view(webhook), tag: webhook.tag) }

    private static func read(_ body: APIBody) -> Set<RecordEvent.Kind>? { body.texts("kinds").map { Set($0.compactMap(RecordEvent.Kind.init(rawValue:))) } }

    private static let listWebhooks = Endpoint(
        .get, "/webhooks", "listWebhooks", "The webhooks of the workspace, oldest first", tag: .events, action: .listWebhooks, parameters: Parameter.page, output: .page(webhook),
        uses: ["EditWebhooks.webhooks"]
    ) { request in
        try .slice(try await request.bench.webhooks(by: request.visitor), of: request, place: { ListPlace($0.madeAt, $0.id.description) }) { view($0) }
    }

    private static let addWebhook = Endpoint(
        .post, "/webhooks", "addWebhook", "Adds a webhook, and shows its secret, this once", about: "It is told of what happens from now on. A repeated request shows no secret.",
        tag: .events, action: .addWebhook,
        input: .json(.object("NewWebhook", "A webhook to be added.", [.required("address", .words(2_000), "https://…"), .optional("kinds", kinds, "Only these; all where missing.")])),
        output: .created(webhook), uses: ["EditWebhooks.addWebhook"]
    ) { request in
        let made = try await request.bench.addWebhook(try request.body.needed("address"), kinds: read(request.body) ?? [], by: request.visitor)
        return try .value(view(made.webhook, secret: made.secret), at: "/webhooks/\(made.webhook.id)")
    }

    private static let openWebhook = Endpoint(
        .get, "/webhooks/{id}", "openWebhook", "A webhook", tag: .events, action: .listWebhooks, output: .value(webhook), uses: ["EditWebhooks.webhook"]
    ) { request in
        try shown(try await request.bench.webhook(try request.place(Webhook.self), by: request.visitor))
    }

    private static let changeWebhook = Endpoint(
        .patch, "/webhooks/{id}", "changeWebhook", "Changes address or kinds of a webhook", tag: .events, action: .changeWebhook,
        input: .json(.object("WebhookChanges", "What of a webhook is to be changed.", [.optional("address", .words(2_000)), .optional("kinds", kinds, "Empty: all.")])),
        output: .value(webhook), isVersioned: true, uses: ["EditWebhooks.changeWebhook"]
    ) { request in
        try shown(try await request.bench.changeWebhook(
            try request.place(Webhook.self), address: request.body.text("address"), kinds: read(request.body), expecting: request.seenContent, by: request.visitor
        ))
    }

    private static let removeWebhook = Endpoint(
        .delete, "/webhooks/{id}", "removeWebhook", "Removes a webhook with its log", tag: .events, action: .removeWebhook, output: .nothing, uses: ["EditWebhooks.removeWebhook"]
    ) { request in
        try await request.bench.removeWebhook(try request.place(Webhook.self), by: request.visitor)
        return .nothing
    }

    private static let pauseWebhook = Endpoint(
        .put, "/webhooks/{id}/paused", "pauseWebhook", "Pauses a webhook, or goes on with it", about: "What happens meanwhile waits, for as long as events are kept.", tag: .events,
        action: .changeWebhook, input: .json(.object("Pause", "Whether nothing is sent.", [.required("paused", .boolean)])), output: .value(webhook), uses: ["EditWebhooks.pauseWebhook"]
    ) { request in
        try shown(try await request.bench.pauseWebhook(try request.place(Webhook.self), request.body.flag("paused") ?? true, by: request.visitor))
    }

    private static let rotateWebhook = Endpoint(
        .post, "/webhooks/{id}/secret", "rotateWebhook", "Gives a webhook a new secret, and shows it, this once", about: "The former one signs beside it for a day. A repeated request shows no secret.",
        tag: .events, action: .rotateWebhook, output: .created(webhook), uses: ["EditWebhooks.rotateSecret"]
    ) { request in
        let made = try await request.bench.rotateSecret(of: try request.place(Webhook.self), by: request.visitor)
        return try .value(view(made.webhook, secret: made.secret), at: "/webhooks/\(made.webhook.id)")
    }

    private static let delivery = Schema.object("Delivery", "What was sent to a webhook, or is to be sent.", [
        .required("id", .id), .required("kind", .text()), .required("sequence", .count, "The number of its event; 0 for a test."), .required("happenedAt", .time),
        .required("state", .choice(WebhookDelivery.State.self)), .optional("dueAt", .time), .required("attempts", .list(.object("Attempt", "One try.", [
            .required("at", .time), .required("milliseconds", .count), .optional("status", .count), .optional("bytes", .count), .optional("problem", .text()),
        ]))),
    ])

    private static func view(_ log: DeliveryLog) -> JSONValue {
        .object([
            "id": .of(log.delivery.id), "kind": .text(log.delivery.event.kind.rawValue), "sequence": .integer(Int(log.delivery.event.sequence)), "happenedAt": .of(log.delivery.event.at),
            "state": .text(log.delivery.state.rawValue), "dueAt": .of(log.delivery.dueAt),
            "attempts": .list(log.attempts.map { attempt in
                .object([
                    "at": .of(attempt.at), "milliseconds": .integer(attempt.milliseconds), "status": .of(attempt.status), "bytes": .of(attempt.bytes), "problem": .of(attempt.problem),
                ])
            }),
        ])
    }

    private static let testWebhook = Endpoint(
        .post, "/webhooks/{id}/test", "testWebhook", "Sends a webhook an event that is a test, at once", tag: .events, action: .testWebhook, output: .value(delivery), replay: .keep,
        uses: ["SeeDeliveries.testWebhook"]
    ) { request in
        try .value(view(try await request.bench.testWebhook(try request.place(Webhook.self), by: request.visitor)))
    }

    private static let listDeliveries = Endpoint(
        .get, "/webhooks/{id}/deliveries", "listDeliveries", "What was sent to a webhook, newest event first", tag: .events, action: .seeDeliveries,
        parameters: [
            .query("state", .choice(WebhookDelivery.State.self), "Only these."), .query("from", .time, "Of events at or after this."), .query("before", .time, "Of events before this."),
        ] + Parameter.page,
        output: .page(delivery), uses: ["SeeDeliveries.deliveries"]
    ) { request in
        let cursor = try request.cursor(), below = cursor.flatMap { DeliveryPlace($0.rawValue) }
        guard (cursor == nil) == (below == nil) else { throw Problem.unusable("cursor", "It is no cursor of this list.") }
        let logs = try await request.bench.deliveries(of: try request.place(Webhook.self), DeliveryQuery(
            state: request.choice("state", WebhookDelivery.State.self), from: request.time("from"), before: request.time("before"), below: below, limit: request.limit + 1
        ), by: request.visitor)
        let shown = Array(logs.prefix(request.limit))
        let next = logs.count > shown.count ? shown.last.map { PageCursor(rawValue: DeliveryPlace($0.delivery).description) } : nil
        return try .page(Page(items: shown, next: next), of: request) { view($0) }
    }

    private static let replayed = Schema.object("Replayed", "How many are sent again.", [.required("deliveries", .count)])

    private static let replayDelivery = Endpoint(
        .post, "/webhooks/{id}/deliveries/{delivery}/replay", "replayDelivery", "Sends one delivery again, under the same id", tag: .events, action: .replayDeliveries,
        output: .accepted(replayed), replay: .keep, uses: ["SeeDeliveries.replay"]
    ) { request in
        let isSent = try await request.bench.replay(try request.place(WebhookDelivery.self, "delivery"), of: try request.place(Webhook.self), by: request.visitor)
        return try .value(JSONValue.object(["deliveries": .integer(isSent ? 1 : 0)]))
    }

    private static let replayDeliveries = Endpoint(
        .post, "/webhooks/{id}/replay", "replayDeliveries", "Sends deliveries of a span of time again, in the order of events", tag: .events, action: .replayDeliveries,
        input: .json(.object("Replay", "Which deliveries.", [.optional("from", .time), .optional("before", .time), .optional("state", .choice(WebhookDelivery.State.self))])),
        output: .accepted(replayed), replay: .keep, uses: ["SeeDeliveries.replay"]
    ) { request in
        let count = try await request.bench.replay(
            of: try request.place(Webhook.self), from: request.body.time("from"), before: request.body.time("before"),
            state: request.body.choice("state", WebhookDelivery.State.self), by: request.visitor
        )
        return try .value(JSONValue.object(["deliveries": .integer(count)]))
    }
}

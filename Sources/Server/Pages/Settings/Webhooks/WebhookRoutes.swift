import Covalence
import Hummingbird
import Store
import Workbench

extension Site {
    func addWebhookRoutes(to router: Router<ServerContext>) {
        router.get("/settings/webhooks") { request, context in
            var page = try await webhooksPage(context)
            page.saved = FormFields.query(of: request)["saved"].flatMap { Self.webhookSentences[$0] }
            return Response.html(pages(context).render(page))
        }
        router.post("/settings/webhooks") { request, context in
            let form = try await FormFields.body(of: request, context: context)
            let address = form["address"] ?? "", kinds = Self.kinds(form)
            do {
                let made = try await context.bench.addWebhook(address, kinds: kinds, by: context.visitor)
                // The secret is on this answer only: it stands in no address and is not asked for again.
                var page = try await webhookPage(made.webhook.id, FormFields(""), context)
                page.secret = made.secret
                page.saved = "The webhook is there. It is told of what happens from now on."
                return Response.html(pages(context).render(page), status: .created)
            } catch StoreError.refused(let why) {
                var page = try await webhooksPage(context)
                page.kinds = kinds
                page.problems = FormProblems(typed: ["address": address], problems: ["address": why.text])
                return Response.html(pages(context).render(page), status: .unprocessableContent)
            }
        }
        router.get("/settings/webhooks/:id") { request, context in
            let query = FormFields.query(of: request)
            var page = try await webhookPage(try webhook(in: context), query, context)
            page.saved = query["saved"].flatMap { Self.webhookSentences[$0] }
            return Response.html(pages(context).render(page))
        }
        router.post("/settings/webhooks/:id") { request, context in
            let form = try await FormFields.body(of: request, context: context), id = try webhook(in: context)
            let address = form["address"] ?? ""
            do {
                try await context.bench.changeWebhook(id, address: address, kinds: Self.kinds(form), expecting: form["seen"].map { ContentTag(text: $0) }, by: context.visitor)
                return Response.seeOther("/settings/webhooks/\(id)?saved=changed")
            } catch StoreError.conflict {
                var page = try await webhookPage(id, FormFields(""), context)
                page.problems = FormProblems(typed: ["address": address], isLate: true)
                page.typedKinds = Self.kinds(form)
                return Response.html(pages(context).render(page), status: .conflict)
            } catch StoreError.refused(let why) {
                var page = try await webhookPage(id, FormFields(""), context)
                page.problems = FormProblems(typed: ["address": address], problems: ["address": why.text])
                return Response.html(pages(context).render(page), status: .unprocessableContent)
            }
        }
        router.post("/settings/webhooks/:id/pause") { _, context in
            let id = try webhook(in: context)
            try await context.bench.pauseWebhook(id, true, by: context.visitor)
            return Response.seeOther("/settings/webhooks/\(id)?saved=paused")
        }
        router.post("/settings/webhooks/:id/resume") { _, context in
            let id = try webhook(in: context)
            try await context.bench.pauseWebhook(id, false, by: context.visitor)
            return Response.seeOther("/settings/webhooks/\(id)?saved=resumed")
        }
        router.post("/settings/webhooks/:id/rotate") { _, context in
            let id = try webhook(in: context)
            let made = try await context.bench.rotateSecret(of: id, by: context.visitor)
            var page = try await webhookPage(id, FormFields(""), context)
            page.secret = made.secret
            return Response.html(pages(context).render(page))
        }
        router.post("/settings/webhooks/:id/remove") { _, context in
            try await context.bench.removeWebhook(try webhook(in: context), by: context.visitor)
            return Response.seeOther("/settings/webhooks?saved=removed")
        }
        router.post("/settings/webhooks/:id/test") { _, context in
            let id = try webhook(in: context)
            let log = try await context.bench.testWebhook(id, by: context.visitor)
            return Response.seeOther("/settings/webhooks/\(id)?saved=\(log.delivery.state == .delivered ? "tested" : "untested")#deliveries")
        }
        addReplayRoutes(to: router)
    }

    private func addReplayRoutes(to router: Router<ServerContext>) {
        router.post("/settings/webhooks/:id/deliveries/:delivery/replay") { _, context in
            let id = try webhook(in: context)
            guard let delivery = Identifier<WebhookDelivery>(try context.parameters.require("delivery")) else { throw PageError.notFound }
            try await context.bench.replay(delivery, of: id, by: context.visitor)
            return Response.seeOther("/settings/webhooks/\(id)?saved=again#deliveries")
        }
        router.post("/settings/webhooks/:id/replay") { request, context in
            let form = try await FormFields.body(of: request, context: context), id = try webhook(in: context)
            let typed = ["from": form["from"] ?? "", "before": form["before"] ?? ""]
            var problems: [String: String] = [:]
            func day(_ name: String, plus days: Int) -> Timestamp? {
                guard let text = typed[name], !text.isEmpty else { return nil }
                guard let day = CalendarDay(text) else {
                    problems[name] = "Write the day as 2026-03-04."
                    return nil
                }
                return LocalTime.timestamp(day: CalendarDay(daysSince1970: day.daysSince1970 + Int64(days)), clock: nil)
            }
            let from = day("from", plus: 0), before = day("before", plus: 1)
            do {
                guard problems.isEmpty else { throw StoreError.refused("") }
                try await context.bench.replay(of: id, from: from, before: before, state: form["failed"] == nil ? nil : .failed, by: context.visitor)
                return Response.seeOther("/settings/webhooks/\(id)?saved=again#deliveries")
            } catch StoreError.refused(let why) {
                if !why.text.isEmpty { problems["from"] = why.text }
                var page = try await webhookPage(id, FormFields(""), context)
                page.problems = FormProblems(typed: typed, problems: problems)
                return Response.html(pages(context).render(page), status: .unprocessableContent)
            }
        }
    }

    private static let webhookSentences = [
        "removed": "The webhook is removed. Nothing is sent to it any more.", "changed": "Saved.", "paused": "The webhook is paused. What happens meanwhile waits.",
        "resumed": "The webhook goes on. What waited is sent now.", "again": "What you chose is sent again.",
        "tested": "The test arrived: the receiver took it.", "untested": "The test did not arrive. The newest delivery below says why.",
    ]

    private static func kinds(_ form: FormFields) -> Set<RecordEvent.Kind> { Set(form.all("kind").compactMap(RecordEvent.Kind.init(rawValue:))) }

    private func webhook(in context: ServerContext) throws -> Identifier<Webhook> {
        guard let id = Identifier<Webhook>(try context.parameters.require("id")) else { throw PageError.notFound }
        return id
    }

    private func webhooksPage(_ context: ServerContext) async throws -> WebhooksPage {
        WebhooksPage(webhooks: try await context.bench.webhooks(by: context.visitor), waiting: try await waitingCount(context))
    }

    private func webhookPage(_ id: Identifier<Webhook>, _ query: FormFields, _ context: ServerContext) async throws -> WebhookPage {
        let (bench, visitor) = (try context.bench, try context.visitor)
        let shown = query["state"].flatMap(WebhookDelivery.State.init(rawValue:))
        let limit = 25
        let logs = try await bench.deliveries(
            of: id, DeliveryQuery(state: shown, below: query["below"].flatMap { DeliveryPlace($0) }, limit: limit + 1), by: visitor
        )
        var older: String?
        if logs.count > limit, let last = logs.prefix(limit).last {
            older = "/settings/webhooks/\(id)?\(shown.map { "state=\($0.rawValue)&" } ?? "")below=\(DeliveryPlace(last.delivery))#deliveries"
        }
        return WebhookPage(
            webhook: try await bench.webhook(id, by: visitor), deliveries: Array(logs.prefix(limit)), shown: shown, olderHref: older,
            waiting: try await waitingCount(context)
        )
    }
}

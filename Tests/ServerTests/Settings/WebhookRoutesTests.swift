import Covalence
import Foundation
import HTTPTypes
import HummingbirdTesting
import Store
import Testing
@testable import Server
@testable import Workbench

/// Webhooks on pages: added, secret once, tested, paused, sent again, removed; for administrators only.
@Suite struct WebhookRoutesTests {
    @Test func anAdministratorAddsAWebhookAndSeesItsSecretOnce() async throws {
        let bench = try await TestBench()
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { server in
            let empty = try await server.ask("/settings/webhooks")
            #expect(empty.text.contains("There is no webhook yet"))
            let form = UseTests.fields([("address", "http://127.0.0.1:9/hook?a=b"), ("kind", "meeting.imported"), ("kind", "nonsense")])
            let made = try await server.ask("/settings/webhooks", .post, headers: form.0, body: form.1)
            #expect(made.status == .created)
            #expect(made.text.contains("whsec_"))
            let webhook = try #require(try await bench.bench.webhooks(by: .owner).first)
            #expect(webhook.kinds == [.meetingImported])
            let home = "/settings/webhooks/\(webhook.id)"
            let again = try await server.ask(home)
            #expect(again.status == .ok && !again.text.contains("whsec_"))
            #expect(try await server.ask("/settings/webhooks").text.contains("http://127.0.0.1:9/hook"))
            let nothing = UseTests.fields([])
            let rotated = try await server.ask("\(home)/rotate", .post, headers: nothing.0, body: nothing.1)
            #expect(rotated.text.contains("whsec_") && rotated.text.contains("valid beside it until"))
            // Nobody listens on port 9: the test says so.
            let tested = try await server.ask("\(home)/test", .post, headers: nothing.0, body: nothing.1)
            #expect(tested.headers[.location]?.contains("saved=untested") == true)
            #expect(try await server.ask(home).text.contains("The server could not be reached."))
            #expect(try await server.ask("\(home)/pause", .post, headers: nothing.0, body: nothing.1).status == .seeOther)
            #expect(try await server.ask(home).text.contains("Go on"))
            #expect(try await server.ask("\(home)/resume", .post, headers: nothing.0, body: nothing.1).status == .seeOther)
            let changed = UseTests.fields([("address", "http://127.0.0.1:10/")])
            #expect(try await server.ask(home, .post, headers: changed.0, body: changed.1).status == .seeOther)
            #expect(try await bench.bench.webhook(webhook.id, by: .owner).kinds.isEmpty)
            #expect(try await server.ask("\(home)/remove", .post, headers: nothing.0, body: nothing.1).status == .seeOther)
            #expect(try await server.ask(home).status == .notFound)
        }
    }

    @Test func whatCannotBeCalledIsSaidBesideTheField() async throws {
        let bench = try await TestBench()
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { server in
            let form = UseTests.fields([("address", "https://10.0.0.1/<b>"), ("kind", "person.added")])
            let refused = try await server.ask("/settings/webhooks", .post, headers: form.0, body: form.1)
            #expect(refused.status == .unprocessableContent)
            #expect(!refused.text.contains("<b>"))
            let inner = UseTests.fields([("address", "https://10.0.0.1/"), ("kind", "person.added")])
            let answer = try await server.ask("/settings/webhooks", .post, headers: inner.0, body: inner.1)
            #expect(answer.status == .unprocessableContent)
            #expect(answer.text.contains("a private address") && answer.text.contains("value=\"https://10.0.0.1/\""))
            #expect(answer.text.contains("id=\"new-person.added\" name=\"kind\" value=\"person.added\" checked"))
            #expect(try await bench.bench.webhooks(by: .owner).isEmpty)
            let made = try await bench.bench.addWebhook("http://127.0.0.1:9/", by: .owner).webhook
            let days = UseTests.fields([("from", "soon")])
            let wrong = try await server.ask("/settings/webhooks/\(made.id)/replay", .post, headers: days.0, body: days.1)
            #expect(wrong.status == .unprocessableContent && wrong.text.contains("Write the day as 2026-03-04."))
            let span = UseTests.fields([("from", "2026-03-04"), ("before", "2026-03-04"), ("failed", "on")])
            #expect(try await server.ask("/settings/webhooks/\(made.id)/replay", .post, headers: span.0, body: span.1).status == .seeOther)
        }
    }

    @Test(arguments: [Role.manager, .salesperson, .reader, .researcher])
    func nobodyElseSeesThem(role: Role) async throws {
        let bench = try await TestBench()
        let made = try await bench.bench.addWebhook("http://127.0.0.1:9/", by: .owner).webhook
        let ticket = try await TestBench.signIn(bench.bench, "visitor", role)
        try await RunningServer.run(bench.server().application(), as: ticket) { server in
            for path in ["/settings/webhooks", "/settings/webhooks/\(made.id)"] {
                let answer = try await server.ask(path)
                #expect(answer.status == .forbidden)
            }
            let nothing = UseTests.fields([])
            let removed = try await server.ask("/settings/webhooks/\(made.id)/remove", .post, headers: nothing.0, body: nothing.1)
            #expect(removed.status == .forbidden)
        }
    }
}

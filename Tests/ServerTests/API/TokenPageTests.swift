import Covalence
import Foundation
import HTTPTypes
import HummingbirdTesting
import Store
import Testing
@testable import Server
@testable import Workbench

@Suite("Tokens and the document on pages")
struct TokenPageTests {
    @Test("a token is made, shown once, lets in, is listed and revoked")
    func life() async throws {
        let bench = try await TestBench()
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { server in
            #expect(try await server.ask("/settings/tokens").text.contains("You have no token yet"))
            #expect(try await server.ask("/settings").text.contains("href=\"/settings/tokens\""))
            let form = UseTests.fields([("name", "Nightly <b>"), ("days", "7"), ("scope", "read"), ("scope", "nonsense")])
            let made = try await server.ask("/settings/tokens", .post, headers: form.0, body: form.1)
            #expect(made.status == .created)
            #expect(made.text.contains("Nightly &lt;b&gt;") && !made.text.contains("Nightly <b>"))
            let line = try #require(try await bench.bench.allTokens(by: .owner).first)
            #expect(line.token.scopes == ["read"])
            #expect(line.token.expiresAt.milliseconds - line.token.madeAt.milliseconds == 7 * 86_400_000)
            let secret = try #require(made.text.components(separatedBy: "value=\"").map { $0.prefix { $0 != "\"" } }.first { $0.hasPrefix("cvl_") })
            #expect(secret.count == 79)
            let asked = try await server.askPlainly("/api/v1/me", headers: [.authorization: "Bearer \(secret)"])
            #expect(asked.status == .ok)
            let again = try await server.ask("/settings/tokens")
            #expect(!again.text.contains(secret) && again.text.contains(String(secret.prefix(12))))
            let nothing = UseTests.fields([])
            #expect(try await server.ask("/settings/tokens/\(line.id)/revoke", .post, headers: nothing.0, body: nothing.1).status == .seeOther)
            #expect(try await server.askPlainly("/api/v1/me", headers: [.authorization: "Bearer \(secret)"]).status == .unauthorized)
            #expect(try await server.ask("/settings/tokens").text.contains("revoked"))
        }
    }

    @Test("what is wrong is said beside its field, and nothing is made")
    func problems() async throws {
        let bench = try await TestBench()
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { server in
            let form = UseTests.fields([("name", ""), ("days", "400")])
            let refused = try await server.ask("/settings/tokens", .post, headers: form.0, body: form.1)
            #expect(refused.status == .unprocessableContent)
            for id in ["t-name-problem", "t-days-problem", "t-scope-problem"] { #expect(refused.text.contains("id=\"\(id)\""), "\(id)") }
            #expect(try await bench.bench.allTokens(by: .owner).isEmpty)
            #expect(try await server.ask("/settings/tokens/\(UUID())/revoke", .post, headers: form.0, body: form.1).status == .notFound)
        }
    }

    @Test("administrators see and revoke everybody’s; others see their own only")
    func others() async throws {
        let bench = try await TestBench()
        let theirs = try await bench.token("theirs", .salesperson)
        let seller = try await TestBench.signIn(bench.bench, "seller", .salesperson)
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { server in
            var them = server
            them.ticket = seller
            let page = try await them.ask("/settings/tokens").text
            #expect(!page.contains("Tokens of others") && !page.contains("theirs") && !page.contains("id=\"t-administer\""))
            let nothing = UseTests.fields([])
            #expect(try await them.ask("/settings/tokens/\(theirs.id)/revoke", .post, headers: nothing.0, body: nothing.1).status == .notFound)
            #expect(try await server.ask("/settings/tokens").text.contains("theirs"))
            #expect(try await server.ask("/settings/tokens/\(theirs.id)/revoke", .post, headers: nothing.0, body: nothing.1).status == .seeOther)
            #expect(try await bench.bench.allTokens(by: .owner).allSatisfy { !$0.isLive })
        }
    }

    @Test("the page on the API shows every endpoint and every sort of problem, without a script of its own")
    func document() async throws {
        let bench = try await TestBench()
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { server in
            let page = try await server.ask("/api")
            #expect(page.status == .ok)
            for endpoint in Endpoint.all { #expect(page.text.contains("id=\"\(endpoint.operation)\""), "\(endpoint.operation)") }
            for kind in Problem.Kind.allCases { #expect(page.text.contains("id=\"problem-\(kind.rawValue)\"")) }
            // What is pointed at is there.
            let targets = Set(page.text.components(separatedBy: "href=\"#").dropFirst().map { String($0.prefix { $0 != "\"" }) })
            for target in targets { #expect(page.text.contains("id=\"\(target)\""), "\(target)") }
            #expect(targets.count > 100)
            #expect(page.text.contains("href=\"/api/v1/openapi.json\""))
            var nobody = server
            nobody.ticket = nil
            #expect(try await nobody.ask("/api").status == .seeOther)
        }
    }
}

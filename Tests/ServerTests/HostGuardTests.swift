import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing
@testable import Server

@Suite struct HostGuardTests {
    typealias Source = HostGuard.Source

    @Test(arguments: ["127.0.0.1:8080", "localhost:8080", "LOCALHOST:8080", "[::1]:8080"])
    func acceptsOurOwnNames(host: String) {
        #expect(Source(method: .get, path: "/", authority: host).refusal(port: 8080) == nil)
    }

    // A rebound name reaches us under its own name; another port is another program.
    @Test(arguments: [
        "evil.example:8080", "127.0.0.1.evil.example:8080", "localhost.evil.example", "127.0.0.1", "127.0.0.1:80800", "127.0.0.1:8081",
        "localhost:8080@evil.example", "127.0.0.1:8080:1", "localhost.:8080", "0.0.0.0:8080", "", "[::1]", "127.0.0.1:",
    ])
    func refusesEveryOtherHost(host: String) {
        #expect(Source(method: .get, path: "/", authority: host).refusal(port: 8080)?.status == 403)
    }

    @Test func refusesARequestWithoutHost() {
        #expect(Source(method: .get, path: "/", authority: nil).refusal(port: 8080)?.status == 403)
    }

    @Test(arguments: ["http://evil.example", "null", "http://127.0.0.1:3000", "https://127.0.0.1:8080", "http://localhost:8080"])
    func refusesAForeignOrigin(origin: String) {
        // localhost and 127.0.0.1 are two origins to a browser: a page is only ever opened under one of them.
        for method in [HTTPRequest.Method.post, .delete, .put, .get] {
            #expect(Source(method: method, path: "/", authority: "127.0.0.1:8080", origin: origin).refusal(port: 8080)?.status == 403)
        }
    }

    @Test func acceptsOurOwnForms() {
        #expect(Source(method: .post, path: "/uploads", authority: "127.0.0.1:8080", origin: "http://127.0.0.1:8080", fetchSite: "same-origin", fetchMode: "navigate", fetchDestination: "document").refusal(port: 8080) == nil)
    }

    @Test(arguments: ["cross-site", "same-site"])
    func lettsALinkFromElsewhereOpenAPageAndNothingElse(site: String) {
        func refusal(_ method: HTTPRequest.Method, _ path: String, _ mode: String, _ destination: String) -> PageError? {
            Source(method: method, path: path, authority: "localhost:8080", fetchSite: site, fetchMode: mode, fetchDestination: destination).refusal(port: 8080)
        }
        #expect(refusal(.get, "/meetings/1", "navigate", "document") == nil)
        #expect(refusal(.get, "/meetings/1", "navigate", "iframe") != nil)
        #expect(refusal(.get, "/meetings/1", "no-cors", "script") != nil)
        #expect(refusal(.get, "/meetings/1", "cors", "empty") != nil)
        #expect(refusal(.post, "/meetings/1/erase", "navigate", "document") != nil)
        #expect(refusal(.get, "/meetings/1/export.json", "navigate", "document") != nil)
        #expect(refusal(.get, "/meetings/1/recording", "navigate", "document") != nil)
        #expect(refusal(.get, "/live/import-1", "navigate", "document") != nil)
    }

    @Test func theRunningServerRefusesAReboundName() async throws {
        let bench = try await TestBench()
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { server in
            let refused = try await server.ask("/nothing", host: "evil.example:\(server.port)")
            #expect(refused.status == .forbidden)
            #expect(refused.text.contains("This address is not ours"))
            #expect(try await server.ask("/nothing", host: "localhost").status == .forbidden)
            #expect(try await server.ask("/nothing").status == .notFound)
            #expect(try await server.ask("/nothing", host: "localhost:\(server.port)").status == .notFound)
        }
    }
}

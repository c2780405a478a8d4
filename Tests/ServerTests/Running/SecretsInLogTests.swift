import Covalence
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Operations
import Testing
@testable import Server
@testable import Workbench

/// The database's password is in CommandTests: a server that cannot reach its database does not start.
@Suite("Secrets of settings, when what they are for fails")
struct SecretsInLogTests {
    private static let mark = "Quagzimtorple"

    private func logger(_ sink: LogSink) -> Logger { Logger(label: "test") { _ in LineLogHandler(format: .json, level: .debug, sink: sink) } }

    @Test("neither the mail server's password nor whom a mail was to, though the server repeats both")
    func mail() async throws {
        let rude = try await RudeMailServer()
        let bench = try await TestBench()
        let sink = LogSink.memory()
        for port in [rude.port, 1] {
            let post = try Post(url: "smtp://covalence:\(Self.mark)@127.0.0.1:\(port)", from: "covalence@norrvik.example")
            try await RunningServer.run(bench.server(post: post, logger: logger(sink)).application(), as: bench.ticket) { server in
                let form = UseTests.fields([("name", "Anna"), ("address", "anna-\(port).\(Self.mark)@norrvik.example"), ("role", "salesperson")])
                #expect(try await server.ask("/settings/members", .post, headers: form.0, body: form.1).status == .ok)
                let forgotten = UseTests.fields([("address", "you@norrvik.example")])
                #expect(try await server.ask("/forgot", .post, headers: forgotten.0, body: forgotten.1).status == .ok)
                // Sent after the answer.
                let wanted = port == 1 ? 2 : 1
                for _ in 0..<3_000 where sink.lines.filter({ $0.contains("a mail was not sent") }).count < wanted { try await Task.sleep(for: .milliseconds(20)) }
            }
        }
        try await rude.close()
        #expect(rude.heard.contains { $0.hasPrefix("AUTH") })
        let lines = sink.lines
        #expect(lines.filter { $0.contains("a mail did not go out") }.count == 2)
        #expect(lines.filter { $0.contains("a mail was not sent") }.count == 2)
        #expect(lines.contains { $0.contains("signing in (AUTH): answered 535") })
        // As PLAIN sends it, too († RFC 4616).
        let plain = Data("\0covalence\0\(Self.mark)".utf8).base64EncodedString()
        for line in lines {
            for secret in [Self.mark, plain, Data(Self.mark.utf8).base64EncodedString(), "anna-", "you@"] { #expect(!line.contains(secret), "\(line)") }
        }
    }

    @Test("not our secret at the provider, nor the code of a sign-in, though the provider repeats both; and not where nobody answers")
    func provider() async throws {
        let bench = try await TestBench()
        let sink = LogSink.memory()
        try await Self.rudeProvider { issuer in
            for address in [issuer, "http://127.0.0.1:1"] {
                let server = try bench.server(logger: self.logger(sink)) {
                    try? $0.readEnvironment(["COVALENCE_OIDC_ISSUER": address, "COVALENCE_OIDC_CLIENT_ID": "covalence", "COVALENCE_OIDC_CLIENT_SECRET": Self.mark])
                }
                try await RunningServer.run(server.application(), as: nil) { running in
                    let visit = Visit(running)
                    let begun = try await visit.open("/sign-in/openid")
                    guard address == issuer else { return #expect(begun.status == .unprocessableContent) }
                    let place = try #require(begun.headers[.location])
                    let state = try #require(URLComponents(string: place)?.queryItems?.first { $0.name == "state" }?.value)
                    let back = try await visit.open("/sign-in/openid/callback?code=\(Self.mark)&state=\(state)")
                    #expect(back.status == .unprocessableContent)
                    #expect(!back.text.contains(Self.mark))
                }
            }
        }
        #expect(sink.lines.contains { $0.contains("/sign-in/openid/callback") })
        let basic = Data("covalence:\(Self.mark)".utf8).base64EncodedString()
        for line in sink.lines { #expect(!line.contains(Self.mark) && !line.contains(basic), "\(line)") }
    }

    /// A provider that answers the request for a token with all that it was sent.
    private static func rudeProvider(_ test: @escaping @Sendable (String) async throws -> Void) async throws {
        let router = Router()
        router.get("/.well-known/openid-configuration") { request, _ in
            let issuer = "http://\(request.head.authority ?? "")"
            return """
                {"issuer":"\(issuer)","authorization_endpoint":"\(issuer)/authorize","token_endpoint":"\(issuer)/token","jwks_uri":"\(issuer)/keys",\
                "id_token_signing_alg_values_supported":["RS256"],"response_types_supported":["code"],"subject_types_supported":["public"]}
                """
        }
        router.post("/token") { request, _ in
            let sent = String(buffer: try await request.body.collect(upTo: 1 << 16))
            return Response(
                status: .badRequest, headers: [.contentType: "application/json"],
                body: .init(byteBuffer: ByteBuffer(string: "{\"error\":\"invalid_client\",\"error_description\":\"\(request.headers[.authorization] ?? "") \(sent)\"}"))
            )
        }
        var quiet = Logger(label: "provider")
        quiet.logLevel = .critical
        let app = Application(router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)), logger: quiet)
        try await app.test(.live) { client in try await test("http://127.0.0.1:\(try #require(client.port))") }
    }
}

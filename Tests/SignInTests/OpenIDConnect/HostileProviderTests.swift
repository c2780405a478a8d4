import Foundation
import Testing
@testable import SignIn

private let back = "https://covalence.example/sign-in/provider/answer"
private let document = "/.well-known/openid-configuration"

@Suite struct HostileProviderTests {
    private static func whole(_ provider: LoopbackProvider, limits: OpenIDLimits = OpenIDLimits()) async throws {
        let ours = try provider.signIn(limits: limits)
        let pending = try await ours.begin(redirect: back).pending
        if provider.script.answers["/token"] == nil { provider.give(try await provider.script.keys[0].sign(provider.claims(pending))) }
        _ = try await ours.finish(pending.goodCallback, pending: pending)
    }

    private static let steps: [(String, OpenIDStep)] = [(document, .discovery), ("/keys", .keys), ("/token", .token)]

    @Test func answersWithoutEndAreCut() async throws {
        for (path, step) in Self.steps {
            try await LoopbackProvider.run { provider in
                provider.change { $0.answers[path] = .zeros(1_048_577) }
                await #expect(throws: OpenIDError.tooLarge(step, bytes: 1_048_576)) { try await Self.whole(provider) }
            }
        }
    }

    @Test func slowAnswersEnd() async throws {
        // All at once, each long enough for the other steps on a busy machine.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (path, step) in Self.steps {
                for slow in [LoopbackProvider.Answer.silence, .drip] {
                    group.addTask {
                        try await LoopbackProvider.run { provider in
                            provider.change { $0.answers[path] = slow }
                            await #expect(throws: OpenIDError.tooSlow(step, seconds: 5)) {
                                try await Self.whole(provider, limits: OpenIDLimits(seconds: 5))
                            }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func redirectsStayOnTheServer() async throws {
        try await LoopbackProvider.run { provider in
            let configuration = provider.script.configuration
            provider.change {
                $0.answers[document] = .redirect("/elsewhere")
                $0.answers["/elsewhere"] = .json(configuration)
            }
            try await Self.whole(provider)
            let port = try #require(URL(string: provider.script.issuer)?.port)
            for target in ["http://localhost:\(port)/elsewhere", "https://127.0.0.1:\(port)/elsewhere", "http://127.0.0.1:1/", "file:///etc/passwd", "//x/"] {
                provider.change { $0.answers[document] = .redirect(target) }
                await #expect(throws: OpenIDError.redirected(.discovery)) { try await Self.whole(provider) }
            }
            // In a circle.
            provider.change { $0.answers[document] = .redirect(document) }
            await #expect(throws: OpenIDError.redirected(.discovery)) { try await Self.whole(provider) }
        }
    }

    @Test func theCodeIsSentNowhereElse() async throws {
        try await LoopbackProvider.run { provider in
            provider.change { $0.answers["/token"] = .redirect("/elsewhere") }
            await #expect(throws: OpenIDError.redirected(.token)) { try await Self.whole(provider) }
            #expect(provider.script.asked["/elsewhere"] == nil)
        }
    }

    @Test func refusalsOfTheProviderAreNamed() async throws {
        try await LoopbackProvider.run { provider in
            for (text, status, error) in [
                (#"{"error":"invalid_client"}"#, 401, OpenIDError.codeRefused("invalid_client")),
                (#"{"error":"invalid_grant","error_description":"the-code"}"#, 400, .codeRefused("invalid_grant")),
                (#"{"error":"the-code"}"#, 400, .codeRefused("unknown")),
                ("<html>", 502, .status(.token, 502)), ("{}", 200, .unreadable(.token, "It holds no ID token.")),
                ("", 200, .unreadable(.token, "It holds no ID token.")),
            ] {
                provider.change { $0.answers["/token"] = .text(text, status: status) }
                await #expect(throws: error) { try await Self.whole(provider) }
                #expect(!error.description.contains("the-code"))
            }
        }
    }

    @Test func configurationsThatDoNotFitAreRefused() async throws {
        try await LoopbackProvider.run { provider in
            let issuer = provider.script.issuer
            let good = provider.script.configuration
            let cases: [(Fields, OpenIDError)] = [
                (["issuer": .text(issuer + "/")], .otherIssuer(expected: issuer, found: issuer + "/")),
                (["issuer": "https://evil.example"], .otherIssuer(expected: issuer, found: "https://evil.example")),
                (["token_endpoint": "http://evil.example/token"], .insecureAddress("token_endpoint")),
                (["jwks_uri": "file:///etc/passwd"], .insecureAddress("jwks_uri")),
                (["authorization_endpoint": "javascript:alert(1)"], .insecureAddress("authorization_endpoint")),
                (["response_types_supported": ["token"]], .unsupported("It does not offer the authorization code flow.")),
                (["id_token_signing_alg_values_supported": ["none", "HS256"]], .unsupported("It offers no way of signing that is allowed here.")),
            ]
            for (changes, error) in cases {
                provider.change { $0.configuration = good.merging(changes) { $1 } }
                await #expect(throws: error) { try await provider.signIn().discover() }
            }
            for text in ["", "null", "[]", "{}", "{\"issuer\":7}", "\u{FFFD}"] {
                provider.change { $0.answers[document] = .text(text, status: 200) }
                await #expect(throws: OpenIDError.unreadable(.discovery, "It is no configuration of OpenID Connect.")) {
                    try await provider.signIn().discover()
                }
            }
            provider.change { $0.answers[document] = .text("{}", status: 500) }
            await #expect(throws: OpenIDError.status(.discovery, 500)) { try await provider.signIn().discover() }
        }
    }

    @Test func nobodyThereIsSaid() async throws {
        let ours = try OpenIDProvider(issuer: "http://127.0.0.1:1", clientID: "covalence")
        await #expect(throws: OpenIDError.unreachable(.discovery)) { try await ours.discover() }
    }
}

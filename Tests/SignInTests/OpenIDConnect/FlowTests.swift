import Crypto
import Foundation
import Testing
@testable import SignIn

private let back = "http://127.0.0.1:8080/sign-in/provider/answer"

@Suite struct OpenIDFlowTests {
    @Test(arguments: SigningKey.Kind.allCases) func signsInWithEachKindOfKey(_ kind: SigningKey.Kind) async throws {
        try await LoopbackProvider.run(kind) { provider in
            let ours = try provider.signIn()
            let started = try await ours.begin(redirect: back)
            provider.give(try await provider.script.keys[0].sign(provider.claims(started.pending)))
            let identity = try await ours.finish(started.pending.goodCallback, pending: started.pending)
            #expect(identity == OpenIDIdentity(
                issuer: provider.script.issuer, subject: "248289761001", email: "jane@example.com", emailVerified: true, name: "Jane Doe"
            ))
        }
    }

    @Test func asksForTheRightThings() async throws {
        try await LoopbackProvider.run { provider in
            let ours = try provider.signIn()
            let started = try await ours.begin(redirect: back, maxAge: 60)
            let pending = started.pending
            let items = try #require(URLComponents(string: started.address)?.queryItems)
            let asked = Dictionary(uniqueKeysWithValues: items.map { ($0.name, $0.value ?? "") })
            #expect(started.address.hasPrefix(provider.script.issuer + "/authorize?"))
            #expect(asked["response_type"] == "code")
            #expect(asked["scope"] == "openid email profile")
            #expect(asked["client_id"] == "covalence")
            #expect(asked["redirect_uri"] == back)
            #expect(asked["state"] == pending.state)
            #expect(asked["nonce"] == pending.nonce)
            #expect(asked["code_challenge_method"] == "S256")
            #expect(asked["max_age"] == "60")
            #expect(Set([pending.state, pending.nonce, pending.verifier]).count == 3)

            let now = provider.script.now.timeIntervalSince1970
            provider.give(try await provider.script.keys[0].sign(provider.claims(pending, ["auth_time": .number(now - 30)])))
            _ = try await ours.finish(pending.goodCallback, pending: pending)
            let form = try #require(URLComponents(string: "?" + provider.script.form)?.queryItems)
            let sent = Dictionary(uniqueKeysWithValues: form.map { ($0.name, $0.value ?? "") })
            #expect(sent["grant_type"] == "authorization_code")
            #expect(sent["code"] == "the-code")
            #expect(sent["redirect_uri"] == back)
            let verifier = try #require(sent["code_verifier"])
            #expect(Base64.url(SHA256.hash(data: Data(verifier.utf8))) == asked["code_challenge"])
            // base64 of “covalence:s%3A%C3%B6”, by Python's base64 module.
            #expect(provider.script.authorization == "Basic Y292YWxlbmNlOnMlM0ElQzMlQjY=")
            #expect(sent["client_secret"] == nil)
        }
    }

    @Test func challengeIsTheOneOfTheStandard() {
        // RFC 7636, appendix B.
        let hash = SHA256.hash(data: Data("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".utf8))
        #expect(Base64.url(hash) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
    }

    @Test func secretInTheFormWhereTheProviderWantsIt() async throws {
        try await LoopbackProvider.run { provider in
            provider.change { $0.configuration["token_endpoint_auth_methods_supported"] = ["client_secret_post"] }
            let ours = try provider.signIn()
            let pending = try await ours.begin(redirect: back).pending
            provider.give(try await provider.script.keys[0].sign(provider.claims(pending)))
            _ = try await ours.finish(pending.goodCallback, pending: pending)
            #expect(provider.script.form.contains("client_id=covalence&client_secret=s%3A%C3%B6"))
            #expect(provider.script.authorization == nil)
        }
    }

    @Test func publicClientSendsNoSecret() async throws {
        try await LoopbackProvider.run { provider in
            let ours = try provider.signIn(secret: nil)
            let pending = try await ours.begin(redirect: back).pending
            provider.give(try await provider.script.keys[0].sign(provider.claims(pending)))
            _ = try await ours.finish(pending.goodCallback, pending: pending)
            #expect(provider.script.form.contains("client_id=covalence"))
            #expect(provider.script.authorization == nil)
        }
    }

    @Test func asksForTheAddressWhereTheTokenHasNone() async throws {
        try await LoopbackProvider.run { provider in
            provider.change {
                $0.configuration["userinfo_endpoint"] = .text($0.issuer + "/userinfo")
                $0.answers["/userinfo"] = .json(["sub": "248289761001", "email": "jane@example.com", "email_verified": "true"])
            }
            let ours = try provider.signIn()
            let first = try await ours.begin(redirect: back).pending
            provider.give(try await provider.script.keys[0].sign(provider.claims(first, without: ["email", "email_verified"])))
            let identity = try await ours.finish(first.goodCallback, pending: first)
            #expect(identity.email == "jane@example.com")
            #expect(identity.emailVerified)
            #expect(identity.name == "Jane Doe")

            provider.change { $0.answers["/userinfo"] = .json(["sub": "mallory", "email": "jane@example.com"]) }
            let second = try await ours.begin(redirect: back).pending
            provider.give(try await provider.script.keys[0].sign(provider.claims(second, without: ["email"])))
            await #expect(throws: OpenIDError.unreadable(.userInfo, "It is about somebody else.")) {
                try await ours.finish(second.goodCallback, pending: second)
            }
        }
    }

    @Test func anAddressThatIsNotOneIsLeftOut() async throws {
        try await LoopbackProvider.run { provider in
            let ours = try provider.signIn()
            for wrong in ["jane", "a@b@c", "jane@exa mple.com", "jane\r\nBcc: x@example.com", "@example.com"] {
                let pending = try await ours.begin(redirect: back).pending
                let name = "Jane\r\n\u{202E}Doe" + String(repeating: "x", count: 3000)
                provider.give(try await provider.script.keys[0].sign(provider.claims(pending, ["email": .text(wrong), "name": .text(name)])))
                let identity = try await ours.finish(pending.goodCallback, pending: pending)
                #expect(identity.email == nil)
                #expect(!identity.emailVerified)
                #expect(identity.name == "JaneDoe" + String(repeating: "x", count: 193))
            }
        }
    }
}

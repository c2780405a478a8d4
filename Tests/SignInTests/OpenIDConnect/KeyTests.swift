import Foundation
import Testing
@testable import SignIn

private let back = "https://covalence.example/sign-in/provider/answer"

@Suite struct ProviderKeyTests {
    private static func signIn(_ ours: OpenIDProvider, _ provider: LoopbackProvider, with key: SigningKey) async throws {
        let pending = try await ours.begin(redirect: back).pending
        provider.give(try await key.sign(provider.claims(pending)))
        _ = try await ours.finish(pending.goodCallback, pending: pending)
    }

    @Test func aNewKeyIsFoundAtMostOnceAMinute() async throws {
        try await LoopbackProvider.run { provider in
            let ours = try provider.signIn()
            let first = provider.script.keys[0]
            let second = try SigningKey(.es256, kid: "two")
            try await Self.signIn(ours, provider, with: first)
            try await Self.signIn(ours, provider, with: first)
            #expect(provider.script.asked["/keys"] == 1)
            #expect(provider.script.asked["/.well-known/openid-configuration"] == 1)

            provider.change { $0.keys = [first, second] }
            for _ in 1...3 {
                await #expect(throws: OpenIDError.badToken(.unknownKey)) { try await Self.signIn(ours, provider, with: second) }
            }
            #expect(provider.script.asked["/keys"] == 1)

            provider.change { $0.now += 60 }
            try await Self.signIn(ours, provider, with: second)
            try await Self.signIn(ours, provider, with: first)
            #expect(provider.script.asked["/keys"] == 2)

            // A key that was withdrawn ends within the hour.
            provider.change { $0.keys = [second]; $0.now += 3601 }
            await #expect(throws: OpenIDError.badToken(.unknownKey)) { try await Self.signIn(ours, provider, with: first) }
            #expect(provider.script.asked["/keys"] == 3)
        }
    }

    @Test func keysOfUnknownKindsAreLeftOut() async throws {
        try await LoopbackProvider.run { provider in
            let key = provider.script.keys[0]
            let good = String(decoding: try JSONEncoder().encode(key.published), as: UTF8.self)
            let odd = #"{"kty":"oct","k":"AA","kid":"one"},{"kty":"EC","crv":"secp256k1","kid":"one"},{"kty":7},null,[],"# + #"{"kty":"RSA","kid":"one","n":"AQAB","e":"AQAB"},"#
            provider.change { $0.answers["/keys"] = .text("{\"keys\":[\(odd)\(good)]}", status: 200) }
            try await Self.signIn(try provider.signIn(), provider, with: key)
        }
    }

    @Test func keysThatAreNoneAreRefused() async throws {
        try await LoopbackProvider.run { provider in
            let key = provider.script.keys[0]
            for text in ["", "{}", "[]", "{\"keys\":7}", String(repeating: "[", count: 100_000)] {
                provider.change { $0.answers["/keys"] = .text(text, status: 200) }
                await #expect(throws: OpenIDError.unreadable(.keys, "It is no set of keys.")) {
                    try await Self.signIn(try provider.signIn(), provider, with: key)
                }
            }
            let many = "{\"keys\":[" + Array(repeating: "{}", count: 101).joined(separator: ",") + "]}"
            provider.change { $0.answers["/keys"] = .text(many, status: 200) }
            await #expect(throws: OpenIDError.unreadable(.keys, "It holds more than 100 keys.")) {
                try await Self.signIn(try provider.signIn(), provider, with: key)
            }
        }
    }
}

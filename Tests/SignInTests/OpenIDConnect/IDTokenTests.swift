import Crypto
import Foundation
import JWTKit
import Testing
@testable import SignIn

private let back = "https://covalence.example/sign-in/provider/answer"

/// A sign-in whose token is made by the test; the error it ends with, or nothing.
private func outcome(
    _ provider: LoopbackProvider, maxAge: Int? = nil, _ token: (PendingSignIn) async throws -> String
) async throws -> OpenIDError? {
    let ours = try provider.signIn()
    let pending = try await ours.begin(redirect: back, maxAge: maxAge).pending
    provider.give(try await token(pending))
    do throws(OpenIDError) {
        let callback = try OpenIDCallback(query: "code=the-code&state=\(pending.state)")
        _ = try await ours.finish(callback, pending: pending)
        return nil
    } catch {
        return error
    }
}

/// Good claims under any header, with an empty signature.
private func unsigned(_ provider: LoopbackProvider, _ alg: String, _ pending: PendingSignIn) throws -> String {
    let head = Base64.url(Data(#"{"alg":"\#(alg)","kid":"one","typ":"JWT"}"#.utf8))
    return head + "." + Base64.url(try JSONEncoder().encode(provider.claims(pending))) + "."
}

/// Signed with the public key as a shared secret, which everybody knows (RFC 8725, 2.1).
private func sharedSecret(_ provider: LoopbackProvider, _ pending: PendingSignIn) throws -> String {
    let text = String(try unsigned(provider, "HS256", pending).dropLast())
    let secret = SymmetricKey(data: Data(provider.script.keys[0].publicPEM.utf8))
    return text + "." + Base64.url(Array(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: secret)))
}

@Suite struct IDTokenTests {
    @Test func wrongClaimsAreRefused() async throws {
        try await LoopbackProvider.run { provider in
            let now = provider.script.now.timeIntervalSince1970
            let cases: [(Fields, OpenIDTokenFault?)] = [
                (["nonce": "another"], .nonce),
                (["aud": "another"], .audience),
                (["aud": ["another", "third"], "azp": "covalence"], .audience),
                (["aud": ["covalence", "another"]], .audience),
                (["aud": ["covalence", "another"], "azp": "another"], .audience),
                (["azp": "another"], .audience),
                (["aud": ["covalence", "another"], "azp": "covalence"], nil),
                (["iss": "https://evil.example"], .issuer),
                (["iss": .text(provider.script.issuer + "/")], .issuer),
                (["exp": .number(now - 61)], .expired),
                (["exp": .number(now - 59)], nil),
                (["iat": .number(now + 61)], .notYetValid),
                (["nbf": .number(now + 61)], .notYetValid),
                (["iat": .number(now + 59.5), "nbf": .number(now + 59)], nil),
                (["exp": "soon"], .malformed),
                (["exp": 1e308], nil),
                (["sub": ""], .subject),
                (["sub": .text(String(repeating: "s", count: 256))], .subject),
                (["at_hash": "77QmUPtjPfzWtF2AnpK9RQ"], nil),
                (["at_hash": "77QmUPtjPfzWtF2AnpK9RA"], .accessToken),
            ]
            for (changes, fault) in cases {
                let error = try await outcome(provider) { try await provider.script.keys[0].sign(provider.claims($0, changes)) }
                #expect(error == fault.map(OpenIDError.badToken), "\(changes)")
            }
            for (name, fault) in [("nonce", OpenIDTokenFault.nonce), ("exp", .malformed), ("iat", .malformed), ("sub", .malformed), ("aud", .malformed)] {
                let error = try await outcome(provider) { try await provider.script.keys[0].sign(provider.claims($0, without: [name])) }
                #expect(error == .badToken(fault), "without \(name)")
            }
        }
    }

    @Test func theAgeOfTheSignInCountsWhereAskedFor() async throws {
        try await LoopbackProvider.run { provider in
            let now = provider.script.now.timeIntervalSince1970
            for (changes, fault): (Fields, OpenIDTokenFault?) in [
                ([:], .authenticationTime), (["auth_time": .number(now - 200)], .authenticationTime),
                (["auth_time": .number(now + 100)], .authenticationTime), (["auth_time": .number(now - 100)], nil),
            ] {
                let error = try await outcome(provider, maxAge: 100) { try await provider.script.keys[0].sign(provider.claims($0, changes)) }
                #expect(error == fault.map(OpenIDError.badToken), "\(changes)")
            }
        }
    }

    @Test func noneAndSharedSecretsAreRefused() async throws {
        try await LoopbackProvider.run(.rs256) { provider in
            let cases: [(String, String, OpenIDTokenFault)] = [
                ("none", "", .algorithm), ("None", "", .algorithm), ("NONE", "", .algorithm), ("", "", .algorithm),
                ("RS256", "", .signature), ("RS256", "AAAA", .signature),
                // Kinds the published key is not of.
                ("ES256", "AAAA", .unknownKey), ("PS256", "AAAA", .unknownKey),
            ]
            for (alg, signature, fault) in cases {
                let error = try await outcome(provider) { try unsigned(provider, alg, $0) + signature }
                #expect(error == .badToken(fault), "\(alg) \(signature)")
            }
            let shared = try await outcome(provider) { try sharedSecret(provider, $0) }
            #expect(shared == .badToken(.algorithm))
        }
    }

    @Test func anotherKeyWithTheSameNameIsRefused() async throws {
        for kind in [SigningKey.Kind.es256, .edDSA] {
            try await LoopbackProvider.run(kind) { provider in
                let other = try SigningKey(kind, kid: "one")
                let error = try await outcome(provider) { try await other.sign(provider.claims($0)) }
                #expect(error == .badToken(.signature))
            }
        }
    }

    @Test func brokenTokensAreRefused() async throws {
        try await LoopbackProvider.run { provider in
            for (text, fault) in [
                ("", OpenIDTokenFault.malformed), ("a.b", .malformed), ("...", .malformed), ("a.b.c.d.e", .encrypted), ("e30.e30.AA", .malformed),
                ("!!.??.--", .malformed), (String(repeating: "A", count: 200_000), .malformed), (String(repeating: ".", count: 50_000), .malformed),
            ] {
                let error = try await outcome(provider) { _ in text }
                #expect(error == .badToken(fault), "\(text.prefix(20))")
            }
            // Every cut of a good token, and a good one with an extension that must be understood.
            let good = try await provider.script.keys[0].sign(["iss": "x"])
            for length in stride(from: 0, to: good.count, by: 7) {
                let error = try await outcome(provider) { _ in String(good.prefix(length)) }
                #expect(error == .badToken(.malformed), "cut to \(length)")
            }
            let critical = try await outcome(provider) {
                let parts = try await provider.script.keys[0].sign(provider.claims($0)).split(separator: ".")
                return Base64.url(Data(#"{"alg":"ES256","kid":"one","crit":["b64"],"b64":false}"#.utf8)) + ".\(parts[1]).\(parts[2])"
            }
            #expect(critical == .badToken(.malformed))
        }
    }
}

import Foundation
import Testing
@testable import SignIn

private let back = "https://covalence.example/sign-in/provider/answer"

@Suite struct OpenIDCallbackTests {
    @Test func anotherBrowsersSignInIsRefused() async throws {
        try await LoopbackProvider.run { provider in
            let ours = try provider.signIn()
            let mine = try await ours.begin(redirect: back).pending
            let attackers = try await ours.begin(redirect: back).pending
            provider.give(try await provider.script.keys[0].sign(provider.claims(attackers)))
            await #expect(throws: OpenIDError.otherSignIn) { try await ours.finish(attackers.goodCallback, pending: mine) }
            for query in ["", "code=x", "code=x&state=", "code=x&state=\(mine.state)a", "state=\(mine.state.dropLast())&error=access_denied"] {
                await #expect(throws: OpenIDError.otherSignIn) { try await ours.finish(OpenIDCallback(query: query), pending: mine) }
            }
            // Nothing was asked of the provider for any of them.
            #expect(provider.script.asked["/token"] == nil)
            // The code of another sign-in with this one's state: the nonce tells.
            await #expect(throws: OpenIDError.badToken(.nonce)) { try await ours.finish(mine.goodCallback, pending: mine) }
        }
    }

    @Test func theAnswersIssuerMustBeThisOne() async throws {
        try await LoopbackProvider.run { provider in
            provider.change { $0.configuration["authorization_response_iss_parameter_supported"] = true }
            let ours = try provider.signIn()
            let pending = try await ours.begin(redirect: back).pending
            provider.give(try await provider.script.keys[0].sign(provider.claims(pending)))
            let answer = "code=x&state=\(pending.state)"
            await #expect(throws: OpenIDError.otherSignIn) {
                try await ours.finish(OpenIDCallback(query: answer + "&iss=https%3A%2F%2Fevil.example"), pending: pending)
            }
            await #expect(throws: OpenIDError.badCallback("It does not say which provider it is from.")) {
                try await ours.finish(OpenIDCallback(query: answer), pending: pending)
            }
            let named = try OpenIDCallback(query: answer + "&iss=" + FormEncoding.escape(provider.script.issuer))
            #expect(try await ours.finish(named, pending: pending).subject == "248289761001")
            // Started with one provider, answered at another.
            let other = try OpenIDProvider(issuer: "https://other.example", clientID: "covalence")
            await #expect(throws: OpenIDError.otherSignIn) { try await other.finish(named, pending: pending) }
        }
    }

    @Test func itEndsAfterTenMinutes() async throws {
        try await LoopbackProvider.run { provider in
            let ours = try provider.signIn()
            let pending = try await ours.begin(redirect: back).pending
            #expect(pending.isOpen(at: pending.madeAt + 600))
            #expect(!pending.isOpen(at: pending.madeAt + 601))
            #expect(!pending.isOpen(at: pending.madeAt - 61))
            provider.change { $0.now += 601 }
            await #expect(throws: OpenIDError.expired) { try await ours.finish(pending.goodCallback, pending: pending) }
        }
    }

    @Test func errorsOfTheProviderAreNamedIfKnown() async throws {
        try await LoopbackProvider.run { provider in
            let ours = try provider.signIn()
            let pending = try await ours.begin(redirect: back).pending
            for (sent, named) in [("access_denied", "access_denied"), ("login_required", "login_required"), ("%3Cscript%3E", "unknown"), ("", "unknown")] {
                await #expect(throws: OpenIDError.refused(named)) {
                    try await ours.finish(OpenIDCallback(query: "error=\(sent)&state=\(pending.state)"), pending: pending)
                }
            }
            await #expect(throws: OpenIDError.badCallback("It holds no code.")) {
                try await ours.finish(OpenIDCallback(query: "state=\(pending.state)"), pending: pending)
            }
        }
    }

    @Test func brokenQueriesAreRefused() {
        let long = "code=" + String(repeating: "a", count: 8192)
        for query in [long, "code=%", "code=%ZZ", "code=%FF", "code=a&code=b", "state=a&st%61te=b"] {
            #expect(throws: OpenIDError.self) { try OpenIDCallback(query: query) }
        }
        #expect(throws: Never.self) { try OpenIDCallback(query: "&&=&a=b=c&session_state=x&code=a%2Bb+c") }
    }

    @Test func settingsAreChecked() async throws {
        for issuer in ["", "accounts.example", "http://accounts.example", "http://127.evil.example", "https://", "https://u:p@accounts.example",
            "https://accounts.example?x", "https://accounts.example#x", "ftp://accounts.example", "http://0.0.0.0"]
        {
            #expect(throws: OpenIDError.self, "\(issuer)") { try OpenIDProvider(issuer: issuer, clientID: "covalence") }
        }
        for issuer in ["https://accounts.example", "https://accounts.example/realms/one/", "http://127.0.0.1:8080", "http://localhost", "http://[::1]:9"] {
            #expect(throws: Never.self, "\(issuer)") { try OpenIDProvider(issuer: issuer, clientID: "covalence") }
        }
        #expect(throws: OpenIDError.self) { try OpenIDProvider(issuer: "https://accounts.example", clientID: "") }
        #expect(throws: OpenIDError.self) { try OpenIDProvider(issuer: "https://accounts.example", clientID: "a", clientSecret: "") }
        let ours = try OpenIDProvider(issuer: "https://accounts.example", clientID: "covalence")
        await #expect(throws: OpenIDError.self) { try await ours.begin(redirect: "http://covalence.example/") }
    }

    @Test func nothingSecretShows() async throws {
        try await LoopbackProvider.run { provider in
            let started = try await provider.signIn().begin(redirect: back)
            let pending = started.pending
            var dumped = ""
            dump(pending, to: &dumped)
            dump(try pending.goodCallback, to: &dumped)
            for text in ["\(pending)", String(reflecting: pending), dumped, "\(try pending.goodCallback)"] {
                for secret in [pending.state, pending.nonce, pending.verifier, "the-code"] { #expect(!text.contains(secret)) }
            }
            // It comes back whole from where it was kept.
            #expect(try JSONDecoder().decode(PendingSignIn.self, from: JSONEncoder().encode(pending)) == pending)
        }
    }
}

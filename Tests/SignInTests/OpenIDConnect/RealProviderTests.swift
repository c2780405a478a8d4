import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Testing
@testable import SignIn

/// The whole flow against the provider that Tests/Browser/oidc/provider.py runs; its address is in COVALENCE_OIDC_ISSUER.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["COVALENCE_OIDC_ISSUER"] != nil, "needs a running provider"), .serialized)
struct RealProviderTests {
    // As provider.py has them.
    private static let back = "http://127.0.0.1:8080/sign-in/provider/answer"
    private static let secret = "only for tests: + % ü"
    private let issuer = ProcessInfo.processInfo.environment["COVALENCE_OIDC_ISSUER"] ?? ""

    @Test(arguments: [("covalence", secret), ("covalence-public", nil)] as [(String, String?)])
    func signsIn(clientID: String, secret: String?) async throws {
        let ours = try OpenIDProvider(issuer: issuer, clientID: clientID, clientSecret: secret)
        let started = try await ours.begin(redirect: Self.back, maxAge: 300)
        let query = try await PlainBrowser().signIn(at: started.address, login: "ada", password: "correct horse battery", until: Self.back)
        let callback = try OpenIDCallback(query: query)
        let identity = try await ours.finish(callback, pending: started.pending)
        #expect(identity.issuer == issuer)
        #expect(identity.subject == "ada")
        #expect(identity.email == "ada@example.com")
        #expect(identity.name == "Ada Example")
        // A code is good once.
        await #expect(throws: OpenIDError.codeRefused("invalid_grant")) { try await ours.finish(callback, pending: started.pending) }
    }

    @Test func aWrongSecretIsNamed() async throws {
        let ours = try OpenIDProvider(issuer: issuer, clientID: "covalence", clientSecret: "wrong")
        let started = try await ours.begin(redirect: Self.back)
        let query = try await PlainBrowser().signIn(at: started.address, login: "ada", password: "correct horse battery", until: Self.back)
        await #expect(throws: OpenIDError.codeRefused("invalid_client")) {
            try await ours.finish(OpenIDCallback(query: query), pending: started.pending)
        }
    }

    @Test func anotherSignInsVerifierIsRefused() async throws {
        let ours = try OpenIDProvider(issuer: issuer, clientID: "covalence-public")
        let started = try await ours.begin(redirect: Self.back)
        let other = try await ours.begin(redirect: Self.back).pending
        let query = try await PlainBrowser().signIn(at: started.address, login: "ada", password: "correct horse battery", until: Self.back)
        let mixed = PendingSignIn(
            issuer: issuer, state: started.pending.state, nonce: started.pending.nonce, verifier: other.verifier, redirect: Self.back,
            madeAt: started.pending.madeAt, maxAge: nil
        )
        await #expect(throws: OpenIDError.codeRefused("invalid_grant")) {
            try await ours.finish(OpenIDCallback(query: query), pending: mixed)
        }
    }

    @Test func sayingNoIsNamed() async throws {
        let ours = try OpenIDProvider(issuer: issuer, clientID: "covalence", clientSecret: Self.secret)
        let started = try await ours.begin(redirect: Self.back)
        let query = try await PlainBrowser().signIn(
            at: started.address + "&prompt=consent", login: "ada", password: "correct horse battery", until: Self.back, answer: "deny"
        )
        await #expect(throws: OpenIDError.refused("access_denied")) {
            try await ours.finish(OpenIDCallback(query: query), pending: started.pending)
        }
    }
}

/// Fills in the provider's forms as a browser without scripts would: cookies, redirects, hidden fields.
private final class PlainBrowser {
    private var cookies: [String: String] = [:]

    /// The query of the address the provider sends the browser back to.
    func signIn(at address: String, login: String, password: String, until back: String, answer: String = "accept") async throws -> String {
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: .init(redirectConfiguration: .disallow))
        do {
            let query = try await walk(client, address, ["login": login, "password": password, "answer": answer], back)
            try await client.shutdown()
            return query
        } catch {
            try await client.shutdown()
            throw error
        }
    }

    private func walk(_ client: HTTPClient, _ address: String, _ typed: [String: String], _ back: String) async throws -> String {
        var url = try #require(URL(string: address))
        var form: [(String, String)]?
        for _ in 1...15 {
            var request = HTTPClientRequest(url: url.absoluteString)
            request.headers.add(name: "Cookie", value: cookies.map { "\($0)=\($1)" }.joined(separator: "; "))
            request.headers.add(name: "Referer", value: url.absoluteString)
            if let form {
                request.method = .POST
                request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
                request.body = .bytes(ByteBuffer(string: FormEncoding.encode(form)))
            }
            let response = try await client.execute(request, timeout: .seconds(120))
            let page = String(buffer: try await response.body.collect(upTo: 1_048_576))
            for cookie in response.headers["Set-Cookie"] {
                let pair = cookie.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
                if pair.count == 2 { cookies[String(pair[0])] = String(pair[1]) }
            }
            if let location = response.headers.first(name: "Location") {
                if location.hasPrefix(back + "?") { return String(location.dropFirst(back.count + 1)) }
                url = try #require(URL(string: location, relativeTo: url)?.absoluteURL)
                form = nil
                continue
            }
            try #require(response.status == .ok, "\(response.status) at \(url.path)")
            var fields: [(String, String)] = []
            for input in page.matches(of: /<(?:input|button)[^>]*>/) {
                guard let name = input.output.firstMatch(of: /name="([^"]*)"/)?.output.1 else { continue }
                let value = input.output.firstMatch(of: /value="([^"]*)"/)?.output.1 ?? ""
                fields.append((String(name), typed[String(name)] ?? String(value)))
            }
            var seen: Set<String> = []
            form = fields.filter { seen.insert($0.0).inserted }
            try #require(seen.contains("csrf_token"), "no form at \(url.path)")
        }
        throw CancellationError()
    }
}

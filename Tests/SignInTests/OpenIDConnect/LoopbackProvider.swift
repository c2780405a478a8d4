import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Synchronization
import Testing
@testable import SignIn

/// A provider of the tests on loopback: a script says how it answers, and it remembers what it was asked.
final class LoopbackProvider: Sendable {
    enum Answer: Sendable {
        case json(Fields)
        case text(String, status: Int)
        case redirect(String)
        case zeros(Int)
        /// Sends the head and one byte, then nothing until the test ends.
        case drip
        /// Sends nothing until the test ends.
        case silence
    }

    struct Script: Sendable {
        var issuer = ""
        var configuration: Fields = [:]
        var keys: [SigningKey] = []
        var answers: [String: Answer] = [:]
        var asked: [String: Int] = [:]
        var form = ""
        var authorization: String?
        var now = Date(timeIntervalSince1970: 1_800_000_000)
    }

    private let held: Mutex<Script>
    private let ended = AsyncStream<Void>.makeStream()

    private init() { held = Mutex(Script()) }

    var script: Script { held.withLock { $0 } }
    func change(_ body: (inout sending Script) -> Void) { held.withLock { body(&$0) } }

    /// Runs a provider with one key for the time of the test.
    static func run(_ kind: SigningKey.Kind = .es256, _ test: @escaping @Sendable (LoopbackProvider) async throws -> Void) async throws {
        let provider = LoopbackProvider()
        let key = try SigningKey(kind, kid: "one")
        let router = Router()
        for path in ["/.well-known/openid-configuration", "/keys", "/token", "/userinfo", "/elsewhere"] {
            for method in [HTTPRequest.Method.get, .post] {
                router.on(RouterPath(path), method: method) { request, _ in try await provider.answer(request, path) }
            }
        }
        var logger = Logger(label: "provider")
        logger.logLevel = .critical
        let app = Application(router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)), logger: logger)
        try await app.test(.live) { client in
            defer { provider.ended.continuation.finish() }
            let issuer = "http://127.0.0.1:\(try #require(client.port))"
            provider.change {
                $0.issuer = issuer
                $0.keys = [key]
                $0.configuration = [
                    "issuer": .text(issuer), "authorization_endpoint": .text(issuer + "/authorize"),
                    "token_endpoint": .text(issuer + "/token"), "jwks_uri": .text(issuer + "/keys"),
                    "id_token_signing_alg_values_supported": ["RS256", "PS256", "ES256", "EdDSA", "none", "HS256"],
                ]
            }
            try await test(provider)
        }
    }

    /// Our side, with the provider's clock.
    func signIn(secret: String? = "s:ö", limits: OpenIDLimits = OpenIDLimits()) throws -> OpenIDProvider {
        try OpenIDProvider(
            issuer: script.issuer, clientID: "covalence", clientSecret: secret, limits: limits, clock: { self.script.now }
        )
    }

    /// Right claims for a sign-in, to be changed by tests.
    func claims(_ pending: PendingSignIn, _ changes: Fields = [:], without: [String] = []) -> Fields {
        let now = script.now.timeIntervalSince1970
        var claims: Fields = [
            "iss": .text(script.issuer), "sub": "248289761001", "aud": "covalence", "exp": .number(now + 300), "iat": .number(now),
            "nonce": .text(pending.nonce), "email": "jane@example.com", "email_verified": true, "name": "Jane Doe",
        ]
        claims.merge(changes) { $1 }
        for name in without { claims[name] = nil }
        return claims
    }

    /// The next code is exchanged for this ID token.
    func give(_ token: String, access: String = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y") {
        change { $0.answers["/token"] = .json(["id_token": .text(token), "access_token": .text(access), "token_type": "Bearer"]) }
    }

    private func answer(_ request: Request, _ path: String) async throws -> Response {
        let form = request.method == .post ? String(buffer: try await request.body.collect(upTo: 65_536)) : ""
        let script = held.withLock { script in
            script.asked[path, default: 0] += 1
            if path == "/token" {
                script.form = form
                script.authorization = request.headers[.authorization]
            }
            return script
        }
        switch script.answers[path] {
        case .json(let fields): return try Self.json(fields)
        case .text(let text, let status):
            return Response(status: .init(code: status), headers: [.contentType: "application/json"], body: .init(byteBuffer: ByteBuffer(string: text)))
        case .redirect(let target): return Response(status: .found, headers: [.location: target])
        case .zeros(let count):
            return Response(status: .ok, body: .init(byteBuffer: ByteBuffer(repeating: 0x20, count: count)))
        case .silence:
            for await _ in ended.stream {}
            return Response(status: .ok)
        case .drip:
            let stream = ended.stream
            return Response(status: .ok, body: ResponseBody { writer in
                try await writer.write(ByteBuffer(string: "{"))
                for await _ in stream {}
                try await writer.finish(nil)
            })
        case nil where path == "/keys":
            return try Self.json(["keys": script.keys.map(\.published)])
        case nil where path.hasPrefix("/.well-known"): return try Self.json(script.configuration)
        case nil: return Response(status: .notFound)
        }
    }

    private static func json(_ value: some Encodable) throws -> Response {
        let data = try JSONEncoder().encode(value)
        return Response(status: .ok, headers: [.contentType: "application/json"], body: .init(byteBuffer: ByteBuffer(bytes: data)))
    }
}

extension PendingSignIn {
    /// What the browser brings back after a good sign-in.
    var goodCallback: OpenIDCallback {
        get throws { try OpenIDCallback(query: "code=the-code&state=\(state)") }
    }
}

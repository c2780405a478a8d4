import Crypto
public import Foundation

/// Signing in with one OpenID Connect provider by the authorization code flow with PKCE (OpenID Connect Core 1.0, 3.1;
/// RFC 7636). Make one per provider and keep it: it remembers the provider's configuration and keys for an hour.
public actor OpenIDProvider {
    let issuer: WebAddress
    let clientID: String
    let clientSecret: String?
    let limits: OpenIDLimits
    let calls: ProviderCalls
    let keys: ProviderKeys
    let clock: @Sendable () -> Date
    private var known: (configuration: ProviderConfiguration, at: Date)?

    /// The issuer is written exactly as the provider writes it: https, or http on loopback. Without a secret we are a public
    /// client. Throws when a setting can't be used; asks nobody anything yet.
    public init(
        issuer: String, clientID: String, clientSecret: String? = nil, limits: OpenIDLimits = OpenIDLimits(),
        clock: @escaping @Sendable () -> Date = { Date() }
    ) throws(OpenIDError) {
        guard let address = WebAddress(issuer, loopback: true), address.url.query() == nil else {
            throw .badSetting("the provider’s address is not an https address.")
        }
        guard !clientID.isEmpty else { throw .badSetting("the client ID is empty.") }
        guard clientSecret != "" else { throw .badSetting("the client secret is empty; leave it out for a public client.") }
        self.issuer = address
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.limits = limits
        self.clock = clock
        calls = ProviderCalls(limits: limits)
        keys = ProviderKeys(calls: calls, clock: clock)
    }

    /// Asks for the provider's configuration, or uses the one of the last hour; throws when we could not sign in with it.
    public func discover() async throws(OpenIDError) { _ = try await configuration() }

    /// Starts a sign-in that comes back to `redirect`, an https address or one on loopback. With `maxAge`, the person
    /// must have proved themselves at the provider within that many seconds.
    public func begin(redirect: String, maxAge: Int? = nil) async throws(OpenIDError) -> StartedSignIn {
        guard WebAddress(redirect, loopback: true) != nil else {
            throw .badSetting("the address to come back to is not an https address.")
        }
        if let maxAge, maxAge < 0 { throw .badSetting("the age of the sign-in is below zero.") }
        let provider = try await configuration()
        let pending = PendingSignIn(
            issuer: provider.issuer, state: Self.random(), nonce: Self.random(), verifier: Self.random(), redirect: redirect,
            madeAt: clock(), maxAge: maxAge
        )
        var query = [
            ("response_type", "code"), ("scope", "openid email profile"), ("client_id", clientID), ("redirect_uri", redirect),
            ("state", pending.state), ("nonce", pending.nonce),
            ("code_challenge", Base64.url(SHA256.hash(data: Data(pending.verifier.utf8)))), ("code_challenge_method", "S256"),
        ]
        if let maxAge { query.append(("max_age", String(maxAge))) }
        let page = provider.authorization.text
        return StartedSignIn(address: page + (page.contains("?") ? "&" : "?") + FormEncoding.encode(query), pending: pending)
    }

    /// The provider's configuration, an hour old at most.
    func configuration() async throws(OpenIDError) -> ProviderConfiguration {
        let now = clock()
        if let known, (0...3600).contains(now.timeIntervalSince(known.at)) { return known.configuration }
        let base = issuer.text.hasSuffix("/") ? String(issuer.text.dropLast()) : issuer.text
        guard let address = WebAddress(base + "/.well-known/openid-configuration", loopback: issuer.isPlain) else {
            throw .badSetting("the provider’s address is too long.")
        }
        let answer = try await calls.get(address, step: .discovery)
        guard answer.status == 200 else { throw .status(.discovery, answer.status) }
        let configuration = try ProviderConfiguration(answer.body, issuer: issuer)
        known = (configuration, now)
        return configuration
    }

    /// 256 random bits in 43 characters, which is also what RFC 7636, 4.1 wants of a verifier.
    private static func random() -> String {
        Base64.url(SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) })
    }
}

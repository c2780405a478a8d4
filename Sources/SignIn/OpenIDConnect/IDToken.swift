import Crypto
import Foundation

/// An ID token taken apart, and the checks of OpenID Connect Core 1.0, 3.1.3.7.
struct IDToken {
    /// What a token may be signed with: public keys only. “none” and shared secrets never.
    static let algorithms: Set<String> = [
        "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
    ]

    struct Header: Decodable {
        let alg: String
        let kid: String?
        let crit: [String]?
    }

    let header: Header
    let claims: IDTokenClaims
    let person: PersonClaims
    private let content: Data
    private let signature: Data

    init(_ text: String) throws(OpenIDError) {
        guard text.utf8.count <= 100_000 else { throw .badToken(.malformed) }
        let parts = text.split(separator: ".", maxSplits: 5, omittingEmptySubsequences: false)
        if parts.count == 5 { throw .badToken(.encrypted) }
        guard parts.count == 3, let head = Base64.decodedURL(parts[0]), let body = Base64.decodedURL(parts[1]),
            let signature = Base64.decodedURL(parts[2]), let header = try? JSONDecoder().decode(Header.self, from: Data(head))
        else { throw .badToken(.malformed) }
        // An extension that must be understood is one we don't understand (RFC 7515, 4.1.11).
        guard header.crit == nil else { throw .badToken(.malformed) }
        guard let claims = try? JSONDecoder().decode(IDTokenClaims.self, from: Data(body)),
            let person = try? JSONDecoder().decode(PersonClaims.self, from: Data(body))
        else { throw .badToken(.malformed) }
        self.header = header
        self.claims = claims
        self.person = person
        self.signature = Data(signature)
        content = Data("\(parts[0]).\(parts[1])".utf8)
    }

    /// Throws unless one of the provider's keys signed it in an allowed way.
    func checkSignature(_ keys: ProviderKeys, _ provider: ProviderConfiguration) async throws(OpenIDError) {
        guard provider.algorithms.contains(header.alg) else { throw .badToken(.algorithm) }
        guard !signature.isEmpty else { throw .badToken(.signature) }
        let candidates = try await keys.candidates(kid: header.kid, algorithm: header.alg, at: provider.keys)
        guard !candidates.isEmpty else { throw .badToken(.unknownKey) }
        for key in candidates where await key.verifies(signature, of: content, algorithm: header.alg) { return }
        throw .badToken(.signature)
    }

    /// Throws unless it is for us, for this sign-in and for now.
    func check(
        clientID: String, pending: PendingSignIn, accessToken: String?, now: Date, leeway: Double
    ) throws(OpenIDError) {
        let now = now.timeIntervalSince1970
        guard claims.iss == pending.issuer else { throw .badToken(.issuer) }
        guard claims.aud.values.contains(clientID) else { throw .badToken(.audience) }
        if claims.aud.values.count > 1 || claims.azp != nil {
            guard claims.azp == clientID else { throw .badToken(.audience) }
        }
        guard claims.exp > now - leeway else { throw .badToken(.expired) }
        guard claims.iat <= now + leeway, (claims.nbf ?? 0) <= now + leeway else { throw .badToken(.notYetValid) }
        guard let nonce = claims.nonce, ConstantTime.equal(nonce, pending.nonce) else { throw .badToken(.nonce) }
        if let hash = claims.at_hash {
            guard let accessToken, ConstantTime.equal(hash, halfHash(of: accessToken)) else { throw .badToken(.accessToken) }
        }
        if let maxAge = pending.maxAge {
            guard let at = claims.auth_time, at <= now + leeway, now - at <= Double(maxAge) + leeway else {
                throw .badToken(.authenticationTime)
            }
        }
        guard !claims.sub.isEmpty, claims.sub.count <= 255 else { throw .badToken(.subject) }
    }

    /// The left half of the hash that belongs to the signature's kind (OpenID Connect Core 1.0, 3.1.3.6).
    private func halfHash(of text: String) -> String {
        let bytes = Data(text.utf8)
        let hash: [UInt8] =
            switch header.alg.suffix(3) {
            case "256": Array(SHA256.hash(data: bytes))
            case "384": Array(SHA384.hash(data: bytes))
            // Ed25519 is built on SHA-512.
            default: Array(SHA512.hash(data: bytes))
            }
        return Base64.url(hash.prefix(hash.count / 2))
    }
}

/// The claims we look at. Numbers may have fractions (RFC 7519, 2: NumericDate).
struct IDTokenClaims: Decodable {
    let iss: String
    let sub: String
    let aud: Audience
    let azp: String?
    let exp: Double
    let iat: Double
    let nbf: Double?
    let nonce: String?
    let at_hash: String?
    let auth_time: Double?

    /// One name or a list of them.
    struct Audience: Decodable {
        let values: [String]

        init(from decoder: any Decoder) throws {
            let single = try decoder.singleValueContainer()
            if let one = try? single.decode(String.self) { values = [one] } else { values = try single.decode([String].self) }
        }
    }
}

enum ConstantTime {
    /// Compares digests, so that neither content nor length shows in the time.
    static func equal(_ one: String, _ other: String) -> Bool {
        let key = SymmetricKey(size: .bits256)
        let code = HMAC<SHA256>.authenticationCode(for: Data(one.utf8), using: key)
        return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: Data(other.utf8), using: key)
    }
}

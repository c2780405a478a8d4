import Foundation
import JWTKit

/// A provider's public keys, kept for an hour; an unknown key is looked for anew at most once a minute.
actor ProviderKeys {
    private let calls: ProviderCalls
    private let clock: @Sendable () -> Date
    private var keys: [PublishedKey] = []
    private var fetchedAt: Date?
    private var fetching: Task<Result<[PublishedKey], OpenIDError>, Never>?

    init(calls: ProviderCalls, clock: @escaping @Sendable () -> Date) {
        self.calls = calls
        self.clock = clock
    }

    /// The keys with which a token with this header may be signed.
    func candidates(kid: String?, algorithm: String, at address: WebAddress) async throws(OpenIDError) -> [PublishedKey] {
        if age > 3600 { try await fetch(address) }
        var found = keys.filter { $0.fits(kid: kid, algorithm: algorithm) }
        if found.isEmpty, age >= 60 {
            try await fetch(address)
            found = keys.filter { $0.fits(kid: kid, algorithm: algorithm) }
        }
        return found
    }

    /// Seconds since the keys were asked for; without bound before, and when the clock went backwards.
    private var age: TimeInterval {
        guard let fetchedAt else { return .infinity }
        let age = clock().timeIntervalSince(fetchedAt)
        return age < 0 ? .infinity : age
    }

    private func fetch(_ address: WebAddress) async throws(OpenIDError) {
        let calls = calls
        // Sign-ins that come meanwhile wait for the same answer.
        let task = fetching ?? Task { () -> Result<[PublishedKey], OpenIDError> in
            do throws(OpenIDError) {
                let answer = try await calls.get(address, step: .keys)
                guard answer.status == 200 else { throw OpenIDError.status(.keys, answer.status) }
                return .success(try PublishedKey.read(answer.body))
            } catch {
                return .failure(error)
            }
        }
        fetching = task
        let result = await task.value
        fetching = nil
        keys = try result.get()
        fetchedAt = clock()
    }
}

/// One key of a JSON Web Key Set (RFC 7517) that can check signatures.
struct PublishedKey: Decodable, Sendable {
    private let kid: String?
    private let use: String?
    private let alg: String?
    private let kty: String
    private let crv: String?
    private let n: String?
    private let jwk: JWK

    private enum CodingKeys: CodingKey { case kid, use, alg, kty, crv, n }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        kid = try fields.decodeIfPresent(String.self, forKey: .kid)
        use = try fields.decodeIfPresent(String.self, forKey: .use)
        alg = try fields.decodeIfPresent(String.self, forKey: .alg)
        kty = try fields.decode(String.self, forKey: .kty)
        crv = try fields.decodeIfPresent(String.self, forKey: .crv)
        n = try fields.decodeIfPresent(String.self, forKey: .n)
        jwk = try JWK(from: decoder)
    }

    /// The keys we understand; others, of kinds unknown to us, are left out one by one.
    static func read(_ json: Data) throws(OpenIDError) -> [PublishedKey] {
        struct Lenient: Decodable {
            let key: PublishedKey?
            init(from decoder: any Decoder) throws { key = try? PublishedKey(from: decoder) }
        }
        struct KeySet: Decodable { let keys: [Lenient] }
        guard let set = try? JSONDecoder().decode(KeySet.self, from: json) else {
            throw .unreadable(.keys, "It is no set of keys.")
        }
        guard set.keys.count <= 100 else { throw .unreadable(.keys, "It holds more than 100 keys.") }
        return set.keys.compactMap(\.key)
    }

    /// Whether a token with this header may be signed with this key: the key's kind decides, never the token alone (RFC 8725, 3.1).
    func fits(kid wanted: String?, algorithm: String) -> Bool {
        guard use == nil || use == "sig", alg == nil || alg == algorithm, wanted == nil || wanted == kid else { return false }
        switch algorithm {
        // 16,384 bits at most, so that no key can make checking slow.
        case "RS256", "RS384", "RS512", "PS256", "PS384", "PS512": return kty == "RSA" && (n?.utf8.count ?? .max) <= 2731
        case "ES256": return kty == "EC" && crv == "P-256"
        case "ES384": return kty == "EC" && crv == "P-384"
        case "ES512": return kty == "EC" && crv == "P-521"
        case "EdDSA": return kty == "OKP" && crv == "Ed25519"
        default: return false
        }
    }

    /// Whether the signature is this key's, made the given way.
    func verifies(_ signature: Data, of content: Data, algorithm: String) async -> Bool {
        var key = jwk
        let name = JWKIdentifier(string: "key")
        key.algorithm = JWK.Algorithm(rawValue: algorithm)
        key.keyIdentifier = name
        key.privateExponent = nil
        // A collection of one: a larger one falls back to its first key when it does not know the name.
        guard key.algorithm != nil, let collection = try? await JWTKeyCollection().add(jwk: key),
            let signer = try? await collection.getKey(for: name, alg: algorithm), signer.name == algorithm
        else { return false }
        return (try? signer.verify(signature, signs: content)) ?? false
    }
}

import Crypto
import CryptoExtras
import Foundation
import JWTKit
@testable import SignIn

/// A JSON value that tests can write down.
enum Value: Codable, Sendable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral
{
    case text(String), number(Double), flag(Bool), list([String])

    init(stringLiteral text: String) { self = .text(text) }
    init(integerLiteral number: Int) { self = .number(Double(number)) }
    init(floatLiteral number: Double) { self = .number(number) }
    init(booleanLiteral flag: Bool) { self = .flag(flag) }
    init(arrayLiteral list: String...) { self = .list(list) }

    init(from decoder: any Decoder) throws { self = .text(try decoder.singleValueContainer().decode(String.self)) }

    func encode(to encoder: any Encoder) throws {
        var single = encoder.singleValueContainer()
        switch self {
        case .text(let text): try single.encode(text)
        case .number(let number): try single.encode(number)
        case .flag(let flag): try single.encode(flag)
        case .list(let list): try single.encode(list)
        }
    }
}

typealias Fields = [String: Value]

/// Claims of any kind, right and wrong.
struct TestClaims: JWTPayload {
    let fields: Fields
    init(_ fields: Fields) { self.fields = fields }
    init(from decoder: any Decoder) throws { fields = try Fields(from: decoder) }
    func encode(to encoder: any Encoder) throws { try fields.encode(to: encoder) }
    func verify(using algorithm: some JWTAlgorithm) async throws {}
}

/// A key pair of the test's provider: what it publishes, and how it signs.
struct SigningKey: Sendable {
    enum Kind: String, CaseIterable, Sendable { case rs256 = "RS256", ps256 = "PS256", es256 = "ES256", edDSA = "EdDSA" }

    let kind: Kind
    let kid: String
    let published: Fields
    private let rsa: _RSA.Signing.PrivateKey?
    private let ec: P256.Signing.PrivateKey?
    private let ed: Curve25519.Signing.PrivateKey?

    /// Made once: making one takes a tenth of a second.
    private static let sharedRSA = try! _RSA.Signing.PrivateKey(keySize: .bits2048)

    init(_ kind: Kind, kid: String) throws {
        self.kind = kind
        self.kid = kid
        var fields: Fields = ["kid": .text(kid), "use": "sig", "alg": .text(kind.rawValue)]
        var ec: P256.Signing.PrivateKey?
        var ed: Curve25519.Signing.PrivateKey?
        switch kind {
        case .rs256, .ps256:
            let numbers = try Self.sharedRSA.publicKey.getKeyPrimitives()
            fields.merge(["kty": "RSA", "n": .text(Base64.url(numbers.modulus)), "e": .text(Base64.url(numbers.publicExponent))]) { $1 }
        case .es256:
            let key = P256.Signing.PrivateKey()
            let point = key.publicKey.rawRepresentation
            fields.merge([
                "kty": "EC", "crv": "P-256", "x": .text(Base64.url(point.prefix(32))), "y": .text(Base64.url(point.suffix(32))),
            ]) { $1 }
            ec = key
        case .edDSA:
            let key = Curve25519.Signing.PrivateKey()
            fields.merge(["kty": "OKP", "crv": "Ed25519", "x": .text(Base64.url(key.publicKey.rawRepresentation))]) { $1 }
            ed = key
        }
        rsa = kind == .rs256 || kind == .ps256 ? Self.sharedRSA : nil
        self.ec = ec
        self.ed = ed
        published = fields
    }

    /// The public key as a file, which an attacker also has.
    var publicPEM: String { rsa?.publicKey.pemRepresentation ?? "" }

    func sign(_ claims: Fields, kid: String? = nil) async throws -> String {
        let keys = JWTKeyCollection()
        let name = JWKIdentifier(string: kid ?? self.kid)
        if let rsa {
            let key = try Insecure.RSA.PrivateKey(backing: rsa)
            if kind == .ps256 {
                await keys.add(pss: key, digestAlgorithm: .sha256, kid: name)
            } else {
                await keys.add(rsa: key, digestAlgorithm: .sha256, kid: name)
            }
        } else if let ec {
            await keys.add(ecdsa: try ES256PrivateKey(backing: ec), kid: name)
        } else if let ed {
            await keys.add(eddsa: EdDSA.PrivateKey(backing: ed), kid: name)
        }
        return try await keys.sign(TestClaims(claims), kid: name)
    }
}

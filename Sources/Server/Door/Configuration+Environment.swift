import Foundation
import NIOSSL
import SignIn

extension CovalenceServer.Configuration {
    /// Encrypts connections with a certificate and its key, both files in PEM form; TLS 1.2 at least.
    public mutating func encrypt(certificate: String, key: String) throws {
        let chain = try NIOSSLCertificate.fromPEMFile(certificate)
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem))
        )
        tls.minimumTLSVersion = .tlsv12
        self.tls = tls
    }

    /// Reads how people sign in at a provider and how mail is sent.
    ///
    /// - Throws: `SurroundingsProblem` where a variable makes no sense.
    public mutating func readEnvironment(_ environment: [String: String]) throws {
        if let issuer = environment["COVALENCE_OIDC_ISSUER"], !issuer.isEmpty {
            guard let client = environment["COVALENCE_OIDC_CLIENT_ID"], !client.isEmpty else {
                throw SurroundingsProblem(variable: "COVALENCE_OIDC_CLIENT_ID", reason: "it names us at the provider and is missing")
            }
            var secret = environment["COVALENCE_OIDC_CLIENT_SECRET"]
            if let file = environment["COVALENCE_OIDC_CLIENT_SECRET_FILE"] {
                guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
                    throw SurroundingsProblem(variable: "COVALENCE_OIDC_CLIENT_SECRET_FILE", reason: "the file cannot be read")
                }
                secret = text.trimmingCharacters(in: .whitespacesAndNewlines)
            }
            do {
                provider = try OpenIDProvider(issuer: issuer, clientID: client, clientSecret: secret)
            } catch {
                throw SurroundingsProblem(variable: "COVALENCE_OIDC_ISSUER", reason: "\(error)")
            }
            providerName = environment["COVALENCE_OIDC_NAME"] ?? URL(string: issuer)?.host ?? "your company’s account"
        }
        if let text = environment["COVALENCE_SMTP_URL"], !text.isEmpty {
            post = try Post(url: text, from: environment["COVALENCE_SMTP_FROM"] ?? "")
        }
    }
}

/// A variable of the environment that makes no sense. Its value is not repeated: it may hold a password.
public struct SurroundingsProblem: Error, Hashable, Sendable, CustomStringConvertible {
    public var variable: String
    public var reason: String

    public var description: String { "\(variable) cannot be used: \(reason). docs/sign-in.md shows how it is written." }
}

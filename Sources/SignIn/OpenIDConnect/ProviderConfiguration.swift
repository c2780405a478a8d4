import Foundation

/// What a provider says of itself (OpenID Connect Discovery 1.0, 3), checked.
struct ProviderConfiguration: Sendable {
    let issuer: String
    let authorization: WebAddress
    let token: WebAddress
    let keys: WebAddress
    let userInfo: WebAddress?
    let authentication: Set<String>
    let algorithms: Set<String>
    let namesIssuerInAnswer: Bool

    private struct Fields: Decodable {
        let issuer: String
        let authorization_endpoint: String?
        let token_endpoint: String?
        let jwks_uri: String?
        let userinfo_endpoint: String?
        let token_endpoint_auth_methods_supported: [String]?
        let id_token_signing_alg_values_supported: [String]?
        let response_types_supported: [String]?
        let authorization_response_iss_parameter_supported: Bool?
    }

    /// Reads the document that the provider with this issuer gave.
    init(_ json: Data, issuer expected: WebAddress) throws(OpenIDError) {
        guard let fields = try? JSONDecoder().decode(Fields.self, from: json) else {
            throw .unreadable(.discovery, "It is no configuration of OpenID Connect.")
        }
        guard fields.issuer == expected.text else { throw .otherIssuer(expected: expected.text, found: fields.issuer) }
        func endpoint(_ text: String?, _ name: String) throws(OpenIDError) -> WebAddress {
            guard let text else { throw .unreadable(.discovery, "It has no \(name).") }
            guard let address = WebAddress(text, loopback: expected.isPlain) else { throw .insecureAddress(name) }
            return address
        }
        issuer = fields.issuer
        authorization = try endpoint(fields.authorization_endpoint, "authorization_endpoint")
        token = try endpoint(fields.token_endpoint, "token_endpoint")
        keys = try endpoint(fields.jwks_uri, "jwks_uri")
        userInfo = fields.userinfo_endpoint == nil ? nil : try endpoint(fields.userinfo_endpoint, "userinfo_endpoint")
        if let types = fields.response_types_supported, !types.contains("code") {
            throw .unsupported("It does not offer the authorization code flow.")
        }
        authentication = Set(fields.token_endpoint_auth_methods_supported ?? ["client_secret_basic"])
        let ours = IDToken.algorithms
        algorithms = fields.id_token_signing_alg_values_supported.map { ours.intersection($0) } ?? ours
        if algorithms.isEmpty { throw .unsupported("It offers no way of signing that is allowed here.") }
        namesIssuerInAnswer = fields.authorization_response_iss_parameter_supported ?? false
    }
}

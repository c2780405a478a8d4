import Foundation

extension OpenIDProvider {
    /// Ends a sign-in: checks what the browser brought against what was kept, exchanges the code and checks the ID token.
    /// Take `pending` out of where it was kept before calling this, whatever the outcome.
    public func finish(_ callback: OpenIDCallback, pending: PendingSignIn) async throws(OpenIDError) -> OpenIDIdentity {
        guard pending.issuer == issuer.text, let state = callback.state, ConstantTime.equal(state, pending.state) else {
            throw .otherSignIn
        }
        guard pending.isOpen(at: clock()) else { throw .expired }
        let provider = try await configuration()
        // RFC 9207, 2.4: an answer of another provider's must not reach this one.
        if let named = callback.issuer {
            guard named == provider.issuer else { throw .otherSignIn }
        } else if provider.namesIssuerInAnswer {
            throw .badCallback("It does not say which provider it is from.")
        }
        if let error = callback.error { throw .refused(OpenIDError.code(error)) }
        guard let code = callback.code, !code.isEmpty else { throw .badCallback("It holds no code.") }

        let tokens = try await exchange(code, pending, provider)
        let token = try IDToken(tokens.id_token)
        try await token.checkSignature(keys, provider)
        try token.check(
            clientID: clientID, pending: pending, accessToken: tokens.access_token, now: clock(), leeway: limits.leeway
        )
        return try await identity(token, tokens, provider)
    }

    private struct Tokens: Decodable {
        let id_token: String
        let access_token: String?
        let token_type: String?
    }

    private func exchange(
        _ code: String, _ pending: PendingSignIn, _ provider: ProviderConfiguration
    ) async throws(OpenIDError) -> Tokens {
        var form = [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", pending.redirect),
            ("code_verifier", pending.verifier),
        ]
        var authorization: String?
        if let clientSecret {
            if provider.authentication.contains("client_secret_basic") {
                // Both are form-encoded first (RFC 6749, 2.3.1).
                let pair = "\(FormEncoding.escape(clientID)):\(FormEncoding.escape(clientSecret))"
                authorization = "Basic " + Data(pair.utf8).base64EncodedString()
            } else if provider.authentication.contains("client_secret_post") {
                form += [("client_id", clientID), ("client_secret", clientSecret)]
            } else {
                throw .unsupported("It accepts no client secret, neither in the header nor in the form.")
            }
        } else {
            form.append(("client_id", clientID))
        }
        let answer = try await calls.post(form, to: provider.token, authorization: authorization, step: .token)
        guard answer.status == 200 else {
            struct Refusal: Decodable { let error: String }
            if (400..<500).contains(answer.status), let refusal = try? JSONDecoder().decode(Refusal.self, from: answer.body) {
                throw .codeRefused(OpenIDError.code(refusal.error))
            }
            throw .status(.token, answer.status)
        }
        guard let tokens = try? JSONDecoder().decode(Tokens.self, from: answer.body) else {
            throw .unreadable(.token, "It holds no ID token.")
        }
        return tokens
    }

    /// Many providers say name and address only when asked for them (OpenID Connect Core 1.0, 5.3 and 5.4).
    private func identity(
        _ token: IDToken, _ tokens: Tokens, _ provider: ProviderConfiguration
    ) async throws(OpenIDError) -> OpenIDIdentity {
        var person = token.person
        if person.email == nil, let address = provider.userInfo, let access = Self.bearer(tokens) {
            let answer = try await calls.get(address, step: .userInfo, bearer: access)
            guard answer.status == 200 else { throw .status(.userInfo, answer.status) }
            guard let told = try? JSONDecoder().decode(PersonClaims.self, from: answer.body) else {
                throw .unreadable(.userInfo, "It is not the answer OpenID Connect describes.")
            }
            guard told.subject == token.claims.sub else { throw .unreadable(.userInfo, "It is about somebody else.") }
            person = told
        }
        return OpenIDIdentity(
            issuer: provider.issuer, subject: token.claims.sub, email: person.email, emailVerified: person.emailVerified,
            name: person.name ?? token.person.name
        )
    }

    /// The access token, where it is one that may be shown as it is and can stand in a header (RFC 6750, 2.1).
    private static func bearer(_ tokens: Tokens) -> String? {
        guard let access = tokens.access_token, !access.isEmpty, access.utf8.count <= 16_384,
            tokens.token_type?.lowercased() == "bearer", access.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        return access
    }
}

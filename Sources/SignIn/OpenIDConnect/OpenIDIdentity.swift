/// Who signed in, as their provider says. Issuer and subject together never change; address and name may.
public struct OpenIDIdentity: Equatable, Sendable {
    public let issuer: String
    /// The provider's own name for the person, at most 255 characters.
    public let subject: String
    public let email: String?
    /// Whether the provider says that the address is the person's. An address that is not must decide nothing.
    public let emailVerified: Bool
    public let name: String?

    public init(issuer: String, subject: String, email: String?, emailVerified: Bool, name: String?) {
        self.issuer = issuer
        self.subject = subject
        self.email = email
        self.emailVerified = emailVerified
        self.name = name
    }
}

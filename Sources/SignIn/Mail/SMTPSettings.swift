/// How to reach the mail server.
public struct SMTPSettings: Sendable {
    /// What protects the connection.
    public enum Security: String, Hashable, Sendable, CaseIterable {
        /// Nothing; only to a server on this machine.
        case none
        /// TLS after a greeting, usually port 587. Without TLS nothing is sent.
        case startTLS = "starttls"
        /// TLS from the first byte (RFC 8314), usually port 465.
        case tls
    }

    /// A name or an address.
    public var host: String
    /// 1 to 65535.
    public var port: Int
    /// What protects the connection.
    public var security: Security
    /// Nil when the server asks for none.
    public var login: SMTPLogin?
    /// A file of certificates in PEM form to trust besides the system's; for a company's own authority.
    public var trustedCertificates: String?
    /// Seconds to wait for each answer; six times as many after the whole mail, for servers look through it.
    public var timeout: Int

    /// Settings with a timeout of ten seconds.
    public init(
        host: String, port: Int, security: Security, login: SMTPLogin? = nil, trustedCertificates: String? = nil, timeout: Int = 10
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.login = login
        self.trustedCertificates = trustedCertificates
        self.timeout = timeout
    }
}

/// A user name and a password for the mail server; never printed.
public struct SMTPLogin: Confidential {
    let user: String
    let password: String

    /// Nil when empty, longer than 255 bytes, or with a zero byte.
    public init?(user: String, password: String) {
        for part in [user, password] where !(1...255).contains(part.utf8.count) || part.utf8.contains(0) { return nil }
        self.user = user
        self.password = password
    }
}

/// Why a mail was not sent: which server, at which step, what it said.
public struct SMTPProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where in the conversation.
    public enum Step: String, Hashable, Sendable {
        case settings = "reading the settings"
        case connecting = "connecting"
        case greeting = "waiting for the greeting"
        case hello = "saying hello (EHLO)"
        case startTLS = "starting encryption (STARTTLS)"
        case authentication = "signing in (AUTH)"
        case sender = "naming the sender (MAIL FROM)"
        case recipient = "naming the recipient (RCPT TO)"
        case data = "announcing the mail (DATA)"
        case content = "handing over the mail"
    }

    /// What went wrong.
    public enum Cause: Hashable, Sendable {
        /// The server said no.
        case refused(code: Int, text: String)
        /// What it sent is not SMTP.
        case notSMTP(String)
        /// It did not answer in time.
        case timeout
        /// It hung up.
        case closed
        /// The connection or its encryption failed; in the system's words.
        case connection(String)
        /// STARTTLS is wanted and not offered.
        case noTLS
        /// A login is set, and neither PLAIN nor LOGIN is offered.
        case noAuthentication
        /// Unprotected, and not to this machine.
        case unprotected
        /// A setting makes no sense; the sentence says which.
        case setting(String)
        /// The one who asked has gone.
        case cancelled
    }

    /// The server, as set.
    public let host: String
    /// Its port.
    public let port: Int
    /// Where it happened.
    public let step: Step
    /// What happened.
    public let cause: Cause

    /// Whether the same mail may well go through later: 4xx answers, silence, broken connections.
    public var isTemporary: Bool {
        switch cause {
        case .refused(let code, _): code < 500
        case .timeout, .closed, .connection, .cancelled: true
        case .notSMTP, .noTLS, .noAuthentication, .unprotected, .setting: false
        }
    }

    public var description: String {
        "The mail was not sent: \(host), port \(port), while \(step.rawValue): \(reason)"
    }

    /// For a log: the step and what kind of failure it was. What the server said is left out: it repeats addresses.
    public var kind: String {
        let kind = switch cause {
        case .refused(let code, _): "answered \(code)"
        case .notSMTP: "not SMTP"
        case .timeout: "no answer in time"
        case .closed: "hung up"
        case .connection: "no connection"
        case .noTLS: "no STARTTLS"
        case .noAuthentication: "no AUTH"
        case .unprotected: "unprotected"
        case .setting: "a setting"
        case .cancelled: "interrupted"
        }
        return "\(step.rawValue): \(kind)"
    }

    private var reason: String {
        switch cause {
        case .refused(let code, let text): "the server answered “\(code) \(text)”."
        case .notSMTP(let what): "\(what). Check host, port and the kind of encryption."
        case .timeout: "no answer in time. Check host and port, and whether a firewall lies between."
        case .closed: "the server hung up. Check port and the kind of encryption."
        case .connection(let what): "\(what). Check host, port, the kind of encryption and the server's certificate."
        case .noTLS: "the server offers no STARTTLS. Use its port with TLS, or set up TLS there."
        case .noAuthentication: "the server takes neither AUTH PLAIN nor AUTH LOGIN. Take the login out, or use another port."
        case .unprotected: "without TLS only a server on this machine is allowed. Choose “starttls” or “tls”."
        case .setting(let what): what
        case .cancelled: "it was interrupted. Try again."
        }
    }
}

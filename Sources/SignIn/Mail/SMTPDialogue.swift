import Foundation

/// The conversation that hands over one mail, as a value: an answer goes in, what to do next comes out.
struct SMTPDialogue: Sendable {
    /// What to do next.
    enum Action: Hashable, Sendable {
        case send(String)
        case startTLS
        /// The mail is accepted; the farewell may be sent.
        case accepted
    }

    private let mail: OutgoingMail
    private let login: SMTPLogin?
    private let wantsTLS: Bool
    private var isLoginName = false
    private var isLoginPassword = false
    private(set) var step: SMTPProblem.Step = .greeting

    /// `wantsTLS` when STARTTLS must come before anything else.
    init(mail: OutgoingMail, login: SMTPLogin?, wantsTLS: Bool) {
        self.mail = mail
        self.login = login
        self.wantsTLS = wantsTLS
    }

    private var isProtected = false

    /// The connection is encrypted now; whatever the server said before does not count (RFC 3207, section 4.2).
    mutating func encrypted() -> Action {
        isProtected = true
        return hello()
    }

    private mutating func hello() -> Action {
        step = .hello
        return .send("EHLO [127.0.0.1]")
    }

    mutating func received(_ reply: SMTPReply) throws(Refusal) -> Action {
        switch step {
        case .greeting:
            try expect(reply, [220])
            return hello()
        case .hello:
            try expect(reply, [250])
            return try greeted(reply)
        case .startTLS:
            try expect(reply, [220])
            return .startTLS
        case .authentication: return try authenticating(reply)
        case .sender:
            try expect(reply, [250])
            step = .recipient
            return .send("RCPT TO:<\(mail.to.mailbox)>")
        case .recipient:
            try expect(reply, [250, 251])
            step = .data
            return .send("DATA")
        case .data:
            try expect(reply, [354])
            step = .content
            return .send(mail.wire)
        case .content:
            try expect(reply, [250])
            return .accepted
        case .settings, .connecting: throw Refusal(cause: .notSMTP("the server spoke too early"))
        }
    }

    struct Refusal: Error, Hashable { let cause: SMTPProblem.Cause }

    private mutating func greeted(_ reply: SMTPReply) throws(Refusal) -> Action {
        let words = reply.lines.dropFirst().map { $0.uppercased().split(separator: " ").map(String.init) }
        if wantsTLS, !isProtected {
            guard words.contains(["STARTTLS"]) else { throw Refusal(cause: .noTLS) }
            step = .startTLS
            return .send("STARTTLS")
        }
        guard let login else { return sender() }
        step = .authentication
        let offered = words.first { $0.first == "AUTH" } ?? []
        if offered.contains("PLAIN") {
            return .send("AUTH PLAIN " + Data("\0\(login.user)\0\(login.password)".utf8).base64EncodedString())
        }
        guard offered.contains("LOGIN") else { throw Refusal(cause: .noAuthentication) }
        isLoginName = true
        return .send("AUTH LOGIN")
    }

    private mutating func authenticating(_ reply: SMTPReply) throws(Refusal) -> Action {
        if isLoginName, let login {
            try expect(reply, [334])
            (isLoginName, isLoginPassword) = (false, true)
            return .send(Data(login.user.utf8).base64EncodedString())
        }
        if isLoginPassword, let login {
            try expect(reply, [334])
            isLoginPassword = false
            return .send(Data(login.password.utf8).base64EncodedString())
        }
        try expect(reply, [235])
        return sender()
    }

    private mutating func sender() -> Action {
        step = .sender
        return .send("MAIL FROM:<\(mail.from.mailbox)>")
    }

    /// With a login, a server could send our password back to us: then its words are not shown.
    private func expect(_ reply: SMTPReply, _ codes: [Int]) throws(Refusal) {
        guard !codes.contains(reply.code) else { return }
        throw Refusal(cause: .refused(code: reply.code, text: step == .authentication ? "(its words are left out)" : reply.text))
    }
}

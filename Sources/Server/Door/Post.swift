import Foundation
import SignIn

/// Sends the server's few mails: links for a new password, invitations.
public struct Post: Sendable {
    let sender: SMTPSender
    let from: MailAddress

    /// - Parameters:
    ///   - url: `smtps://user:password@mail.example.org:465`, `smtp://…:587` for TLS after a greeting, `smtp://localhost:25` for a server
    ///     on this machine.
    ///   - from: the address that mails come from.
    public init(url: String, from: String) throws(SurroundingsProblem) {
        func problem(_ reason: String) -> SurroundingsProblem { SurroundingsProblem(variable: "COVALENCE_SMTP_URL", reason: reason) }
        guard let parts = URLComponents(string: url), let scheme = parts.scheme, let host = parts.host, !host.isEmpty,
              scheme == "smtp" || scheme == "smtps"
        else { throw problem("it begins with smtp:// or smtps:// and names a server") }
        let isLocal = host == "localhost" || NetworkAddress(host)?.isLoopback == true
        let security: SMTPSettings.Security = scheme == "smtps" ? .tls : isLocal ? .none : .startTLS
        var login: SMTPLogin?
        if let user = parts.user {
            login = SMTPLogin(user: user, password: parts.password ?? "")
            if login == nil { throw problem("the user name or password is empty or too long") }
        }
        do {
            self.from = try MailAddress(from, name: "Covalence")
        } catch {
            throw SurroundingsProblem(variable: "COVALENCE_SMTP_FROM", reason: "\(error)")
        }
        do {
            sender = try SMTPSender(SMTPSettings(host: host, port: parts.port ?? (scheme == "smtps" ? 465 : isLocal ? 25 : 587), security: security, login: login))
        } catch {
            throw problem("\(error)")
        }
    }

    /// Sends one mail of plain text.
    func send(_ subject: String, _ text: String, to address: String) async throws {
        let mail = try OutgoingMail(from: from, to: MailAddress(address), subject: subject, text: text, date: Date())
        try await sender.send(mail)
    }
}

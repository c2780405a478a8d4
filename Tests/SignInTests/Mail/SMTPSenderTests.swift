import Foundation
import SignIn
import Testing

@Suite struct SMTPSenderTests {
    private func mail(_ text: String) throws -> OutgoingMail {
        try OutgoingMail(
            from: MailAddress("covalence@example.org"), to: MailAddress("anna@example.org"), subject: "Hi", text: text, date: .now)
    }

    private func failure(
        _ answers: [String: String], _ security: SMTPSettings.Security = .none, login: Bool = false, timeout: Int = 120
    ) async throws -> SMTPProblem? {
        let server = try await MailServer(answers)
        let settings = SMTPSettings(
            host: "localhost", port: server.port, security: security, login: login ? SMTPLogin(user: "u", password: "s3cret-word") : nil,
            trustedCertificates: server.certificate, timeout: timeout)
        let mail = try mail("Hello")
        var result: SMTPProblem?
        do throws(SMTPProblem) { try await SMTPSender(settings).send(mail) } catch { result = error }
        try await server.stop()
        return result
    }

    @Test func aMailArrivesWithItsDots() async throws {
        let server = try await MailServer()
        try await SMTPSender(SMTPSettings(host: "127.0.0.1", port: server.port, security: .none, timeout: 120)).send(mail("Hello\n.\n..dots"))
        let lines = server.lines
        #expect(Array(lines.prefix(4)) == ["EHLO [127.0.0.1]", "MAIL FROM:<covalence@example.org>", "RCPT TO:<anna@example.org>", "DATA"])
        #expect(lines.contains("Subject: Hi"))
        let end = try #require(lines.firstIndex(of: "."))
        #expect(Array(lines[(end - 3)..<end]) == ["Hello", "..", "...dots"])
        try await server.stop()
    }

    @Test(arguments: [SMTPSettings.Security.startTLS, .tls], ["AUTH PLAIN LOGIN", "AUTH LOGIN"])
    func theLoginGoesUnderEncryption(security: SMTPSettings.Security, offered: String) async throws {
        let server = try await MailServer(
            [
                "EHLO": "250-me\r\n250-STARTTLS\r\n250 \(offered)\r\n", "STARTTLS": "220 go\r\n",
                "AUTH": offered == "AUTH LOGIN" ? "334 VXNlcm5hbWU6\r\n" : "235 in\r\n", "dQ==": "334 UGFzc3dvcmQ6\r\n", "cHc=": "235 in\r\n",
            ], implicitTLS: security == .tls)
        let settings = SMTPSettings(
            host: "localhost", port: server.port, security: security, login: SMTPLogin(user: "u", password: "pw"),
            trustedCertificates: server.certificate, timeout: 120)
        try await SMTPSender(settings).send(mail("Hello"))
        let start = security == .startTLS ? ["EHLO [127.0.0.1]", "STARTTLS", "EHLO [127.0.0.1]"] : ["EHLO [127.0.0.1]"]
        let login = offered == "AUTH LOGIN" ? ["AUTH LOGIN", "dQ==", "cHc="] : ["AUTH PLAIN AHUAcHc="]
        #expect(Array(server.lines.prefix(start.count + login.count)) == start + login)
        #expect(server.lines.contains("."))
        try await server.stop()
    }

    @Test func aCertificateNobodyVouchesForIsRefused() async throws {
        let server = try await MailServer(["EHLO": "250-me\r\n250 STARTTLS\r\n", "STARTTLS": "220 go\r\n"])
        let sender = try SMTPSender(SMTPSettings(host: "localhost", port: server.port, security: .startTLS, timeout: 120))
        let problem = await #expect(throws: SMTPProblem.self) { try await sender.send(mail("Hello")) }
        #expect(problem?.step == .hello)
        #expect(server.lines == ["EHLO [127.0.0.1]", "STARTTLS"])
        try await server.stop()
    }

    @Test(arguments: [
        (["greeting": "554 go\taway\u{7}\r\n"], .greeting, .refused(code: 554, text: "go?away?")),
        (["RCPT": "550-no\r\n550 such person\r\n"], .recipient, .refused(code: 550, text: "no such person")),
        (["end": "451 later\r\n"], .content, .refused(code: 451, text: "later")),
        (["greeting": "HTTP/1.1 400 Bad Request\r\n"], .greeting, .notSMTP("the server does not speak SMTP")),
        (["EHLO": String(repeating: "2", count: 100_000)], .hello, .notSMTP("the server sent a line of more than 1,024 bytes")),
        (["EHLO": String(repeating: "250-x\r\n", count: 5_000)], .hello, .notSMTP("the server's answer has more than 100 lines")),
        (["greeting": "220 a\r\n250 b\r\n"], .greeting, .notSMTP("the server answered before it was asked")),
        (["DATA": ""], .data, .closed),
        (["MAIL": "2"], .sender, .timeout),
    ] as [([String: String], SMTPProblem.Step, SMTPProblem.Cause)])
    func hostileAndFailingServersAreNamed(answers: [String: String], step: SMTPProblem.Step, cause: SMTPProblem.Cause) async throws {
        // Only where nothing comes, waiting is short: on a busy machine a good answer may take its time.
        let problem = try #require(try await failure(answers, timeout: cause == .timeout ? 1 : 120))
        #expect(problem.step == step)
        #expect(problem.cause == cause)
        #expect(problem.description.contains("localhost"))
    }

    @Test func startTLSIsNotLeftOutNorTrickedInto() async throws {
        #expect(try await failure([:], .startTLS)?.cause == .noTLS)
        let injected = ["EHLO": "250-me\r\n250 STARTTLS\r\n", "STARTTLS": "220 go\r\n250 injected\r\n"]
        #expect(try await failure(injected, .startTLS)?.cause == .notSMTP("the server answered before it was asked"))
    }

    @Test func thePasswordIsNotInTheProblem() async throws {
        // The server echoes what it got: base64 of "\0u\0s3cret-word".
        let echo = ["EHLO": "250-me\r\n250 AUTH PLAIN\r\n", "AUTH": "535 no s3cret-word AHUAczNjcmV0LXdvcmQ=\r\n"]
        let problem = try #require(try await failure(echo, login: true))
        #expect(problem.step == .authentication)
        #expect(!"\(problem)".contains("s3cret") && !"\(problem)".contains("AHUA"))
        #expect(try await failure([:], login: true)?.cause == .noAuthentication)
    }

    @Test func settingsAreChecked() {
        for host in ["mail.example.org", "192.0.2.1", "localhost.example.org"] {
            let problem = #expect(throws: SMTPProblem.self) { try SMTPSender(SMTPSettings(host: host, port: 25, security: .none)) }
            #expect(problem?.cause == .unprotected)
        }
        #expect(throws: SMTPProblem.self) { try SMTPSender(SMTPSettings(host: "", port: 25, security: .tls)) }
        #expect(throws: SMTPProblem.self) { try SMTPSender(SMTPSettings(host: "a", port: 0, security: .tls)) }
        #expect(throws: SMTPProblem.self) {
            try SMTPSender(SMTPSettings(host: "a", port: 1, security: .tls, trustedCertificates: "/no/such/file"))
        }
    }

    @Test func nobodyListeningIsATemporaryProblem() async throws {
        let server = try await MailServer()
        try await server.stop()
        let sender = try SMTPSender(SMTPSettings(host: "127.0.0.1", port: server.port, security: .none))
        let problem = await #expect(throws: SMTPProblem.self) { try await sender.send(mail("Hello")) }
        #expect(problem?.step == .connecting)
        #expect(problem?.isTemporary == true)
    }
}

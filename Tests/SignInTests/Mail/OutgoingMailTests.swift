@testable import SignIn
import Foundation
import Testing

@Suite struct OutgoingMailTests {
    private let from = try! MailAddress("covalence@example.org", name: "Covalence")
    private let to = try! MailAddress("anna@example.org", name: "Änna \"A\" Müller")

    @Test func aMailIsWrittenAsTheStandardsSay() throws {
        // 2026-11-23 00:19:54 UTC, by `date -u -d @1795393194 -R`.
        let mail = try OutgoingMail(
            from: from, to: to, subject: "Grüße", text: "Hello = you\r\n.\ntrailing \n" + String(repeating: "x", count: 100),
            date: Date(timeIntervalSince1970: 1_795_393_194))
        let lines = mail.wire.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        #expect(lines.contains("Subject: =?UTF-8?B?R3LDvMOfZQ==?="))
        #expect(lines.contains("From: \"Covalence\""))
        #expect(lines.contains(" <anna@example.org>"))
        #expect(lines.contains("Date: Mon, 23 Nov 2026 00:19:54 +0000"))
        #expect(lines.contains("Message-ID: <\(mail.messageID)>"))
        #expect(lines.suffix(6) == ["Hello =3D you", "..", "trailing=20", String(repeating: "x", count: 75) + "=", String(repeating: "x", count: 25), "."])
        #expect(lines.allSatisfy { $0.utf8.count <= 76 })
        #expect(mail.wire.utf8.allSatisfy { $0 < 128 })
    }

    @Test(arguments: ["a\r\nBcc: x@y.z", "a\nb", "a\rb", "a\0", "a\u{2028}b", "a\u{85}b", String(repeating: "x", count: 201)])
    func nothingAddsAHeader(text: String) {
        #expect(throws: MailProblem.self) { try OutgoingMail(from: from, to: to, subject: text, text: "", date: .now) }
        #expect(throws: MailProblem.self) { try MailAddress("a@b.c", name: text) }
        #expect(throws: MailProblem.self) { try MailAddress("\(text)@b.c") }
    }

    @Test(arguments: ["", "a", "@", "a@", "@b", "a@b@c", "a b@c.d", "a@b..c", ".a@b.c", "a@-b.c", "<a@b.c>", "a@b.c>", "ä@b.c", "a@ä.c", "a@[1.2.3.4]"])
    func oddMailboxesAreRefused(text: String) {
        #expect(throws: MailProblem.address) { try MailAddress(text) }
    }

    @Test func longHeadersAreFoldedBetweenLetters() throws {
        let subject = String(repeating: "ß€😀", count: 60)
        let words = MailText.header(subject).replacing("\r\n ", with: "\n").split(separator: "\n")
        #expect(words.allSatisfy { $0.utf8.count <= 75 })
        let read = try words.map { word in
            let bytes = try #require(Data(base64Encoded: String(word.dropFirst(10).dropLast(2))))
            return try #require(String(data: bytes, encoding: .utf8))
        }
        #expect(read.joined() == subject)
    }

    @Test func brokenRepliesAreRefused() throws {
        for text in ["hello\n", "2\n", "99 x\n", "199 x\n", "600 x\n", "250-a\n251 b\n", "250/x\n", "\u{0}\u{0}\u{0}\n",
            String(repeating: "2", count: 2_000), String(repeating: "250-x\n", count: 200)] {
            #expect(throws: SMTPReplyReader.Malformed.self) {
                var reader = SMTPReplyReader()
                for byte in text.utf8 { _ = try reader.take(byte) }
            }
        }
        var reader = SMTPReplyReader()
        let replies = try "250-one\r\n250-two\n250 three\r\n220\r\n".utf8.compactMap { try reader.take($0) }
        #expect(replies == [SMTPReply(code: 250, lines: ["one", "two", "three"]), SMTPReply(code: 220, lines: [""])])
        #expect(reader.isEmpty)
    }
}

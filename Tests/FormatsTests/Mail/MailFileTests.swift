import Covalence
import Formats
import Foundation
import Testing

/// Expected values worked out by hand from the samples; addresses, ids, dates and decoded words of `plain` and `mixed` were also
/// compared with Python 3.11's `email` package (policy `default`).
@Suite("Mail")
struct MailFileTests {
    func read(_ text: String) throws -> MailMessage { try MailFile.read(MailSamples.bytes(text)) }

    /// A mail with some lines of head (or none) and a body given as bytes.
    func mail(_ head: String, _ body: [UInt8]) throws -> MailMessage {
        try MailFile.read(MailSamples.bytes("From: a@line.example\nDate: Wed, 04 Mar 2026 10:30:00 +0100\n\(head)\n\n") + Data(body))
    }

    @Test func fieldsOfAPlainMail() throws {
        let mail = try read(MailSamples.plain)
        #expect(mail.from == [MailParty(name: "Jürgen Weber", address: "juergen.weber@nordwerk.example")])
        #expect(mail.sender?.address == "office@nordwerk.example")
        #expect(mail.to == [MailParty(name: "Berg, Anna", address: "anna@line.example"), MailParty(name: "Ole", address: "ole@line.example")])
        #expect(mail.cc == [MailParty(name: "Kim", address: "kim@line.example"), MailParty(name: nil, address: "lee@line.example")])
        #expect(mail.replyTo.map(\.address) == ["offers@nordwerk.example"])
        #expect(mail.subject == "Angebot für zwei Hallen")
        #expect(mail.date == Timestamp(iso8601: "2026-03-04T09:30:00Z"))
        #expect(mail.messageID == "a1@nordwerk.example")
        #expect(mail.inReplyTo == "q9@line.example")
        #expect(mail.references == ["q8@line.example", "q9@line.example"])
        #expect(mail.text.hasPrefix("Dear Anna,\n\nthe price fits, the date does not. Halle für zwei.\n\nOn Tue"))
        #expect(mail.text.hasSuffix("--\nJürgen Weber\nNordwerk"))
        #expect(mail.ownText == "Dear Anna,\n\nthe price fits, the date does not. Halle für zwei.")
        #expect(mail.attachments.isEmpty && !mail.isAutomatic && mail.problems == [])
    }

    @Test func partsAndFiles() throws {
        let mail = try read(MailSamples.mixed)
        #expect(mail.text == "Here is the offer.")
        #expect(mail.attachments.map(\.name) == ["Offer 2026.pdf", "winmail.dat", nil])
        #expect(mail.attachments.map(\.mediaType) == ["application/pdf", "application/ms-tnef", "message/rfc822"])
        // “Hello, world!” has 13 bytes, “eJ8+IgAA” stands for 6.
        #expect(mail.attachments.prefix(2).map(\.byteCount) == [13, 6])
        #expect((mail.attachments.last?.byteCount ?? 0) > 40)
        #expect(mail.problems.count == 1)
        #expect(mail.problems.first?.contains("winmail.dat") == true && mail.problems.first?.contains("not read") == true)
    }

    @Test func wordsOfHTML() throws {
        let mail = try read(MailSamples.html)
        #expect(mail.text == "Fish & chips <b> €5 each\n\nLine\ntwo\n- one\n- two\n\nlink 1 < 2\n> old words")
        #expect(mail.ownText.hasSuffix("link 1 < 2"))
    }

    @Test(arguments: [
        ("windows-1252", [0x93, 0x80, 0x94] as [UInt8], "“€”"),
        ("iso-8859-1", [0x93, 0xE9, 0x94], "“é”"),
        ("koi8-r", [0xF0, 0xD2, 0xC9, 0xD7, 0xC5, 0xD4], "Привет"),
        ("iso-2022-jp", [0x1B, 0x24, 0x42, 0x46, 0x7C, 0x4B, 0x5C, 0x1B, 0x28, 0x42], "日本"),
        ("iso-8859-1", Array("für Jürgen".utf8), "für Jürgen"),
        ("utf-8", [0x66, 0xFC, 0x72], "für"),
        ("x-nowhere", [0x66, 0xFC, 0x72], "für"),
        ("utf-8//TRANSLIT", Array("für".utf8), "für"),
    ])
    func characterSets(label: String, bytes: [UInt8], expected: String) throws {
        #expect(try mail("Content-Type: text/plain; charset=\"\(label)\"\nContent-Transfer-Encoding: 8bit", bytes).text == expected)
    }

    @Test func flowedTextIsJoined() throws {
        let text = "One line \r\nof words.\r\n> quoted \r\n> words\r\n>> deeper\r\n  stuffed\r\n-- \r\nSig"
        let mail = try mail("Content-Type: text/plain; format=flowed", Array(text.utf8))
        #expect(mail.text == "One line of words.\n> quoted words\n>> deeper\nstuffed\n--\nSig")
        #expect(mail.ownText == "One line of words.\nstuffed")
        #expect(try self.mail("Content-Type: text/plain; format=flowed; delsp=yes", Array("to \r\nday".utf8)).text == "today")
    }

    @Test(arguments: [
        ("Yes.\n\n-----Original Message-----\nFrom: B\nold", "Yes."),
        ("Yes.\n________________________________\nFrom: Bo\nSent: Monday\nTo: Anna\nSubject: x\n\nold", "Yes."),
        ("Ja.\n\nVon: Bo\nGesendet: Montag\nAn: Anna\nBetreff: x\n\nalt", "Ja."),
        ("> Price?\nToo high.\n> Date?\nFits.", "Too high.\nFits."),
        ("On 3 March 2026 Bo\n<bo@line.example>\nwrote:\n> Price?\n\nToo high.", "Too high."),
        ("Fine.\nAm 03.03.26 um 10:00 schrieb Bo:\n> alt", "Fine."),
        ("Fine.\nOn 3 March 2026 Bo wrote:\nold words", "Fine."),
        ("On Monday he\nwrote: nothing", "On Monday he\nwrote: nothing"),
        ("From: the beginning it was clear.\nDate: none", "From: the beginning it was clear.\nDate: none"),
        ("> only a quote", ""),
    ])
    func ownWordsOnly(text: String, own: String) throws {
        #expect(try mail("Subject: x", Array(text.utf8)).ownText == own)
    }

    @Test(arguments: [
        ("Auto-Submitted: auto-replied", true), ("Auto-Submitted: no", false), ("Precedence: Bulk", true), ("Precedence: list", true),
        ("List-Id: <x.line.example>", true), ("Precedence: normal", false),
    ])
    func automaticMail(field: String, isAutomatic: Bool) throws {
        #expect(try mail(field, Array("x".utf8)).isAutomatic == isAutomatic)
    }

    @Test func linesNeverHoldControlCharacters() throws {
        let mail = try mail(
            "To: =?utf-8?Q?Eve=0D=0ABcc=3A_x=40line.example?= <eve@line.example>\nSubject: =?utf-8?Q?a=0D=0AX-Evil:_1=1B[31m=E2=80=AE?= b\nMessage-ID: <a\u{1}b@line.example>", []
        )
        #expect(mail.subject == "a X-Evil: 1[31m b")
        #expect(mail.to == [MailParty(name: "Eve Bcc: x@line.example", address: "eve@line.example")])
        #expect(mail.messageID == "ab@line.example")
    }

    @Test(arguments: [
        ("a@b.example", true), ("A@B.EXAMPLE", true), ("a@@b.example", false), ("a@b@c.example", false), ("ab.example", false), ("@b.example", false),
        ("a@", false), ("a b@c.example", false), ("a@c.example\r\nBcc: d", false), ("a\u{0}@c.example", false), ("a@b..example", false), ("ü@bücher.example", true),
        ("a@.b", false), ("a@b.", false), ("a@b.c.", false), ("a..b@c", true), (".a+b_c-d@e-f.example", true), ("a@b", true), ("a@b;c", false),
        ("a@[192.0.2.1]", true), ("a@[b", false), ("\u{7F}a@b.example", false),
    ])
    func addresses(raw: String, isValid: Bool) {
        #expect((MailParty(name: nil, address: raw) != nil) == isValid)
        #expect(MailParty(name: nil, address: raw).map { $0.address == raw.lowercased() } ?? true)
    }

    @Test func recognition() {
        for sample in MailSamples.all {
            #expect(MailFile.looksLikeMail(prefix: MailSamples.bytes(sample)))
            #expect(!MailboxReader.looksLikeMailbox(prefix: MailSamples.bytes(sample)))
        }
        for other in ["", "Anna: Hello.\nBo: Good morning.", "WEBVTT\n\n00:00.000 --> 00:01.000\nFrom: x", "{\"From\":1}", "From noon on we met.\n"] {
            #expect(!MailFile.looksLikeMail(prefix: Data(other.utf8)))
            #expect(!MailboxReader.looksLikeMailbox(prefix: Data(other.utf8)))
        }
        #expect(MailboxReader.looksLikeMailbox(prefix: Data("From a@line.example Wed Mar  4 09:30:00 2026\nFrom: a\n".utf8)))
    }
}

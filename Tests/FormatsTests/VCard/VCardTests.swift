import Covalence
import Formats
import Foundation
import Testing

/// Cards as the RFCs and well-known programs write them, with made-up people; expected values by hand.
@Suite("vCard")
struct VCardTests {
    static let three = """
    BEGIN:VCARD
    VERSION:3.0
    UID:urn:uuid:1
    N:Brandow;Heike;;Dr.;
    FN:Heike Brandow
    ORG:Mölkhaven Milk Haulage;Fleet
    TITLE:Fleet manager
    EMAIL;TYPE=INTERNET,HOME:heike@home.example
    EMAIL;TYPE=INTERNET;TYPE=WORK;TYPE=pref:Heike.Brandow@moelkhaven.example
    item1.TEL;TYPE=WORK,VOICE:+49 40 5550 101
    TEL;TYPE=FAX:+49 40 5550 199
    ADR;TYPE=WORK:;;Hafenstr. 4\\, Tor 2;Mölkhaven;;20457;Germany
    NOTE:Three shifts.\\nCalls back on Mon
     days only.
    REV:2026-03-04T09:30:00Z
    PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ
     SkZJRg==
    X-UNKNOWN:x
    END:VCARD

    """
    static let four = """
    begin:vcard\r
    VERSION:4.0\r
    FN:Jörg Tietzel\r
    ORG:Mölkhaven Milk Haulage\r
    ROLE:Head of maintenance\r
    EMAIL;PREF=2:b@moelkhaven.example\r
    EMAIL;PREF=1:mailto:a@moelkhaven.example\r
    TEL;VALUE=uri;TYPE="voice,home":tel:+49-40-5550-102\r
    LANG;PREF=2:en\r
    LANG;PREF=1:de-de\r
    URL:https://www.moelkhaven.example/\r
    REV:20260304T093000Z\r
    END:VCARD\r

    """
    static let old = """
    BEGIN:VCARD
    VERSION:2.1
    N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:L=FChrsen;Annika
    FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Annika L=C3=BChrsen
    X-OTHER;ENCODING=QUOTED-PRINTABLE:a=
    TEL:not a property=
    EMAIL:nor this
    NOTE;ENCODING=QUOTED-PRINTABLE:First line=0D=0A=
    second line goes on =
    here.
    TEL;WORK;VOICE:+49 40 5550 103
    EMAIL;PREF;INTERNET:annika@fahrwyk.example
    END:VCARD

    """
    static let all = three + four + old

    static func read(_ text: String) throws -> VCardReading { try VCardFile.read(Array(text.utf8), file: "people.vcf") }

    @Test func versionThree() throws {
        let card = try #require(try Self.read(Self.three).cards.first)
        #expect(card.version == "3.0" && card.uid == "urn:uuid:1" && card.name == "Heike Brandow" && card.givenName == "Heike" && card.familyName == "Brandow")
        #expect(card.organization == "Mölkhaven Milk Haulage" && card.department == "Fleet" && card.title == "Fleet manager")
        #expect(card.mails == ["heike.brandow@moelkhaven.example", "heike@home.example"] && card.phones == ["+49 40 5550 101"])
        #expect(card.addresses == ["Hafenstr. 4, Tor 2\nMölkhaven\n20457\nGermany"] && card.city == "Mölkhaven" && card.country?.code == "DE")
        #expect(card.note == "Three shifts.\nCalls back on Mondays only." && card.revisedAt?.description == "2026-03-04T09:30:00.000Z")
        guard case .contact(let row) = card.row else { return #expect(Bool(false), "no contact") }
        #expect(row.origin.id == "urn:uuid:1" && row.account?.name == "Mölkhaven Milk Haulage" && row.origin.modifiedAt == card.revisedAt && row.mails == card.mails)
    }

    @Test func versionFour() throws {
        let card = try #require(try Self.read(Self.four).cards.first)
        #expect(card.mails == ["a@moelkhaven.example", "b@moelkhaven.example"] && card.phones == ["+49-40-5550-102"] && card.languages == ["de-DE", "en"])
        #expect(card.role == "Head of maintenance" && card.websites == ["https://www.moelkhaven.example/"] && card.revisedAt?.description == "2026-03-04T09:30:00.000Z")
    }

    @Test func versionTwo() throws {
        let reading = try Self.read(Self.old)
        let card = try #require(reading.cards.first)
        #expect(card.name == "Annika Lührsen" && card.familyName == "Lührsen" && card.note == "First line\nsecond line goes on here.")
        #expect(card.phones == ["+49 40 5550 103"] && card.mails == ["annika@fahrwyk.example"] && reading.summary.problemCount == 0)
    }

    @Test func severalCardsAndCounts() throws {
        let reading = try Self.read(Self.all + "BEGIN:VCARD\nVERSION:3.0\nN:;;;;\nFN:Nordhask Group\nORG:Nordhask Group\nURL:nordhask.example\nEND:VCARD\n")
        #expect(reading.cards.map(\.number) == [1, 2, 3, 4] && reading.summary.taken == [.contact: 3, .account: 1] && reading.summary.rowCount == 4)
        guard case .account(let row) = try #require(reading.cards.last).row else { return #expect(Bool(false), "no account") }
        #expect(row.name == "Nordhask Group" && row.domain == "nordhask.example")
        #expect(VCardFile.looksLikeVCard(prefix: Array(Self.four.utf8)) && !VCardFile.looksLikeVCard(prefix: Array("BEGIN:VCALENDAR".utf8)))
    }

    @Test func brokenCardsArePassedOver() throws {
        let text = "BEGIN:VCARD\nFN:Never ended\n" + Self.four + "BEGIN:VCARD\nVERSION:3.0\nEMAIL:no address\nTEL:1\nEND:VCARD\nBEGIN:VCARD\nKIND:group\nFN:All\nEND:VCARD\nBEGIN:VCARD\nFN:Cut"
        let reading = try Self.read(text)
        #expect(reading.cards.map(\.name) == ["Jörg Tietzel"] && reading.summary.rowCount == 5 && reading.summary.lostCount == 4)
        #expect(reading.summary.problems.filter(\.isRowLost).map(\.row) == [1, 3, 4, 5])
        #expect(reading.summary.problems.contains { !$0.isRowLost && $0.column == "EMAIL" && $0.value == "no address" })
        #expect(reading.summary.problems[0].description.hasPrefix("people.vcf, row 1: "))
    }

    @Test func cardsOfAgentsAreNoCards() throws {
        let reading = try Self.read("BEGIN:VCARD\nVERSION:2.1\nFN:Boss\nAGENT:\nBEGIN:VCARD\nFN:Helper\nEND:VCARD\nTITLE:Head\nEND:VCARD\n")
        #expect(reading.cards.map(\.name) == ["Boss"] && reading.cards[0].title == "Head")
    }

    @Test(arguments: ["", "  \n", "Name,Email\nAnna,anna@line.example\n", "END:VCARD\n"])
    func whatIsNoCardIsRefused(text: String) {
        let error = #expect(throws: TableError.self) { try Self.read(text) }
        #expect(error?.reason.isEmpty == false && error?.advice.isEmpty == false)
    }

    /// Random changes, cut at every byte; `COVALENCE_LONG=1` does a hundred times as many.
    @Test func nothingBreaksTheReader() throws {
        let seed = Array(Self.all.utf8)
        for end in 1...seed.count {
            if let reading = try? VCardFile.read(Array(seed[..<end])) { #expect(reading.cards.count + reading.summary.lostCount == reading.summary.rowCount) }
        }
        var generator = SplitMix64(state: 2_426)
        let pieces = ["BEGIN:VCARD\n", "END:VCARD\n", ":", ";", "=", "=\n", "\\", "\n ", "ENCODING=QUOTED-PRINTABLE:", "CHARSET=x:", "\"", "AGENT:\n", "\u{0}"].map { Array($0.utf8) } + [[0xFF], [0xC3]]
        var cards = 0
        for _ in 0..<(ProcessInfo.processInfo.environment["COVALENCE_LONG"] == "1" ? 100_000 : 1_000) {
            var bytes = seed
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                if Bool.random(using: &generator) { bytes[place] = UInt8.random(in: 0...255, using: &generator) } else { bytes.insert(contentsOf: pieces[Int.random(in: 0..<pieces.count, using: &generator)], at: place) }
            }
            guard let reading = try? VCardFile.read(bytes) else { continue }
            cards += reading.cards.count
            #expect(reading.cards.count + reading.summary.lostCount == reading.summary.rowCount)
            #expect(reading.cards.allSatisfy { !$0.name.isEmpty && !$0.name.contains("\n") })
        }
        #expect(cards > 500)
    }
}

import Covalence
import Store
import Testing
@testable import Workbench

@Suite("What may be kept of organisations and people")
struct DirectoryCheckTests {
    @Test("domains are kept in one form", arguments: [
        ("brunavik.example", "brunavik.example"), ("HTTPS://www.Brunavik.Example/jobs?x=1", "brunavik.example"),
        ("paula@Brunavik.example", "brunavik.example"), ("brunavik.example:8443", "brunavik.example"), ("brunavik.example.", "brunavik.example"),
        ("  a.b.example ", "a.b.example"), ("bücher.example", "bücher.example"), ("xn--bcher-kva.example", "xn--bcher-kva.example"),
    ])
    func domains(given: String, kept: String) {
        #expect(DomainName(given)?.text == kept)
    }

    @Test("what is no domain is none", arguments: [
        "", "localhost", "10.0.0.1", "a..example", "-a.example", "a b.example", ".example", "a_b.example", "x\u{0}y.example",
        String(repeating: "a", count: 64) + ".example", String(repeating: "ab.", count: 100) + "example", String(repeating: "x", count: 1_000_000),
    ])
    func noDomains(given: String) {
        #expect(DomainName(given) == nil)
    }

    private func organization(_ change: (inout Organization) -> Void) throws -> Organization {
        var organization = Organization(id: .make(at: Timestamp(milliseconds: 1)), name: "Brunavik", kind: .customer)
        change(&organization)
        return try DirectoryChecks.checked(organization)
    }

    @Test("a public mailbox provider is nobody's domain; a wrong country, parent or name is refused with a sentence")
    func refusedOrganizations() throws {
        for change in [
            { $0.domains = ["gmail.com"] }, { $0.domains = ["www.Outlook.com"] }, { $0.domains = ["nonsense"] }, { $0.country = "XX" },
            { $0.country = "Finland" }, { $0.name = " \n\u{200B}" }, { $0.name = String(repeating: "n", count: 201) },
            { $0.parent = $0.id }, { $0.note = String(repeating: "n", count: 10_001) },
            { $0.domains = (0...50).map { "d\($0).example" } },
        ] as [(inout Organization) -> Void] {
            expectSentence(#expect(throws: StoreError.self) { _ = try organization(change) })
        }
        let kept = try organization { $0.country = "fi"; $0.domains = ["www.brunavik.example", "", "Brunavik.Example"]; $0.name = " Bruna\tvik\r\nBcc: all@x.example " }
        #expect(kept.country == "FI")
        #expect(kept.domains == ["brunavik.example"])
        #expect(kept.name == "Bruna vik Bcc: all@x.example")
    }

    private func person(_ reach: [Person.Reach], name: String = "Paula Keller", languages: [String] = []) throws -> Person {
        try DirectoryChecks.checked(Person(id: .make(at: Timestamp(milliseconds: 1)), name: name, languages: languages, reach: reach))
    }

    @Test("ways to reach somebody are checked")
    func reach() throws {
        let kept = try person([.init(.mail, " Paula@Brunavik.Example "), .init(.phone, "+358 40 123 4567"), .init(.web, "https://brunavik.example/paula"), .init(.mail, " ")])
        #expect(kept.reach == [.init(.mail, "paula@brunavik.example"), .init(.phone, "+358 40 123 4567"), .init(.web, "https://brunavik.example/paula")])
        for wrong in [
            Person.Reach(.mail, "paula"), .init(.mail, "paula@b.example\r\nBcc: all@x.example"), .init(.mail, "a@b@c.example"),
            .init(.phone, "call me"), .init(.phone, "12"), .init(.web, "javascript:alert(1)"), .init(.web, "brunavik"),
        ] {
            expectSentence(#expect(throws: StoreError.self) { _ = try person([wrong]) })
        }
        expectSentence(#expect(throws: StoreError.self) { _ = try person([], languages: ["not a language"]) })
        #expect(try person([], name: "Paula\r\nX-Header: 1").name == "Paula X-Header: 1")
    }

    @Test("text of several lines keeps its lines and loses what cannot be seen")
    func paragraphs() {
        #expect(Paragraphs.clean("a\r\nb\rc\u{2028}d\u{0}e\tf") == "a\nb\nc\nd e\tf")
        #expect(Paragraphs.clean(" \r\n\u{200B} ") == nil)
    }
}

import Testing
@testable import Workbench

struct NameReplacerTests {
    private var names: NameReplacer {
        var names = NameReplacer()
        names.add("Anna Berg", as: "Seller 1")
        names.add("Bo", as: "Customer 1")
        names.add("Søren Ødegård", as: "[name]")
        names.add("Halden Works Oy", as: "[organisation]")
        names.add("李小龍", as: "[name]")
        return names
    }

    @Test(arguments: [
        ("Anna said so", "Seller 1 said so"), ("ANNA BERG, please", "Seller 1, please"), ("ask anna's boss", "ask Seller 1's boss"),
        ("Bergs plan", "Seller 1 plan"), ("Bergin tarjous", "Seller 1 tarjous"), ("Anna-Berg", "Seller 1"), ("so Anna\nBerg said", "so Seller 1 said"), ("Halden\n\nWorks\nOy", "[organisation]\n\nWorks\nOy"), ("Halden\r\nWorks Oy", "[organisation]"), ("the iceberg", "the iceberg"),
        ("Bo will call", "Customer 1 will call"), ("Bob will call", "Bob will call"), ("with Soren", "with Soren"), ("with SØREN", "with [name]"),
        ("Halden Works is there", "[organisation] Works is there"), ("Halden Works Oy", "[organisation]"), ("it works", "it works"),
        ("write to a.berg@nordwind.example today", "write to [address] today"), ("see https://x.example/a?b", "see [address]"),
        ("(www.x.example)", "([address])"), ("call +358 40 123 4567 now", "call [address] now"), ("040-1234567", "[address]"),
        ("on 2026-03-04 at 10.30", "on 2026-03-04 at 10.30"), ("4.3.2026", "4.3.2026"), ("1,000,000 euros", "1,000,000 euros"), ("900 a month", "900 a month"),
        ("我是李小龍。", "我是[name]。"), ("", ""), ("@ . /", "@ . /"),
    ])
    func replaces(_ text: String, _ expected: String) {
        #expect(names.replacing(text) == expected)
    }

    @Test func aQueryForANameIsSeen() {
        #expect(names.touches("anna"))
        #expect(names.touches("\"anna berg\" price"))
        #expect(names.touches("an*"))
        #expect(!names.touches("price"))
        #expect(!names.touches("pri*"))
    }

    @Test func longAndStrangeTextsComeThrough() {
        let names = names
        for text in [String(repeating: "anna ", count: 20_000), String(repeating: "1", count: 50_000), "\u{0301}\u{200D}a\u{202E}Anna\0Berg", String(repeating: "+", count: 10_000)] {
            #expect(!names.replacing(text).lowercased().contains("anna"))
        }
    }
}

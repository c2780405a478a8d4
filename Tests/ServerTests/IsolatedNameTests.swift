import Covalence
import Testing
@testable import Server

@Suite struct IsolatedNameTests {
    @Test func whatIsWrittenFromTheRightIsSetApartInALine() {
        #expect(SellingWords.source("محمد عبد الله", .reported, "3 May 2026") == "\u{2068}محمد عبد الله\u{2069}, 3 May 2026; as told")
        #expect("Anna כהן".isolated == "\u{2068}Anna כהן\u{2069}")
    }

    @Test(arguments: ["Anna Lind", "Åsa Öberg-Šimić", "Ελένη", "Юлия", "王小明", "", "“Mikko” 🙂"])
    func whatIsNotStaysAsItIs(name: String) {
        #expect(name.isolated == name)
        #expect(SellingWords.source(name, .assumed, nil) == "\(name); assumed")
    }
}

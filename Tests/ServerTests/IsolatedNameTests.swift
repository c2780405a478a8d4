import Covalence
import Testing
@testable import Server

@Suite struct IsolatedNameTests {
    @Test func whatIsWrittenFromTheRightIsSetApartInALine() throws {
        let day = try #require(CalendarDay("2026-05-03")), noon = try #require(LocalTime.timestamp(day: day, clock: "12:00"))
        #expect(SellingWords.source(.person("محمد عبد الله"), nil, noon, .reported) == "\u{2068}محمد عبد الله\u{2069}, 3 May 2026; as told")
        #expect("Anna כהן".isolated == "\u{2068}Anna כהן\u{2069}")
    }

    @Test(arguments: ["Anna Lind", "Åsa Öberg-Šimić", "Ελένη", "Юлия", "王小明", "", "“Mikko” 🙂"])
    func whatIsNotStaysAsItIs(name: String) {
        #expect(name.isolated == name)
        #expect(SellingWords.source(.person(name), nil, nil, .assumed) == "\(name); assumed")
    }
}

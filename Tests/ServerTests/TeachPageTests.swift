import Covalence
import Testing
@testable import Server
@testable import Workbench

@Suite struct TeachPageTests {
    private static let book = Codebook(name: "service-talk", title: "Service", version: 1, language: "en", source: "Us", codes: [
        Code(slug: "saving", title: "Saving", definition: "Something saves money."),
    ])

    private func page(lookedAt: Int, learning: Double?) throws -> String {
        let asked = CodeQuestions(codebook: Self.book, code: Self.book.codes[0], questions: [], decisions: [:], lookedAt: lookedAt, learning: learning)
        return try PageTests.renderer().render(TeachPage(asked: asked, count: 1))
    }

    @Test func aCodebookThatIsBeingLearntShowsHowFarItIsAndLooksAgain() throws {
        let page = try page(lookedAt: 0, learning: 0.425)
        #expect(page.contains("<progress id=\"learning\" max=\"100\" value=\"42\">42 %</progress>"))
        #expect(page.contains("hx-get=\"/codebooks/service-talk/teach?code=saving&amp;count=1\" hx-trigger=\"load delay:1s\""))
        // Nobody looked yet: that there is nothing to ask is not said.
        #expect(!page.contains("No meeting in sight") && !page.contains("All of the turns"))
    }

    @Test func oneThatIsLearntSaysThatNothingIsLeftToAsk() throws {
        #expect(try page(lookedAt: 0, learning: nil).contains("No meeting in sight"))
        let answered = try page(lookedAt: 12, learning: nil)
        #expect(answered.contains("All of the turns") && !answered.contains("<progress"))
    }
}

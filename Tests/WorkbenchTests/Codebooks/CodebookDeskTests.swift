import Covalence
import Language
import Testing
@testable import Workbench

@Suite("What was learnt from codebooks, in memory")
struct CodebookDeskTests {
    private static let learnt = CodebookDesk.Learnt(name: "service-talk", version: 1, at: nil)

    private func suggester() async throws -> CodeSuggester {
        let book = Codebook(name: "service-talk", title: "Service", version: 1, language: "en", source: "Us", codes: [
            Code(slug: "saving", title: "Saving", definition: "Something saves money.", examples: ["That saves us two hours a day."].map { CodeExample($0, codes: ["saving"]) }),
        ])
        return try await SuggesterShelf(encoder: nil, tagger: try DialogueActTagger.bundled(), folder: nil).suggester(book)
    }

    @Test("who has no patience is told how far it is; it is learnt on, once, and is there for whoever comes next")
    func patience() async throws {
        let desk = CodebookDesk(), made = try await suggester()
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        _ = try await desk.suggester(Self.learnt, patience: .zero) { progress in
            progress(0.4)
            begin.yield()
            for await _ in gate { break }
            return made
        }
        for await _ in begun { break }
        let first = try await desk.suggester(Self.learnt, patience: .milliseconds(50)) { _ in throw CancellationError() }
        guard case .learning(let done) = first else { return #expect(Bool(false), "it cannot be there yet") }
        #expect(done == 0.4)
        let waiting = Task { try await desk.suggester(Self.learnt) { _ in throw CancellationError() } }
        open.yield()
        guard case .ready(let suggester) = try await waiting.value else { return #expect(Bool(false), "it was waited for") }
        #expect(suggester.codes == ["saving"])
        guard case .ready = try await desk.suggester(Self.learnt, patience: .zero, { _ in throw CancellationError() }) else { return }
    }

    @Test("a learning that failed is begun again by the next who asks")
    func failing() async throws {
        struct Broken: Error {}
        let desk = CodebookDesk(), made = try await suggester()
        await #expect(throws: Broken.self) { try await desk.suggester(Self.learnt, patience: .seconds(300)) { _ in throw Broken() } }
        guard case .ready = try await desk.suggester(Self.learnt, { _ in made }) else { return #expect(Bool(false), "it was waited for") }
    }
}

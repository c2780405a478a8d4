import Covalence
import Foundation
import Language
import Store
import Testing
@testable import Workbench

@Suite("A workspace’s own codebooks")
struct CodebookWritingTests {
    @Test("a new one is listed behind those that come with the program, with its text as it was written")
    func new() async throws {
        let room = try await Room.open()
        let proposed = try await room.bench.proposeCodebook(ownYAML, by: .owner)
        #expect(proposed.madeFrom == 0 && proposed.change == nil && proposed.codebook.leaves.count == 2)
        #expect(try await room.bench.codebooks(by: .owner).count == 5)
        try await room.bench.saveCodebook(ownYAML, madeFrom: 0, note: " first ", by: .owner)
        let line = try #require(try await room.bench.codebooks(by: .owner).last)
        #expect(line.name == "service-talk" && line.version == 1 && line.isOwn && !line.isBuiltIn)
        #expect(try await room.bench.codebookText("service-talk", by: .owner) == ownYAML)
        #expect(try await room.bench.codebook("service-talk", by: .owner).versions.map(\.note) == ["first"])
    }

    @Test("a change is told before it is saved, with the decisions on what it changes; the number is raised")
    func change() async throws {
        let (room, meeting) = try await Room.taught()
        try await room.bench.decide("saving", of: "service-talk", .carries, at: .turn(meeting.id, version: 1, first: 1, count: 1), by: .owner)
        try await room.bench.decide("cost", of: "service-talk", .carries, at: .turn(meeting.id, version: 1, first: 2, count: 1), by: .owner)
        let edited = ownYAML.replacing("A price, or that something costs too much.", with: "Something costs money.").replacing("code: saving", with: "code: gain")
        let proposed = try await room.bench.proposeCodebook(edited, for: "service-talk", by: .owner)
        #expect(proposed.change?.added == ["gain"] && proposed.change?.removed == ["saving"])
        #expect(proposed.change?.changed.map(\.slug) == ["cost"] && proposed.change?.changed.first?.what == ["definition"])
        #expect(proposed.touched == [.init(code: "saving", decisions: 1, isGone: true), .init(code: "cost", decisions: 1, isGone: false)])
        #expect(proposed.yaml.contains("version: 2\n") && proposed.codebook.version == 2)
        #expect(try await room.bench.codebook("service-talk", by: .owner).newest == 1)
        try await room.bench.saveCodebook(edited, for: "service-talk", madeFrom: 1, by: .owner)
        let open = try await room.bench.codebook("service-talk", by: .owner)
        #expect(open.newest == 2 && open.codebook.leaves.map(\.slug) == ["gain", "cost"])
        #expect(try await room.bench.codebook("service-talk", version: 1, by: .owner).codebook.leaves.map(\.slug) == ["saving", "cost"])
        // What was decided on a code that is gone stays, and is not learnt from.
        #expect(try await room.bench.codeDecisions(CodeDecisionQuery(codebook: "service-talk"), by: .owner).items.count == 2)
        #expect(try await room.bench.lessons(of: open.codebook).lessons.map(\.codes) == [["cost"]])
    }

    @Test("the second of two editors is told, and nothing of theirs is saved")
    func twoEditors() async throws {
        let (room, _) = try await Room.taught()
        let one = ownYAML.replacing("too high", with: "too steep"), two = ownYAML.replacing("too high", with: "too low")
        try await room.bench.saveCodebook(one, for: "service-talk", madeFrom: 1, by: .owner)
        await #expect(throws: StoreError.conflict(.record(expected: 1, found: 2))) { try await room.bench.saveCodebook(two, for: "service-talk", madeFrom: 1, by: .owner) }
        #expect(try await room.bench.codebookText("service-talk", by: .owner).contains("too steep"))
        // The same text again is no version.
        await #expect(throws: StoreError.self) { try await room.bench.saveCodebook(one, for: "service-talk", madeFrom: 2, by: .owner) }
    }

    @Test("with the name of one that comes with the program it is that one’s next version in this workspace")
    func builtIn() async throws {
        let room = try await Room.open()
        let shipped = try await room.bench.codebook("value-creation", by: .owner)
        #expect(shipped.isBuiltIn && shipped.newest == shipped.builtInVersion)
        let yaml = ownYAML.replacing("service-talk", with: "value-creation")
        let proposed = try await room.bench.proposeCodebook(yaml, by: .owner)
        #expect(proposed.madeFrom == shipped.newest && proposed.change?.removed.isEmpty == false)
        try await room.bench.saveCodebook(yaml, madeFrom: shipped.newest, by: .owner)
        let open = try await room.bench.codebook("value-creation", by: .owner)
        #expect(open.codebook.version == shipped.newest + 1 && !open.isBuiltIn && open.codebook.leaves.count == 2)
        #expect(try await room.bench.codebook("value-creation", version: shipped.newest, by: .owner).isBuiltIn)
        let line = try #require(try await room.bench.codebooks(by: .owner).first { $0.name == "value-creation" })
        #expect(line.isBuiltIn && line.isOwn)
        #expect(try await room.bench.codebooks(by: .owner).count == 5)
    }

    @Test("managers and administrators write; others look; researchers see nothing of it")
    func roles() async throws {
        let (room, _) = try await Room.taught()
        let sales = try await room.member("sales", .salesperson), manager = try await room.member("manager", .manager), researcher = try await room.member("research", .researcher)
        let edited = ownYAML.replacing("too high", with: "too steep")
        #expect(try await room.bench.codebook("service-talk", by: sales).newest == 1)
        await #expect(throws: NotPermitted.self) { try await room.bench.proposeCodebook(edited, by: sales) }
        await #expect(throws: NotPermitted.self) { try await room.bench.saveCodebook(edited, madeFrom: 1, by: sales) }
        await #expect(throws: NotPermitted.self) { try await room.bench.learnCodebook("service-talk", by: sales) }
        await #expect(throws: NotPermitted.self) { try await room.bench.codebooks(by: researcher) }
        await #expect(throws: NotPermitted.self) { try await room.bench.nextQuestions("service-talk", by: researcher) }
        #expect(try await room.bench.saveCodebook(edited, madeFrom: 1, by: manager).author == "manager")
        let reader = try await room.member("reader", .reader)
        #expect(try await room.bench.codeFigures("service-talk", by: reader).codebook.version == 2)
        await #expect(throws: NotPermitted.self) { try await room.bench.nextQuestions("service-talk", by: reader) }
    }

    static let broken: [(String, Int?)] = [
        ("", nil), ("name: [", nil), ("just words", 1), ("name: own\nversion: 1\nlanguage: en\ncodes:\n  - code: a\n    definition: b\n  - code: a\n    definition: c\n", 7),
        ("name: own\nversion: 1\nlanguage: en\ncodes:\n  - {code: a, definition: x, parent: b}\n  - {code: b, definition: x, parent: a}\n", 5),
        ("name: ../../etc\nversion: 1\nlanguage: en\ncodes:\n  - {code: a, definition: x}\n", 1),
        ("name: own\nversion: 1\nlanguage: en\ncodes:\n  - {code: \"<script>\", definition: x}\n", 5),
        ("name: own\nversion: 1\nlanguage: en\ncodes:\n" + (0..<5_000).map { "  - {code: c\($0), definition: x}\n" }.joined(), 505),
    ]

    @Test("what cannot be used is refused with its line, and nothing is saved", arguments: broken.indices)
    func bad(_ index: Int) async throws {
        let (yaml, line) = Self.broken[index]
        let room = try await Room.open()
        let problem = await #expect(throws: CodebookProblem.self) { try await room.bench.proposeCodebook(yaml, by: .owner) }
        await #expect(throws: CodebookProblem.self) { try await room.bench.saveCodebook(yaml, madeFrom: 0, by: .owner) }
        if let line { #expect(problem?.line == line, "\(problem.map { "\($0)" } ?? "")") }
        #expect(problem?.remedy.isEmpty == false)
        #expect(try await room.bench.codebooks(by: .owner).count == 5)
    }

    @Test("a version of one cannot have the name of another; a number that cannot be raised is told; hostile names are not there")
    func names() async throws {
        let (room, _) = try await Room.taught()
        let other = await #expect(throws: CodebookProblem.self) { try await room.bench.proposeCodebook(ownYAML.replacing("service-talk", with: "other"), for: "service-talk", by: .owner) }
        #expect(other?.line == 1)
        let flow = "{name: service-talk, version: 1, language: en, codes: [{code: a, definition: x}]}"
        let problem = await #expect(throws: CodebookProblem.self) { try await room.bench.proposeCodebook(flow, by: .owner) }
        #expect(problem?.remedy.contains("version: 2") == true)
        for name in ["../../etc/passwd", "", "a b", "’ OR 1=1", String(repeating: "x", count: 10_000)] {
            let error = await #expect(throws: StoreError.self) { try await room.bench.codebook(name, by: .owner) }
            #expect("\(error.map { "\($0)" } ?? "")".count < 300)
        }
    }
}

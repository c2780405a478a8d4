import Covalence
import Foundation
@testable import Store
import StoreTesting
import Testing

@Suite("Codebooks and decisions in the store")
struct CodebookStoreTests {
    private func text(_ version: Int, name: String = "own", yaml: String = "name: own") -> CodebookText {
        CodebookText(CodebookVersion(name: name, version: version, title: "Own \(version)", codes: 2, note: "n\(version)", author: "Petra", madeAt: .minutes(version)), yaml: yaml)
    }

    private func decision(
        _ meeting: Identifier<Meeting>, first: Int = 0, count: Int = 1, code: String = "a", _ verdict: CodeDecision.Verdict = .carries, asked: CodeDecision.Asked? = nil, score: Double? = nil,
        at time: Timestamp = .base, version: Int = 1
    ) -> CodeDecision {
        CodeDecision(
            id: .make(at: time), codebook: "own", code: code, verdict: verdict, place: .turn(meeting, version: version, first: first, count: count), asked: asked, score: score,
            engine: score == nil ? nil : "words/1", author: "Petra", at: time
        )
    }

    @Test("every version is kept, and the second of two editors is told")
    func versions() async throws {
        let room = try Room()
        let (_, store) = try await room.makeWorkspace()
        try await store.add(text(1, yaml: "one"), madeFrom: 0, base: 0, queueing: [])
        try await store.add(text(2, yaml: "two"), madeFrom: 1, base: 0, queueing: [NewJob(.learnCodebook, payload: ["codebook": "own"], at: .base)])
        await expectConflict(.record(expected: 1, found: 2)) { try await store.add(text(2, yaml: "other"), madeFrom: 1, base: 0, queueing: []) }
        // A first own version follows the one that comes with the program.
        await expectConflict(.record(expected: 0, found: 1)) { try await store.add(text(2, name: "built-in"), madeFrom: 0, base: 1, queueing: []) }
        try await store.add(text(2, name: "built-in"), madeFrom: 1, base: 1, queueing: [])
        #expect(try await store.codebooks().map(\.name) == ["built-in", "own"])
        #expect(try await store.codebooks().map(\.version) == [2, 2])
        #expect(try await store.codebookVersions("own").map(\.note) == ["n1", "n2"])
        #expect(try await store.codebookText("own", version: nil)?.yaml == "two")
        #expect(try await store.codebookText("own", version: 1)?.yaml == "one")
        #expect(try await store.codebookText("own", version: 3) == nil)
        #expect(try await store.jobs(JobQuery(kind: .learnCodebook)).items.count == 1)
    }

    @Test("a later decision on the same place and code holds, keeps what was known before the first, and the earlier stays in the history")
    func superseding() async throws {
        let room = try Room()
        let (_, store) = try await room.makeWorkspace()
        let meeting = try await store.add(newMeeting()).id
        let first = try await store.add(decision(meeting, asked: .random, score: 0.25), queueing: [])
        // The same turn in another version of the words.
        let second = try await store.add(decision(meeting, .doesNotCarry, asked: .likely, score: 0.9, at: .minutes(1), version: 2), queueing: [])
        try await store.add(decision(meeting, code: "b", at: .minutes(2)), queueing: [])
        #expect(second.score == 0.25 && second.asked == .random && second.engine == "words/1")
        let holding = try await store.decisions(CodeDecisionQuery(codebook: "own")).items
        #expect(holding.map(\.code) == ["b", "a"])
        #expect(holding.last?.verdict == .doesNotCarry)
        let all = try await store.decisions(CodeDecisionQuery(codebook: "own", code: "a", withHistory: true)).items
        #expect(all.map(\.id) == [second.id, first.id] && all[1].supersededBy == second.id)
        #expect(try await store.decisionCounts(of: "own") == ["a": DecisionCount(doesNotCarry: 1), "b": DecisionCount(carries: 1)])
        #expect(try await store.decidedTurns(in: [meeting], codebook: "own", code: "a") == [meeting: [0]])
        let page = try await store.decisions(CodeDecisionQuery(codebook: "own", limit: 1))
        #expect(try await store.decisions(CodeDecisionQuery(codebook: "own", cursor: page.next, limit: 1)).items.map(\.code) == ["a"])
        await #expect(throws: StoreError.self) { try await store.decisions(CodeDecisionQuery(codebook: "own", cursor: PageCursor(rawValue: "x"))) }
        await #expect(throws: StoreError.self) { try await store.add(decision(.make(at: .base)), queueing: []) }
    }

    @Test("decisions are counted by answer, tenth and sample; without a score, or superseded, they are not")
    func tallies() async throws {
        let room = try Room()
        let (_, store) = try await room.makeWorkspace()
        let meeting = try await store.add(newMeeting()).id
        try await store.add(decision(meeting, first: 0, .carries, asked: .random, score: 0.95), queueing: [])
        try await store.add(decision(meeting, first: 1, .doesNotCarry, asked: .likely, score: 0.1), queueing: [])
        try await store.add(decision(meeting, first: 2, .doesNotCarry, asked: .near, score: 0.15), queueing: [])
        try await store.add(decision(meeting, first: 3), queueing: [])
        let found = try await store.decisionTallies(of: "own")
        #expect(found.map(\.bin) == [1, 9] && found.map(\.count) == [2, 1])
        #expect(found.map(\.isRandom) == [false, true] && found.map(\.carries) == [false, true])
        #expect(abs(found[0].scores - 0.25) < 1e-9)
        // 0.1² + 0.15² = 0.0325; 0.05² = 0.0025.
        #expect(abs(found[0].squares - 0.0325) < 1e-9 && abs(found[1].squares - 0.0025) < 1e-9)
    }

    @Test("what is learnt from is taken evenly, of each code and answer")
    func thinned() async throws {
        let room = try Room()
        let (_, store) = try await room.makeWorkspace()
        let meeting = try await store.add(newMeeting()).id
        for index in 0..<10 { try await store.add(decision(meeting, first: index, at: .minutes(index)), queueing: []) }
        for index in 0..<2 { try await store.add(decision(meeting, first: index, .doesNotCarry, at: .minutes(index)), queueing: []) }
        // Two of the ten were taken back, eight hold; of places 1 to 8 those at which p · 4 / 8 goes up: 2, 4, 6, 8, which are the turns 3, 5, 7, 9.
        let learnt = try await store.decisionsToLearn(from: "own", ofEach: 4, most: 100)
        let firsts = learnt.filter { $0.verdict == .carries }.compactMap { if case .turn(_, _, let first, _) = $0.place { first } else { nil } }
        #expect(firsts == [3, 5, 7, 9])
        #expect(learnt.count { $0.verdict == .doesNotCarry } == 2)
        #expect(try await store.decisionsToLearn(from: "own", ofEach: 4, most: 3).count == 3)
        #expect(try await store.decisionsToLearn(from: "own", ofEach: 0, most: 3).isEmpty)
    }

    @Test("only decisions on what is in sight are listed")
    func sight() async throws {
        let room = try Room()
        let (_, store) = try await room.makeWorkspace()
        let member = newMember(role: .salesperson), other = newMember("Otto", "otto@nordwind.example", role: .salesperson)
        try await store.add(member, token: nil)
        try await store.add(other, token: nil)
        let halden = try await store.add(newOrganization("Halden"), holders: AccountHolders(members: [member.id]), at: .base)
        var new = newMeeting()
        new.accounts = [halden.id]
        let meeting = try await store.add(new).id
        let note = newInteraction("Note", text: "The price is high.")
        _ = try await store.add([NewInteraction(note, accounts: [halden.id])], at: .base)
        try await store.add(decision(meeting), queueing: [])
        try await store.add(CodeDecision(
            id: .make(at: .minutes(1)), codebook: "own", code: "a", verdict: .carries, place: .passage(note.id, version: 1, range: 0..<9), author: "Petra", at: .minutes(1)
        ), queueing: [])
        func count(_ scope: Scope) async throws -> Int { try await store.decisions(CodeDecisionQuery(codebook: "own", scope: scope)).items.count }
        #expect(try await count(.everything) == 2)
        #expect(try await count(.accounts(of: member.id, managing: false)) == 2)
        #expect(try await count(.accounts(of: other.id, managing: false)) == 0)
        #expect(try await count(.research) == 0)
    }

    @Test("erasing a meeting or an interaction, and removing words, take the decisions on them along")
    func erasing() async throws {
        let room = try Room()
        let (_, store) = try await room.makeWorkspace()
        let erased = try await store.add(newMeeting()).id, silent = try await store.add(newMeeting(title: "Second", at: .minutes(9))).id
        let kept = try await store.add(newMeeting(title: "Third", at: .minutes(19))).id
        let note = newInteraction("Note", text: "The price is high.")
        _ = try await store.add([NewInteraction(note)], at: .base)
        for meeting in [erased, silent, kept] { try await store.add(decision(meeting, first: 1), queueing: []) }
        try await store.add(CodeDecision(
            id: .make(at: .base), codebook: "own", code: "a", verdict: .carries, place: .passage(note.id, version: 1, range: 0..<9), author: "Petra", at: .base
        ), queueing: [])
        try await store.erase(erased)
        try await store.erase(note.id)
        _ = try await store.removeWords(of: silent, .all, reading: nil, purging: true)
        let left = try await store.decisions(CodeDecisionQuery(codebook: "own", withHistory: true)).items
        #expect(left.map(\.place) == [.turn(kept, version: 1, first: 1, count: 1)])
    }

    @Test("words of one participant take only the decisions on these along")
    func someWords() async throws {
        let room = try Room()
        let (_, store) = try await room.makeWorkspace()
        let new = newMeeting()
        let meeting = try await store.add(new).id
        try await store.add(decision(meeting, first: 0), queueing: [])
        try await store.add(decision(meeting, first: 1, at: .minutes(1)), queueing: [])
        let ben = try #require(new.cast.participants.first { $0.name == "Ben" })
        _ = try await store.removeWords(of: meeting, .participants([ben.id]), reading: nil, purging: true)
        #expect(try await store.decisions(CodeDecisionQuery(codebook: "own")).items.map(\.place) == [.turn(meeting, version: 1, first: 0, count: 1)])
    }

    @Test("findings that people decided on are found where they are, but for those kept to some")
    func findings() async throws {
        let room = try Room()
        let (_, store) = try await room.makeWorkspace()
        var new = newMeeting()
        let claims = [
            suggestion("meeting.benefit", new, 38..<60, value: "faster"), suggestion("meeting.price", new, 0..<5), suggestion("meeting.benefit", new, 0..<5), suggestion("meeting.price", new, 6..<9),
        ]
        new.claims = claims
        let meeting = try await store.add(new).id
        func decide(_ claim: Claim, _ standing: Standing) async throws {
            try await store.decide(Decision(claim: claim.id, standing: standing, author: .person("Petra"), at: .minutes(1)), expecting: .suggested)
        }
        try await decide(claims[0], .confirmed)
        try await decide(claims[1], .rejected)
        try await decide(claims[2], .confirmed)
        try await store.setConfidential(claims[2].id, to: [])
        let found = try await store.decidedFindings(["meeting.benefit", "meeting.price"], ofEach: 10)
        #expect(found.map(\.kind).sorted() == ["meeting.benefit", "meeting.price"])
        #expect(found.first { $0.kind == "meeting.benefit" } == DecidedPlace(kind: "meeting.benefit", isConfirmed: true, meeting: meeting, version: 1, range: 38..<60))
        #expect(found.first { $0.kind == "meeting.price" }?.isConfirmed == false)
        #expect(try await store.decidedFindings([], ofEach: 10).isEmpty)
    }

    @Test("figures are kept under the lease of their job only")
    func figures() async throws {
        let room = try Room()
        let (_, store) = try await room.makeWorkspace()
        #expect(try await store.codebookFigures("own") == nil)
        let job = try #require(try await store.enqueue([NewJob(.learnCodebook, payload: ["codebook": "own"], at: .base)]).first)
        let begun = try #require(try await store.begin(job.id, node: "n", until: .minutes(1), at: .base))
        let one = KeptFigures(engine: "words/1", content: "{}", learntAt: .minutes(1)), two = KeptFigures(engine: "meaning/1", content: "{\"a\":1}", learntAt: .minutes(2))
        try await store.keep(one, of: "own", as: JobStep(begun.held, isLast: false, at: .minutes(1)))
        #expect(try await store.codebookFigures("own") == one)
        try await store.keep(two, of: "own", as: JobStep(begun.held, isLast: true, at: .minutes(2)))
        #expect(try await store.codebookFigures("own") == two)
        #expect(try await store.job(job.id).state == .done)
        await expectConflict(.job(job.id)) { try await store.keep(one, of: "own", as: JobStep(begun.held, isLast: true, at: .minutes(3))) }
        #expect(try await store.codebookFigures("own") == two)
    }
}

import Covalence
import Foundation
import MeetingInteraction
import Store
import Testing
@testable import Workbench

@Suite("Correcting words, and editing title, time and language")
struct WordsTests {
    @Test("corrected words make a new version; evidence behind them follows, and says nothing where its own words stayed")
    func evidenceFollows() async throws {
        let room = try await Room.open()
        let id = try await room.meeting().id
        let before = try await room.open(id).claim(.objection)
        // Eight scalars more in utterance 0, before the objection in utterance 3.
        let summary = try await room.bench.correctWords(
            of: id, [0: "Welcome to you all, and thank you so very for your time today."], expecting: 1, by: .owner
        )
        #expect(summary.transcriptVersion == 2)
        let open = try await room.open(id)
        let after = try open.claim(.objection)
        #expect(after.id == before.id)
        let old = try #require(before.words), new = try #require(after.words)
        #expect(new.lower == old.lower + 8 && new.upper == old.upper + 8)
        #expect(!new.wordsChanged)
        #expect(new.transcript != old.transcript)
        #expect(try await room.bench.meetings(MeetingQuery(words: "very"), by: .owner).items.map(\.id) == [id])
        let versions = try await room.bench.store.transcriptVersions(of: id)
        #expect(versions.map(\.version) == [1, 2] && versions[1].author == .person("you"))
        #expect(try await room.bench.exportOriginal(of: id, by: .owner).content == vtt())
    }

    @Test("evidence whose words changed says so, and what a person decided survives")
    func flagged() async throws {
        let room = try await Room.open()
        let id = try await room.meeting().id
        let claim = try await room.open(id).claim(.benefit)
        try await room.bench.decide(claim.id, .confirm, expecting: .suggested, by: .owner)
        try await room.bench.correctWords(
            of: id, [1: "I think that saved up two shifts every week in the bakery."], expecting: 1, by: .owner
        )
        let open = try await room.open(id)
        // The rule does not see it any more; the person's word keeps it.
        let finding = try open.finding(.benefit)
        #expect(finding.isConfirmed)
        #expect(finding.utterance == 1)
        let after = try #require(open.claims[finding.id])
        #expect(after.id == claim.id && after.standing == .confirmed)
        #expect(try #require(after.words).wordsChanged)
        #expect(open.phraseFindings == ["benefit", "price", "objection"])
    }

    @Test("what a person rejected stays rejected in corrected words")
    func rejectedSurvives() async throws {
        let room = try await Room.open()
        let id = try await room.meeting().id
        let claim = try await room.open(id).claim(.benefit)
        try await room.bench.decide(claim.id, .reject(reason: "It does not."), expecting: .suggested, by: .owner)
        try await room.bench.correctWords(of: id, [0: "Hello."], expecting: 1, by: .owner)
        #expect(try await room.open(id).phraseFindings == ["price", "objection"])
        #expect(try await room.bench.store.claims(ClaimQuery(of: id, kinds: ["meeting.benefit"])).map(\.standing) == [.rejected])
    }

    @Test("a suggestion whose words are gone is suggested no more")
    func suggestionGoes() async throws {
        let room = try await Room.open()
        let id = try await room.meeting().id
        try await room.bench.correctWords(of: id, [3: "That is fine for us."], expecting: 1, by: .owner)
        let open = try await room.open(id)
        #expect(open.phraseFindings == ["benefit", "price"])
        #expect(try await room.bench.store.claims(ClaimQuery(of: id, kinds: ["meeting.objection"])).map(\.standing) == [.superseded])
    }

    @Test("words that cannot be are refused, and nothing changes", arguments: [
        [0: ""], [0: "  \n\t "], [1: "\u{2028}\u{2029}"], [1: "\u{200B}\u{0}"], [6: "Not there."], [-1: "Not there."], [Int.max: "No."],
        [0: "Fine.", 9: "Not there."], [0: String(repeating: "x", count: 20_001)],
    ] as [[Int: String]])
    func refused(corrections: [Int: String]) async throws {
        let room = try await Room.open()
        let id = try await room.meeting().id
        expectSentence(await #expect(throws: StoreError.self) {
            try await room.bench.correctWords(of: id, corrections, expecting: 1, by: .owner)
        })
        #expect(try await room.open(id).summary.transcriptVersion == 1)
    }

    @Test("a correction that changes nothing makes no version", arguments: [[:], [0: talk[0].1], [0: "  \(talk[0].1)\n"]] as [[Int: String]])
    func unchanged(corrections: [Int: String]) async throws {
        let room = try await Room.open()
        let before = try await room.meeting()
        let after = try await room.bench.correctWords(of: before.id, corrections, expecting: 1, by: .owner)
        #expect(after == before)
    }

    @Test("markup, right-to-left, emoji and line ends come back as one line of text")
    func oddWords() async throws {
        let room = try await Room.open()
        let id = try await room.meeting().id
        try await room.bench.correctWords(of: id, [2: "<script>\r\nשלום\u{85}👩‍🔬\u{2029}the price is\u{0} 9"], expecting: 1, by: .owner)
        let open = try await room.open(id)
        #expect(open.analysis.conversation.utterances[2].text == "<script> שלום 👩‍🔬 the price is 9")
        let finding = try open.finding(.price), range = try #require(finding.passages.first?.range)
        // 8 + 1 + 4 + 1 + 3 + 1 = 18 scalars stand before it; the emoji is three.
        #expect(range.lowerBound - open.analysis.conversation.utterances[2].range.lowerBound == 18)
    }

    @Test("of two people who correct the same version one is heard, the other is told")
    func twoPeople() async throws {
        let room = try await Room.open()
        let id = try await room.meeting().id
        try await room.bench.correctWords(of: id, [0: "First."], expecting: 1, by: .owner)
        let late = await #expect(throws: StoreError.self) {
            try await room.bench.correctWords(of: id, [0: "Second."], expecting: 1, by: .owner)
        }
        #expect(late == .conflict(.transcript(expected: 1, found: 2)))
        expectSentence(late)
        #expect(try await room.open(id).analysis.conversation.utterances[0].text == "First.")
    }

    @Test("title and time are changed, and cleaned")
    func titleAndTime() async throws {
        let room = try await Room.open()
        let id = try await room.meeting().id
        let start = Timestamp(milliseconds: 1_700_000_000_000)
        let changed = try await room.bench.edit(id, MeetingEdit(title: " A\u{0}\n<i>new</i>  title ", startedAt: start), expecting: 1, by: .owner)
        #expect(changed.meeting.title == "A <i>new</i> title")
        #expect(changed.meeting.startedAt == start)
        #expect(changed.transcriptVersion == 1)
        let late = await #expect(throws: StoreError.self) {
            try await room.bench.edit(id, MeetingEdit(title: "Late"), expecting: 1, by: .owner)
        }
        #expect(late == .conflict(.meeting(expected: 1, found: 2)))
        expectSentence(late)
        for title in ["", " \n", "\u{200B}", String(repeating: "x", count: 201)] {
            expectSentence(await #expect(throws: StoreError.self) {
                try await room.bench.edit(id, MeetingEdit(title: title), expecting: nil, by: .owner)
            })
        }
        #expect(try await room.open(id).summary.meeting.title == "A <i>new</i> title")
    }

    @Test("two people who edit different things of a meeting at once lose nothing of each other")
    func editsAtOnce() async throws {
        let room = try await Room.open()
        let id = try await room.meeting().id
        let start = Timestamp(milliseconds: 1_700_000_000_000)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await room.bench.edit(id, MeetingEdit(title: "New title"), expecting: nil, by: .owner) }
            group.addTask { try await room.bench.edit(id, MeetingEdit(startedAt: start), expecting: nil, by: .owner) }
            group.addTask { try await room.bench.setOutcome(of: id, MeetingOutcome(advanced: true), by: .owner) }
            try await group.waitForAll()
        }
        let open = try await room.open(id)
        #expect(open.summary.meeting.title == "New title" && open.summary.meeting.startedAt == start)
        #expect(open.outcome == MeetingOutcome(advanced: true))
    }

    @Test("in a language nobody reads the contents are not known; back in English they are there again, decisions kept")
    func language() async throws {
        let room = try await Room.open()
        let id = try await room.meeting().id
        let benefit = try await room.open(id).claim(.benefit)
        try await room.bench.decide(benefit.id, .reject(reason: nil), expecting: .suggested, by: .owner)
        try await room.bench.edit(id, MeetingEdit(language: "de"), expecting: nil, by: .owner)
        var open = try await room.open(id)
        #expect(open.summary.language == "de" && open.summary.transcriptVersion == 2)
        #expect(open.phraseFindings.isEmpty)
        #expect(open.analysis.annotations.marks == nil && open.analysis.annotations.acts == nil)
        let statements = open.analysis.reading.sections.flatMap(\.statements)
        let known = statements.filter { $0.id == "benefit" || $0.id == "objection" || $0.id == "price" }
        #expect(!known.isEmpty && known.allSatisfy { $0.notice == .notKnown })
        #expect(open.analysis.measures.whole.words == 70)
        try await room.bench.edit(id, MeetingEdit(language: "EN"), expecting: nil, by: .owner)
        open = try await room.open(id)
        #expect(open.phraseFindings == ["price", "objection"])
        #expect(open.analysis.annotations.acts?.count == 6)
        #expect(try open.claim(.objection).standing == .suggested)
        #expect(try await room.bench.store.claim(benefit.id).standing == .rejected)
    }

    @Test("a language that is none is refused", arguments: ["", "e", "english language", "<b>", "de-", "d€", "abcdefghi"])
    func badLanguage(language: String) async throws {
        let room = try await Room.open()
        let id = try await room.meeting().id
        expectSentence(await #expect(throws: StoreError.self) {
            try await room.bench.edit(id, MeetingEdit(language: language), expecting: nil, by: .owner)
        })
    }
}

import Covalence
import Foundation
import MeetingInteraction
import Store
import Testing
@testable import Workbench

@Suite("Deciding on findings, adding them, and the outcome")
struct FindingTests {
    /// A room with the usual meeting, opened.
    func start() async throws -> (Room, OpenMeeting) {
        let room = try await Room.open()
        let id = try await room.meeting().id
        return (room, try await room.open(id))
    }

    @Test("a confirmed finding is marked as one, and its history says who and when")
    func confirm() async throws {
        let (room, open) = try await start()
        let claim = try open.claim(.benefit)
        let visitor = Visitor(.operatorAtTerminal, name: "Petra", role: .administrator, workspace: nil)
        let confirmed = try await room.bench.decide(claim.id, .confirm, expecting: .suggested, by: visitor)
        #expect(confirmed.standing == .confirmed)
        let after = try await room.open(open.summary.id)
        #expect(try after.finding(.benefit).isConfirmed)
        #expect(try !after.finding(.objection).isConfirmed)
        let history = try await room.bench.history(of: claim.id, by: .owner)
        #expect(history.map(\.standing) == [.confirmed] && history.map(\.author) == [.person("Petra")])
        #expect(after.summary.version > open.summary.version)
    }

    @Test("a rejected finding is gone from the reading, and not suggested again when the meeting is read anew")
    func reject() async throws {
        let (room, open) = try await start()
        let id = open.summary.id
        let claim = try open.claim(.benefit)
        try await room.bench.decide(claim.id, .reject(reason: "Said in jest."), expecting: .suggested, by: .owner)
        var after = try await room.open(id)
        #expect(after.phraseFindings == ["price", "objection"])
        try await room.bench.edit(castOf: id, .add(name: "Dora", side: nil, organization: nil, function: nil), expecting: 1, by: .owner)
        after = try await room.open(id)
        #expect(after.phraseFindings == ["price", "objection"])
        #expect(try await room.bench.history(of: claim.id, by: .owner).map(\.reason) == ["Said in jest."])
        // Also where nothing is kept from before.
        let fresh = try await room.again().openMeeting(id, by: .owner)
        #expect(fresh.phraseFindings == ["price", "objection"])
    }

    @Test("a reason is one line; a blank one is none, a book is refused")
    func reasons() async throws {
        let (room, open) = try await start()
        let price = try open.claim(.price).id
        expectSentence(await #expect(throws: StoreError.self) {
            try await room.bench.decide(price, .reject(reason: String(repeating: "x", count: 2001)), expecting: .suggested, by: .owner)
        })
        try await room.bench.decide(price, .reject(reason: " \n"), expecting: .suggested, by: .owner)
        try await room.bench.decide(price, .confirm, expecting: .rejected, by: .owner)
        try await room.bench.decide(price, .reject(reason: "Not\r\nso\u{0} <b>"), expecting: .confirmed, by: .owner)
        #expect(try await room.bench.history(of: price, by: .owner).map(\.reason) == [nil, nil, "Not so <b>"])
    }

    @Test("what was decided can be taken back, and waits again")
    func reopen() async throws {
        let (room, open) = try await start()
        let claim = try open.claim(.benefit)
        try await room.bench.decide(claim.id, .reject(reason: nil), expecting: .suggested, by: .owner)
        #expect(try await room.bench.decide(claim.id, .reopen, expecting: .rejected, by: .owner).standing == .suggested)
        let after = try await room.open(open.summary.id)
        #expect(after.phraseFindings == ["benefit", "price", "objection"])
        #expect(try after.claim(.benefit).id == claim.id)
        #expect(try !after.finding(.benefit).isConfirmed)
        #expect(try await room.bench.history(of: claim.id, by: .owner).map(\.standing) == [.rejected, .suggested])
    }

    @Test("a decision on what somebody else decided is a conflict", arguments: [
        FindingVerdict.confirm, .reject(reason: nil), .reopen, .correct(kind: .price, side: nil),
    ])
    func stale(verdict: FindingVerdict) async throws {
        let (room, open) = try await start()
        let claim = try open.claim(.benefit)
        try await room.bench.decide(claim.id, .confirm, expecting: .suggested, by: .owner)
        let late = await #expect(throws: StoreError.self) {
            try await room.bench.decide(claim.id, verdict, expecting: .suggested, by: .owner)
        }
        #expect(late == .conflict(.claim(claim.id, expected: .suggested, found: .confirmed)))
        expectSentence(late)
        #expect(try await room.open(open.summary.id).phraseFindings == ["benefit", "price", "objection"])
    }

    @Test("a corrected kind takes the place of what was suggested, with its words, and the old one is not suggested again")
    func correctKind() async throws {
        let (room, open) = try await start()
        let id = open.summary.id
        let old = try open.claim(.benefit)
        let new = try await room.bench.decide(old.id, .correct(kind: .ownPlan, side: nil), expecting: .suggested, by: .owner)
        #expect(new.supersedes == old.id && new.author == .person("you") && new.standing == .confirmed)
        #expect(new.words == old.words)
        #expect(new.payload["effect"] == nil)
        var after = try await room.open(id)
        #expect(after.phraseFindings == ["price", "objection"])
        let finding = try after.finding(.ownPlan)
        #expect(finding.isConfirmed && finding.side == .customer && finding.utterance == 1)
        #expect(try after.claim(.ownPlan).id == new.id)
        #expect(try await room.bench.store.claim(old.id).standing == .superseded)
        try await room.bench.correctWords(of: id, [0: "Hello."], expecting: 1, by: .owner)
        after = try await room.open(id)
        #expect(after.phraseFindings == ["price", "objection"])
        #expect(try after.claim(.ownPlan).id == new.id)
        #expect(try await room.bench.store.claims(ClaimQuery(of: id, kinds: ["meeting.benefit"], standings: [.suggested])).isEmpty)
    }

    @Test("a corrected side is the finding's side")
    func correctSide() async throws {
        let (room, open) = try await start()
        let old = try open.claim(.price)
        #expect(try open.finding(.price).side == .seller)
        try await room.bench.decide(old.id, .correct(kind: .price, side: .thirdParty), expecting: .suggested, by: .owner)
        let after = try await room.open(open.summary.id)
        #expect(after.analysis.reading.findings(of: .price).map(\.side) == [.thirdParty])
        #expect(after.analysis.reading.findings(of: .price).map(\.isConfirmed) == [true])
    }

    @Test("a correction that is taken back is withdrawn, and what it corrected waits again", arguments: [true, false])
    func reopenCorrection(byCorrection: Bool) async throws {
        let (room, open) = try await start()
        let id = open.summary.id
        let old = try open.claim(.benefit)
        let new = try await room.bench.decide(old.id, .correct(kind: .ownPlan, side: nil), expecting: .suggested, by: .owner)
        let back = try await room.bench.decide(
            byCorrection ? new.id : old.id, .reopen, expecting: byCorrection ? .confirmed : .superseded, by: .owner
        )
        #expect(back.id == old.id && back.standing == .suggested)
        #expect(try await room.bench.store.claim(new.id).standing == .withdrawn)
        let after = try await room.open(id)
        #expect(after.phraseFindings == ["benefit", "price", "objection"])
        #expect(after.analysis.reading.findings(of: .ownPlan).isEmpty)
        #expect(try after.claim(.benefit).id == old.id)
        #expect(try await room.bench.history(of: new.id, by: .owner).map(\.standing) == [.withdrawn])
    }

    @Test("a correction of a correction is taken back as a whole")
    func reopenChain() async throws {
        let (room, open) = try await start()
        let old = try open.claim(.benefit)
        let second = try await room.bench.decide(old.id, .correct(kind: .ownPlan, side: nil), expecting: .suggested, by: .owner)
        let third = try await room.bench.decide(second.id, .correct(kind: .motive, side: nil), expecting: .confirmed, by: .owner)
        var after = try await room.open(open.summary.id)
        #expect(after.analysis.reading.findings(of: .motive).count == 1 && after.analysis.reading.findings(of: .ownPlan).isEmpty)
        try await room.bench.decide(third.id, .reopen, expecting: .confirmed, by: .owner)
        after = try await room.open(open.summary.id)
        #expect(after.phraseFindings == ["benefit", "price", "objection"])
        #expect(after.analysis.reading.findings(of: .motive).isEmpty && after.analysis.reading.findings(of: .ownPlan).isEmpty)
    }

    @Test("what the engine itself does not see any more cannot be reopened, and the sentence says what to do")
    func reopenVanished() async throws {
        let (room, open) = try await start()
        let claim = try open.claim(.objection)
        try await room.bench.correctWords(of: open.summary.id, [3: "That is fine for us."], expecting: 1, by: .owner)
        expectSentence(await #expect(throws: StoreError.self) {
            try await room.bench.decide(claim.id, .reopen, expecting: .superseded, by: .owner)
        })
    }

    @Test("a finding is added by selected words, spaces around them left out")
    func add() async throws {
        let (room, open) = try await start()
        let id = open.summary.id
        let line = open.analysis.conversation.utterances[5].range
        // "The people on the night shift": 4 scalars in, with the space before and after it.
        let claim = try await room.bench.addFinding(
            .resistingFactor, in: id, words: line.lowerBound + 3..<line.lowerBound + 11, transcriptVersion: 1, side: nil,
            note: "The night shift decides.", by: .owner
        )
        #expect(claim.words?.range == line.lowerBound + 4..<line.lowerBound + 10)
        #expect(claim.object == "Ben Holt" && claim.payload["side"] == "customer")
        let after = try await room.open(id)
        let finding = try after.finding(.resistingFactor)
        #expect(finding.isConfirmed && finding.side == .customer && finding.utterance == 5)
        #expect(finding.rule.statement == "Stated by you.")
        #expect(try after.claim(.resistingFactor).id == claim.id)
        // Taken back, it is gone.
        #expect(try await room.bench.decide(claim.id, .reopen, expecting: .confirmed, by: .owner).standing == .withdrawn)
        #expect(try await room.open(id).analysis.reading.findings(of: .resistingFactor).isEmpty)
    }

    @Test("a finding that a person stated where the engine sees one too is one finding, with the person's claim")
    func addOverEngine() async throws {
        let (room, open) = try await start()
        let id = open.summary.id
        let line = open.analysis.conversation.utterances[1].range
        let claim = try await room.bench.addFinding(
            .benefit, in: id, words: line, transcriptVersion: 1, side: nil, note: nil, by: .owner
        )
        #expect(try await room.open(id).claim(.benefit).id == claim.id)
        try await room.bench.correctWords(of: id, [0: "Hello."], expecting: 1, by: .owner)
        let after = try await room.open(id)
        #expect(after.phraseFindings == ["benefit", "price", "objection"])
        #expect(try after.claim(.benefit).id == claim.id)
        let live = try await room.bench.store.claims(ClaimQuery(of: id, kinds: ["meeting.benefit"])).filter(\.standing.isLive)
        #expect(live.map(\.id) == [claim.id])
    }

    @Test("words over two utterances are one finding with two passages")
    func addAcross() async throws {
        let (room, open) = try await start()
        let lines = open.analysis.conversation.utterances
        try await room.bench.addFinding(
            .decisionProcess, in: open.summary.id, words: lines[4].range.upperBound - 6..<lines[5].range.lowerBound + 10,
            transcriptVersion: 1, side: .customer, note: nil, by: .owner
        )
        let finding = try await room.open(open.summary.id).finding(.decisionProcess)
        #expect(finding.passages.map(\.utterance) == [4, 5])
        #expect(finding.side == .customer)
    }

    @Test("a selection without words is refused", arguments: [
        0..<0, 54..<55, -5..<3, 0..<100_000, 100_000..<100_001, 7..<8, Int.max - 1..<Int.max, Int.min..<0,
    ])
    func addNothing(words: Range<Int>) async throws {
        // 54 is the line feed after the first utterance, 7 the space after "Welcome".
        #expect(talk[0].1.unicodeScalars.count == 54)
        let (room, open) = try await start()
        expectSentence(await #expect(throws: StoreError.self) {
            try await room.bench.addFinding(.benefit, in: open.summary.id, words: words, transcriptVersion: 1, side: nil, note: nil, by: .owner)
        })
        #expect(try await room.open(open.summary.id).summary.version == open.summary.version)
    }

    @Test("words selected in an older version, and a note that is a book, are refused")
    func addStale() async throws {
        let (room, open) = try await start()
        let id = open.summary.id
        try await room.bench.correctWords(of: id, [0: "Hello."], expecting: 1, by: .owner)
        await #expect(throws: StoreError.conflict(.transcript(expected: 1, found: 2))) {
            try await room.bench.addFinding(.benefit, in: id, words: 0..<5, transcriptVersion: 1, side: nil, note: nil, by: .owner)
        }
        expectSentence(await #expect(throws: StoreError.self) {
            try await room.bench.addFinding(
                .benefit, in: id, words: 0..<5, transcriptVersion: 2, side: nil, note: String(repeating: "x", count: 2001), by: .owner
            )
        })
    }

    @Test("findings added while others decide are all kept")
    func addAtOnce() async throws {
        let (room, open) = try await start()
        let id = open.summary.id
        let benefit = try open.claim(.benefit), price = try open.claim(.price)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for place in 0..<3 {
                group.addTask {
                    try await room.bench.addFinding(
                        .emotion, in: id, words: place * 3..<place * 3 + 2, transcriptVersion: 1, side: .customer, note: nil, by: .owner
                    )
                }
            }
            group.addTask { try await room.bench.decide(benefit.id, .confirm, expecting: .suggested, by: .owner) }
            group.addTask { try await room.bench.decide(price.id, .reject(reason: nil), expecting: .suggested, by: .owner) }
            try await group.waitForAll()
        }
        let after = try await room.open(id)
        #expect(after.analysis.reading.findings(of: .emotion).count == 3)
        #expect(after.phraseFindings == ["benefit", "objection"])
    }

    @Test("a finding that is corrected while its words are has evidence in the words of now")
    func correctWhileWordsChange() async throws {
        let (room, open) = try await start()
        let id = open.summary.id
        var claim = try open.claim(.benefit)
        let kinds: [FindingKind] = [.ownPlan, .motive, .applying, .emotion, .realisation, .acceptance]
        for (round, kind) in kinds.enumerated() {
            let before = claim
            async let words = room.bench.correctWords(
                of: id, [0: String(repeating: "Hello. ", count: round + 1)], expecting: round + 1, by: .owner
            )
            async let corrected = room.bench.decide(before.id, .correct(kind: kind, side: nil), expecting: before.standing, by: .owner)
            claim = try await corrected
            _ = try await words
            let now = try await room.open(id)
            let finding = try now.finding(kind), stored = try await room.bench.store.claim(claim.id)
            #expect(finding.utterance == 1 && finding.isConfirmed)
            #expect(stored.words?.range == finding.passages.first?.range)
            #expect(now.analysis.reading.findings(of: .benefit).isEmpty)
        }
    }

    @Test("an outcome said twice is the second one; the first stays in the history")
    func outcomeTwice() async throws {
        let (room, open) = try await start()
        let id = open.summary.id
        try await room.bench.setOutcome(of: id, MeetingOutcome(advanced: false), by: .owner)
        #expect(try await room.open(id).outcome == MeetingOutcome(advanced: false))
        let summary = try await room.bench.setOutcome(of: id, MeetingOutcome(advanced: true, to: "a trial\nat <b>plant</b> two"), by: .owner)
        #expect(summary.outcome == "advanced")
        #expect(try await room.open(id).outcome == MeetingOutcome(advanced: true, to: "a trial at <b>plant</b> two"))
        let claims = try await room.bench.store.claims(ClaimQuery(of: id, kinds: [MeetingOutcome.claimKind]))
        #expect(claims.map(\.standing) == [.superseded, .confirmed])
        #expect(claims[1].supersedes == claims[0].id)
        #expect(try await room.bench.history(of: claims[0].id, by: .owner).map(\.standing) == [.superseded])
        // An outcome is no finding, and is not decided on like one.
        expectSentence(await #expect(throws: StoreError.self) {
            try await room.bench.decide(claims[1].id, .reopen, expecting: .confirmed, by: .owner)
        })
        // The reading has nothing to do with it.
        #expect(try await room.open(id).phraseFindings == ["benefit", "price", "objection"])
    }

    @Test("outcomes said at the same time leave one that stands")
    func outcomesAtOnce() async throws {
        let (room, open) = try await start()
        let id = open.summary.id
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<6 {
                group.addTask { try await room.bench.setOutcome(of: id, MeetingOutcome(advanced: true, to: "\(number)"), by: .owner) }
            }
            try await group.waitForAll()
        }
        let claims = try await room.bench.store.claims(ClaimQuery(of: id, kinds: [MeetingOutcome.claimKind]))
        #expect(claims.count == 6 && claims.count { $0.standing == .confirmed } == 1)
    }

    @Test("what is kept of a reading never hides a decision made while somebody edits the cast")
    func noStaleReading() async throws {
        let (room, open) = try await start()
        let id = open.summary.id
        let claim = try open.claim(.benefit)
        for round in 0..<10 {
            let version = try await room.bench.store.cast(of: id).version
            let isEven = round.isMultiple(of: 2)
            async let edited = room.bench.edit(
                castOf: id, .add(name: "Guest \(round)", side: nil, organization: nil, function: nil), expecting: version, by: .owner
            )
            async let decided = room.bench.decide(
                claim.id, isEven ? .reject(reason: nil) : .reopen, expecting: isEven ? .suggested : .rejected, by: .owner
            )
            _ = try await (edited, decided)
            let now = try await room.open(id)
            #expect(now.phraseFindings == (isEven ? ["price", "objection"] : ["benefit", "price", "objection"]), "round \(round)")
        }
    }
}

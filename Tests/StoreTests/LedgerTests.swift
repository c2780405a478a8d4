import Covalence
import Foundation
import Store
import Testing

struct LedgerTests {
    @Test func decisionsAreKeptAndStaleOnesRefused() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        var new = newMeeting()
        let claim = suggestion("meeting.benefit", new, 0..<4)
        new.claims = [claim]
        try await workspace.add(new)
        let confirm = Decision(claim: claim.id, standing: .confirmed, author: .person("Petra"), decidedBy: .make(at: .base), at: .minutes(10), reason: "He said so")
        let confirmed = try await workspace.decide(confirm, expecting: .suggested)
        #expect(confirmed.standing == .confirmed)
        #expect(try await workspace.version(of: new.meeting.id) == 2)
        let reject = Decision(claim: claim.id, standing: .rejected, author: .person("Quinn"), at: .minutes(20))
        await expectConflict(.claim(claim.id, expected: .suggested, found: .confirmed)) {
            try await workspace.decide(reject, expecting: .suggested)
        }
        try await workspace.decide(reject, expecting: .confirmed)
        #expect(try await workspace.history(of: claim.id) == [confirm, reject])

        func standing(at minute: Int) async throws -> Standing? {
            try await workspace.claims(of: new.meeting.id, asKnownAt: .minutes(minute)).first?.standing
        }
        #expect(try await standing(at: -1) == nil)
        #expect(try await standing(at: 0) == .suggested)
        #expect(try await standing(at: 10) == .confirmed)
        #expect(try await standing(at: 19) == .confirmed)
        #expect(try await standing(at: 20) == .rejected)
        let unknown = Identifier<Claim>.make(at: .base)
        await #expect(throws: StoreError.notFound("The finding \(unknown)")) {
            try await workspace.decide(Decision(claim: unknown, standing: .confirmed, author: .person("P"), at: .base), expecting: .suggested)
        }
    }

    @Test func everyFieldOfAClaimComesBack() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        var new = newMeeting()
        let first = suggestion("meeting.benefit", new, 0..<4)
        let full = Claim(
            id: .make(at: .minutes(3)), kind: "meeting.code", kindVersion: 3,
            subject: .participant(new.cast.participants[1].id, in: new.meeting.id), object: "Halden", value: "saving",
            payload: ["b": "2 “quoted”", "a": ""], author: .person("Petra"), statedBy: .make(at: .minutes(-9)), confidence: 0.1, observedAt: .minutes(-5),
            recordedAt: .minutes(3),
            evidence: [
                Evidence(.meeting(new.meeting.id), basis: .reported), Evidence(.claim(first.id), basis: .assumed),
                Evidence(.words(Evidence.Words(transcript: new.transcript.transcript.id, range: 3..<9, wordsChanged: true))),
            ],
            standing: .confirmed, supersedes: first.id
        )
        new.claims = [full, first]
        try await workspace.add(new)
        #expect(try await workspace.claims(ClaimQuery(of: new.meeting.id)) == [first, full])
        #expect(try await workspace.claim(full.id) == full)
    }

    @Test func claimsAreAskedByKindStandingAndAuthor() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        var new = newMeeting()
        let meeting = new.meeting.id
        func claim(_ kind: String, _ author: Claim.Author, _ standing: Standing) -> Claim {
            Claim(id: .make(at: .base), kind: kind, subject: .meeting(meeting), author: author, recordedAt: .base, standing: standing)
        }
        let benefit = claim("benefit", .engine("e"), .suggested)
        let price = claim("price", .person("P"), .confirmed)
        let motive = claim("motive", .imported("f"), .rejected)
        new.claims = [benefit, price, motive]
        try await workspace.add(new)
        func ask(kinds: Set<String>? = nil, standings: Set<Standing>? = nil, authors: Set<AuthorKind>? = nil) async throws -> Set<String> {
            let query = ClaimQuery(of: meeting, kinds: kinds, standings: standings, authors: authors)
            return Set(try await workspace.claims(query).map(\.kind))
        }
        #expect(try await ask() == ["benefit", "price", "motive"])
        #expect(try await ask(kinds: ["benefit", "motive"]) == ["benefit", "motive"])
        #expect(try await ask(kinds: ["benefit", "motive"], standings: [.suggested]) == ["benefit"])
        #expect(try await ask(authors: [.person, .imported]) == ["price", "motive"])
        #expect(try await ask(kinds: []) == [])
    }

    @Test func aClaimAboutAnotherMeetingIsRefused() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let new = newMeeting()
        let other = newMeeting()
        try await workspace.add(new)
        var change = MeetingChange()
        change.claims = [suggestion("meeting.benefit", other, 0..<3)]
        await #expect(throws: StoreError.self) { try await workspace.apply(change, to: new.meeting.id) }
    }

    @Test func newSuggestionsTakeTheOldOnesPlaceButNotAPersons() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        var new = newMeeting()
        let kept = suggestion("benefit", new, 0..<4)
        let vanishing = suggestion("price", new, 5..<9)
        let confirmed = suggestion("motive", new, 0..<9)
        let rejected = suggestion("objection", new, 2..<9)
        let byPerson = Claim(
            id: .make(at: .base), kind: "price", subject: .meeting(new.meeting.id), author: .person("P"), recordedAt: .base
        )
        new.claims = [kept, vanishing, confirmed, rejected, byPerson]
        try await workspace.add(new)
        try await workspace.decide(Decision(claim: confirmed.id, standing: .confirmed, author: .person("P"), at: .minutes(1)), expecting: .suggested)
        try await workspace.decide(Decision(claim: rejected.id, standing: .rejected, author: .person("P"), at: .minutes(1)), expecting: .suggested)

        let fresh = suggestion("benefit", new, 10..<14, at: .minutes(2))
        var change = MeetingChange()
        change.suggestions = SuggestionSet([
            suggestion("benefit", new, 0..<4, at: .minutes(2)), suggestion("objection", new, 2..<9, at: .minutes(2)), fresh,
        ], engine: "words-en/2", at: .minutes(2))
        try await workspace.apply(change, to: new.meeting.id)
        func standings() async throws -> [Identifier<Claim>: Standing] {
            Dictionary(uniqueKeysWithValues: try await workspace.claims(ClaimQuery(of: new.meeting.id)).map { ($0.id, $0.standing) })
        }
        let expected: [Identifier<Claim>: Standing] = [
            kept.id: .suggested, vanishing.id: .superseded, confirmed.id: .confirmed, rejected.id: .rejected,
            byPerson.id: .suggested, fresh.id: .suggested,
        ]
        #expect(try await standings() == expected)
        #expect(try await workspace.history(of: vanishing.id) == [
            Decision(claim: vanishing.id, standing: .superseded, author: .engine("words-en/2"), at: .minutes(2)),
        ])
        // Suggesting the same again changes nothing.
        try await workspace.apply(change, to: new.meeting.id)
        #expect(try await standings() == expected)
    }

    @Test func suggestionsStayTheSameAcrossACorrection() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        var new = newMeeting(lines: [("Anna", "Hm"), ("Ben", "It saves money")])
        let benefit = suggestion("benefit", new, 3..<17)
        new.claims = [benefit]
        try await workspace.add(new)
        let corrected = new.transcript.transcript.correcting([0: "Hmmm"], as: .make(at: .minutes(1)))
        var moved = benefit
        moved.id = .make(at: .minutes(1))
        moved.evidence = [Evidence(.words(Evidence.Words(transcript: corrected.id, range: 5..<19)))]
        var change = MeetingChange()
        change.transcript = TranscriptChange(
            NewTranscript(corrected, words: 4, author: .person("P"), madeAt: .minutes(1)), expecting: 1
        )
        change.suggestions = SuggestionSet([moved], engine: "words-en/1", at: .minutes(1))
        try await workspace.apply(change, to: new.meeting.id)
        let claims = try await workspace.claims(ClaimQuery(of: new.meeting.id))
        #expect(claims.map(\.id) == [benefit.id])
        #expect(claims.first?.evidence == moved.evidence)
    }

    @Test func theOutcomeInTheListIsTheNewestConfirmed() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let new = newMeeting()
        try await workspace.add(new)
        func state(_ value: String, _ minute: Int, _ standing: Standing) async throws -> Claim {
            let claim = Claim(
                id: .make(at: .minutes(minute)), kind: "meeting.outcome", subject: .meeting(new.meeting.id), value: value,
                author: .person("P"), recordedAt: .minutes(minute), standing: standing
            )
            var change = MeetingChange()
            change.claims = [claim]
            try await workspace.apply(change, to: new.meeting.id)
            return claim
        }
        _ = try await state("not-advanced", 1, .confirmed)
        let advanced = try await state("advanced", 2, .confirmed)
        _ = try await state("unclear", 3, .suggested)
        #expect(try await workspace.meeting(new.meeting.id).outcome == "advanced")
        #expect(try await workspace.count(MeetingQuery(filter: MeetingFilter(outcome: "advanced"))) == 1)
        try await workspace.decide(Decision(claim: advanced.id, standing: .withdrawn, author: .person("P"), at: .minutes(4)), expecting: .confirmed)
        #expect(try await workspace.meeting(new.meeting.id).outcome == "not-advanced")
    }
}

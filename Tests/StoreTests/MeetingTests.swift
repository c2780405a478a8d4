import Covalence
import Foundation
import Store
import Testing

struct MeetingTests {
    @Test func whatIsStoredComesBack() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        var new = newMeeting()
        new.claims = [suggestion("meeting.benefit", new, 37..<69)]
        let summary = try await workspace.add(new)
        #expect(summary.meeting == new.meeting)
        #expect(summary.version == 1)
        #expect(summary.utterances == 2)
        #expect(summary.words == 14)
        #expect(summary.duration == 7500)
        #expect(summary.language == "en")
        #expect(summary.names(on: .seller) == ["Anna"])
        #expect(summary.names(on: .customer) == ["Ben"])
        #expect(summary.organizations() == ["Nordwind", "Halden Works"])
        #expect(summary.openQuestions == 0)
        #expect(summary.outcome == nil)
        #expect(!summary.hasRecording)
        #expect(try await workspace.meeting(new.meeting.id) == summary)

        let stored = try await workspace.transcript(of: new.meeting.id)
        #expect(stored.transcript == new.transcript.transcript)
        #expect(stored.acts == new.transcript.acts)
        #expect(stored.version.engine == "acts-en/1")
        #expect(try await workspace.cast(of: new.meeting.id).cast == new.cast)
        #expect(try await workspace.claims(ClaimQuery(of: new.meeting.id)) == new.claims)
    }

    @Test func utterancesWithoutSpeakerTimeOrActComeBackSo() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        var new = newMeeting(acts: false, language: nil)
        new.transcript.transcript.utterances = [
            Utterance(speaker: nil, time: nil, text: "Whoever said this"), Utterance(speaker: 0, time: nil, text: ""),
            Utterance(speaker: 1, time: nil, text: "שלום 👋🏽 <b>not markup</b>"),
        ]
        try await workspace.add(new)
        let stored = try await workspace.transcript(of: new.meeting.id)
        #expect(stored.transcript.utterances == new.transcript.transcript.utterances)
        #expect(stored.acts == nil)
        #expect(try await workspace.meeting(new.meeting.id).duration == nil)
    }

    @Test func aMeetingIsAsLongAsFromItsFirstWordToItsLast() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        var new = newMeeting()
        for index in new.transcript.transcript.utterances.indices {
            new.transcript.transcript.utterances[index].time = TimeSpan(start: 1_200 + index * 4_000, end: 4_700 + index * 4_000)
        }
        // From 1.2 s to 8.7 s.
        #expect(try await workspace.add(new).duration == 7_500)
    }

    /// SQLite would cut the text there.
    @Test func aZeroCharacterIsRefused() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        await #expect(throws: StoreError.self) { try await workspace.add(newMeeting(lines: [("Anna", "cut\u{0}off")])) }
        await #expect(throws: StoreError.self) { try await workspace.add(newMeeting(lines: [("An\u{0}na", "whole")])) }
        #expect(try await workspace.count(MeetingQuery()) == 0)
    }

    @Test func aSliceKnowsItsPlaceWithoutTheRest() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let new = newMeeting(lines: (0..<300).map { ("Anna", "Línea \($0) 👋🏽 " + String(repeating: "x", count: $0 % 7)) })
        try await workspace.add(new)
        let offsets = new.transcript.transcript.offsets
        for range in [0..<100, 63..<66, 64..<65, 127..<300, 250..<900] {
            let slice = try await workspace.utterances(of: new.meeting.id, in: range)
            let expected = range.clamped(to: 0..<300)
            #expect(slice.utterances.map(\.index) == Array(expected))
            #expect(slice.utterances.map(\.utterance) == Array(new.transcript.transcript.utterances[expected]))
            #expect(slice.utterances.map(\.position) == Array(offsets.starts[expected]))
            #expect(slice.utterances.allSatisfy { $0.act?.confidence == 0.75 })
        }
        #expect(try await workspace.utterances(of: new.meeting.id, in: 400..<500).utterances.isEmpty)
        #expect(try await workspace.utterances(of: new.meeting.id, in: -5..<2).utterances.count == 2)
    }

    @Test func correctionKeepsBothVersionsAndCarriesEvidence() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        var new = newMeeting(lines: [("Anna", "Wat is it?"), ("Ben", "It saves money"), ("Ben", "I like it")])
        // Offsets by hand: 0..10, 11..25, 26..35.
        new.claims = [
            suggestion("meeting.question", new, 0..<10), suggestion("meeting.benefit", new, 14..<25),
            suggestion("meeting.acceptance", new, 26..<35),
        ]
        try await workspace.add(new)
        let corrected = new.transcript.transcript.correcting([0: "What is it?"], as: .make(at: .minutes(1)))
        var change = MeetingChange()
        change.transcript = TranscriptChange(
            NewTranscript(
                corrected, acts: new.transcript.acts, engine: "acts-en/1", words: 9, author: .person("Petra"),
                madeAt: .minutes(1)
            ),
            expecting: 1
        )
        let summary = try await workspace.apply(change, to: new.meeting.id)
        #expect(summary.transcriptVersion == 2)
        #expect(summary.version == 2)

        #expect(try await workspace.transcript(of: new.meeting.id).transcript == corrected)
        #expect(try await workspace.transcript(of: new.meeting.id, version: 1).transcript == new.transcript.transcript)
        let versions = try await workspace.transcriptVersions(of: new.meeting.id)
        #expect(versions.map(\.version) == [1, 2])
        #expect(versions[1].corrects == versions[0].id)
        #expect(versions[1].author == .person("Petra"))

        let claims = try await workspace.claims(ClaimQuery(of: new.meeting.id))
        func words(_ kind: String) -> Evidence.Words? {
            guard case .words(let words) = claims.first(where: { $0.kind == kind })?.evidence.first?.place else { return nil }
            return words
        }
        #expect(words("meeting.question") == Evidence.Words(transcript: corrected.id, range: 0..<11, wordsChanged: true))
        #expect(words("meeting.benefit") == Evidence.Words(transcript: corrected.id, range: 15..<26))
        #expect(words("meeting.acceptance") == Evidence.Words(transcript: corrected.id, range: 27..<36))
        #expect(try await workspace.ledger(of: new.meeting.id).claims == new.claims.sorted { $0.id < $1.id })

        // What was misheard is no longer found; what was meant is.
        #expect(try await workspace.moments(MomentQuery(words: "wat")).items.isEmpty)
        #expect(try await workspace.moments(MomentQuery(words: "what")).items.map(\.utterance) == [0])

        await expectConflict(.transcript(expected: 1, found: 2)) { try await workspace.apply(change, to: new.meeting.id) }
    }

    @Test func manyCorrectionsReadAsTheyWereMade() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let new = newMeeting(lines: (0..<130).map { ("Anna", "line \($0)") })
        try await workspace.add(new)
        var versions = [new.transcript.transcript]
        for version in 1...6 {
            let next = versions[version - 1].correcting(
                [version * 7: "changed \(version)", 64: "again \(version)"], as: .make(at: .minutes(version))
            )
            var change = MeetingChange()
            change.transcript = TranscriptChange(
                NewTranscript(next, acts: new.transcript.acts, engine: "acts-en/1", words: 260, author: .person("P"), madeAt: .minutes(version)),
                expecting: version
            )
            try await workspace.apply(change, to: new.meeting.id)
            versions.append(next)
        }
        for (index, version) in versions.enumerated() {
            let stored = try await workspace.transcript(of: new.meeting.id, version: index + 1)
            #expect(stored.transcript.utterances == version.utterances)
            let slice = try await workspace.utterances(of: new.meeting.id, in: 60..<70, version: index + 1)
            #expect(slice.utterances.map(\.position) == Array(version.offsets.starts[60..<70]))
        }
        #expect(try await workspace.moments(MomentQuery(words: "again")).items.map(\.text) == ["again 6"])
    }

    @Test func aVersionWithFewerAndThenMoreUtterancesReads() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let new = newMeeting(lines: (0..<10).map { ("Anna", "original\($0)") }, acts: false)
        try await workspace.add(new)
        for (version, count) in [(2, 4), (3, 8)] {
            var next = new.transcript.transcript
            next.id = .make(at: .minutes(version))
            next.utterances = (0..<count).map { Utterance(speaker: 0, text: "v\(version)n\($0)") }
            var change = MeetingChange()
            change.transcript = TranscriptChange(
                NewTranscript(next, words: count, author: .person("P"), madeAt: .minutes(version)), expecting: version - 1
            )
            try await workspace.apply(change, to: new.meeting.id)
            #expect(try await workspace.transcript(of: new.meeting.id).transcript.utterances == next.utterances)
        }
        #expect(try await workspace.transcript(of: new.meeting.id, version: 2).transcript.utterances.count == 4)
        #expect(try await workspace.transcript(of: new.meeting.id, version: 1).transcript.utterances.count == 10)
        #expect(try await workspace.moments(MomentQuery(words: "original*")).items.isEmpty)
        #expect(try await workspace.moments(MomentQuery(words: "v2*")).items.isEmpty)
        #expect(try await workspace.moments(MomentQuery(words: "v3*")).items.count == 8)
    }

    @Test func actsReadAgainAreNotANewVersion() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let new = newMeeting()
        try await workspace.add(new)
        var change = MeetingChange()
        let acts = [TaggedAct(act: .floor, confidence: 0.5), TaggedAct(act: .question, question: .rhetorical, confidence: 0.5)]
        change.acts = ActsChange(acts, engine: "acts-en/2", expecting: 1)
        let summary = try await workspace.apply(change, to: new.meeting.id)
        #expect(summary.transcriptVersion == 1)
        let stored = try await workspace.transcript(of: new.meeting.id)
        #expect(stored.acts == acts)
        #expect(stored.version.engine == "acts-en/2")
    }

    @Test func everyChangeRaisesTheVersions() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let new = newMeeting()
        try await workspace.add(new)
        let before = try await workspace.version()
        var change = MeetingChange()
        change.expecting = 1
        change.meeting = new.meeting
        change.meeting?.title = "Second thoughts"
        change.meeting?.note = "with plant manager"
        try await workspace.apply(change, to: new.meeting.id)
        #expect(try await workspace.version(of: new.meeting.id) == 2)
        #expect(try await workspace.version() > before)
        #expect(try await workspace.meeting(new.meeting.id).meeting == change.meeting)
        await expectConflict(.meeting(expected: 1, found: 2)) { try await workspace.apply(change, to: new.meeting.id) }
    }

    @Test func aChangeThatFailsHalfwayChangesNothing() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        var new = newMeeting()
        let claim = suggestion("meeting.benefit", new, 0..<4)
        new.claims = [claim]
        try await workspace.add(new)
        var change = MeetingChange()
        change.meeting = new.meeting
        change.meeting?.title = "Never"
        change.claims = [suggestion("meeting.price", new, 0..<4)]
        change.decisions = [ExpectedDecision(
            Decision(claim: claim.id, standing: .confirmed, author: .person("P"), at: .base), expecting: .rejected
        )]
        await expectConflict(.claim(claim.id, expected: .rejected, found: .suggested)) {
            try await workspace.apply(change, to: new.meeting.id)
        }
        let summary = try await workspace.meeting(new.meeting.id)
        #expect(summary.meeting.title == "First meeting")
        #expect(summary.version == 1)
        #expect(try await workspace.claims(ClaimQuery(of: new.meeting.id)) == [claim])
    }

    @Test func whatIsTakenOrMissingIsSaid() async throws {
        let room = try Room()
        let (store, workspace) = try await room.makeWorkspace()
        let new = newMeeting()
        try await workspace.add(new)
        await #expect(throws: StoreError.exists("The meeting \(new.meeting.id)")) { try await workspace.add(new) }
        let other = Identifier<Meeting>.make(at: .base)
        await #expect(throws: StoreError.notFound("The meeting \(other)")) { try await workspace.meeting(other) }
        await #expect(throws: StoreError.self) { try await workspace.transcript(of: new.meeting.id, version: 2) }
        let nowhere = Identifier<Workspace>.make(at: .base)
        await #expect(throws: StoreError.notFound("The workspace \(nowhere)")) { try await store.workspace(nowhere) }
    }

    @Test func workspacesDoNotSeeEachOther() async throws {
        let room = try Room()
        let (store, first) = try await room.makeWorkspace()
        let id = Identifier<Workspace>.make(at: .minutes(1))
        try await store.createWorkspace(WorkspaceRecord(id: id, name: "Other", createdAt: .minutes(1), settings: #"{"a":1}"#))
        await #expect(throws: StoreError.self) {
            try await store.createWorkspace(WorkspaceRecord(id: id, name: "Again", createdAt: .base))
        }
        let second = try await store.workspace(id)
        var new = newMeeting()
        new.claims = [suggestion("meeting.benefit", new, 0..<3)]
        try await first.add(new)
        #expect(try await second.meetings(MeetingQuery()).items.isEmpty)
        #expect(try await second.moments(MomentQuery(words: "plant")).items.isEmpty)
        #expect(try await second.rememberedSpeakers(behind: ["Anna"], in: .everything).isEmpty)
        await #expect(throws: StoreError.self) { try await second.transcript(of: new.meeting.id) }
        await #expect(throws: StoreError.self) { try await second.claim(new.claims[0].id) }
        await #expect(throws: StoreError.self) { try await second.erase(new.meeting.id) }
        // The same meeting can be in both.
        try await second.add(new)
        #expect(try await second.moments(MomentQuery(words: "plant")).items.count == 1)
        try await store.updateWorkspace(WorkspaceRecord(id: id, name: "Renamed", createdAt: .base))
        #expect(try await store.workspaces().map(\.name) == ["Team", "Renamed"])
    }

    @Test func cacheIsDroppedWhenTheMeetingChanges() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let new = newMeeting()
        try await workspace.add(new)
        let reading = Data("reading".utf8)
        try await workspace.cache(reading, as: "reading", engine: "words-en/1", of: new.meeting.id, madeFrom: 1)
        #expect(try await workspace.cached("reading", engine: "words-en/1", of: new.meeting.id) == reading)
        #expect(try await workspace.cached("reading", engine: "words-en/2", of: new.meeting.id) == nil)
        #expect(try await workspace.version(of: new.meeting.id) == 1)
        try await workspace.apply(MeetingChange(), to: new.meeting.id)
        #expect(try await workspace.cached("reading", engine: "words-en/1", of: new.meeting.id) == nil)
        // Made from a state that is no more: not kept.
        try await workspace.cache(reading, as: "reading", engine: "words-en/1", of: new.meeting.id, madeFrom: 1)
        #expect(try await workspace.cached("reading", engine: "words-en/1", of: new.meeting.id) == nil)
    }
}

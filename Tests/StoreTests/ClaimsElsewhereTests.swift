import Covalence
import Foundation
import GRDB
@testable import Store
import StoreTesting
import Testing

@Suite("Claims about people and organisations")
struct ClaimsElsewhereTests {
    let ann = Identifier<Person>.make(at: .minutes(1))
    let ben = Identifier<Person>.make(at: .minutes(2))
    let cid = Identifier<Person>.make(at: .minutes(3))

    func reports(_ person: Identifier<Person>, to above: Identifier<Person>, _ minute: Int, supersedes: Identifier<Claim>? = nil) -> Claim {
        Claim(
            id: .make(at: .minutes(minute)), kind: Person.reportsToKind, subject: .person(person), object: above.description,
            author: .person("Petra"), recordedAt: .minutes(minute), standing: .confirmed, supersedes: supersedes
        )
    }

    @Test("a claim about a person comes back whole, is decided on, and stands beside claims of meetings")
    func aboutAPerson() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        var new = newMeeting()
        let finding = suggestion("meeting.benefit", new, 0..<4)
        new.claims = [finding]
        try await workspace.add(new)
        var claim = reports(ann, to: ben, 5)
        claim.evidence = [Evidence(.words(.init(transcript: new.transcript.transcript.id, range: 0..<4))), Evidence(.claim(finding.id), basis: .reported)]
        claim.confidentialTo = [.make(at: .base), .make(at: .minutes(9))]
        claim.payload = ["since": "spring"]
        claim.statedBy = .make(at: .minutes(2))
        try await workspace.add([claim], decisions: [])
        #expect(try await workspace.claims(about: .person(ann), standings: nil) == [claim])
        #expect(try await workspace.claim(claim.id) == claim)
        #expect(try await workspace.claims(about: .person(ben), standings: nil).isEmpty)
        #expect(try await workspace.claims(ClaimQuery(of: new.meeting.id)).map(\.id) == [finding.id])
        let withdrawn = try await workspace.decide(
            Decision(claim: claim.id, standing: .withdrawn, author: .person("Petra"), decidedBy: claim.statedBy, at: .minutes(6)), expecting: .confirmed
        )
        #expect(withdrawn.standing == .withdrawn)
        #expect(try await workspace.claims(about: .person(ann), standings: [.confirmed]).isEmpty)
        let history = try await workspace.history(of: claim.id)
        #expect(history.map(\.standing) == [.withdrawn] && history.map(\.decidedBy) == [claim.statedBy])
    }

    @Test("evidence in a meeting follows corrected words, and goes with the meeting")
    func evidenceFollows() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let new = newMeeting()
        try await workspace.add(new)
        let words = new.transcript.transcript
        var claim = reports(ann, to: ben, 5)
        claim.evidence = [Evidence(.words(.init(transcript: words.id, range: 0..<3)))]
        try await workspace.add([claim], decisions: [])
        let corrected = words.correcting([1: "Something else was said."], as: .make(at: .minutes(7)))
        var change = MeetingChange()
        change.transcript = TranscriptChange(
            NewTranscript(corrected, acts: nil, engine: nil, words: 9, author: .person("Petra"), madeAt: .minutes(7)), expecting: 1
        )
        try await workspace.apply(change, to: new.meeting.id)
        let carried = try #require(try await workspace.claim(claim.id).evidence.first)
        #expect(carried.place == .words(.init(transcript: corrected.id, range: 0..<3)))
        try await workspace.erase(new.meeting.id)
        #expect(try await workspace.claim(claim.id).evidence.isEmpty)
    }

    @Test("nobody reports to themselves, not by way of others either; a claim that is taken back no longer counts")
    func circles() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let first = reports(ann, to: ben, 1)
        try await workspace.add([first, reports(ben, to: cid, 2)], decisions: [])
        for (person, above) in [(ann, ann), (ben, ann), (cid, ann)] {
            let refused = await #expect(throws: StoreError.self) { try await workspace.add([reports(person, to: above, 3)], decisions: []) }
            guard case .refused = refused else { Issue.record("refused for another reason: \(String(describing: refused))"); continue }
        }
        #expect(try await workspace.claims(about: .person(cid), standings: nil).isEmpty)
        let end = ExpectedDecision(Decision(claim: first.id, standing: .withdrawn, author: .person("P"), at: .minutes(4)), expecting: .confirmed)
        try await workspace.add([reports(cid, to: ann, 4)], decisions: [end])
        #expect(try await workspace.claims(about: .person(cid), standings: nil).count == 1)
    }

    @Test("a store of the first version keeps its claims, evidence and decisions through the migration", .enabled(if: TestStore.isOnSQLite, "about SQLite's file"))
    func migration() async throws {
        let room = try Room()
        let path = room.folder.appendingPathComponent("covalence.sqlite").path
        try FileManager.default.createDirectory(at: room.folder, withIntermediateDirectories: true)
        let old = try DatabasePool(path: path)
        try SQLiteEngine.migrator(Schema.migrations).migrate(old, upTo: "1: record, ledger, intake")
        let workspace = UUID(), meeting = UUID(), claim = UUID()
        try await old.write { db in
            try db.execute(sql: "INSERT INTO workspace (id, name, created_at, settings) VALUES (?, 'Old', 1, '{}')", arguments: [workspace])
            try WordIndex(.said, of: 1).create(Store.Database(db))
            try db.execute(sql: """
                INSERT INTO meeting (workspace, id, title, title_key, recorded_at, is_fiction, ordered_at, search_key, version,
                    transcript_version, cast_version, utterances, words, open_questions) VALUES (1, ?, 'Old', 'old', 1, 0, 1, 1, 1, 1, 1, 0, 0, 0)
                """, arguments: [meeting])
            try db.execute(sql: """
                INSERT INTO claim (workspace, meeting, id, kind, kind_version, author_kind, author_name, recorded_at, recorded_standing, standing)
                VALUES (1, 1, ?, 'meeting.benefit', 1, 'person', 'Petra', 5, 'suggested', 'confirmed')
                """, arguments: [claim])
            try db.execute(sql: "INSERT INTO evidence (workspace, meeting, claim, ordinal, place, basis, target) VALUES (1, 1, ?, 0, 'meeting', 'observed', ?)", arguments: [claim, meeting])
            try db.execute(sql: "INSERT INTO decision (workspace, meeting, claim, ordinal, standing, author_kind, author_name, at) VALUES (1, 1, ?, 1, 'confirmed', 'person', 'Petra', 6)", arguments: [claim])
        }
        try old.close()
        let store = try await SQLiteStore.open(room.folder)
        let handle = try await store.workspace(Identifier(workspace))
        let kept = try await handle.claim(Identifier(claim))
        #expect(kept.subject == .meeting(Identifier(meeting)))
        #expect(kept.standing == .confirmed)
        #expect(kept.evidence == [Evidence(.meeting(Identifier(meeting)))])
        // By name only it is nobody’s, also where a member has that name by now.
        #expect(kept.author == .person("Petra") && kept.statedBy == nil)
        #expect(try await handle.history(of: kept.id).map(\.decidedBy) == [nil])
        #expect(try await handle.ledger(of: Identifier(meeting)).claims.map(\.standing) == [.suggested])
        try await store.close()
    }
}

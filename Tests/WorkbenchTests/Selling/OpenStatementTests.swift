import Covalence
import Foundation
import Store
import StrategicSelling
import Testing
@testable import Workbench

@Suite("A statement with the moments it rests on")
struct OpenStatementTests {
    @Test("words are shown with who said them, where, and what was decided; what is not linked is out of sight")
    func opens() async throws {
        let room = try await SellingRoom.open()
        let bench = room.bench
        let objective = try await room.objective()
        let item = try await bench.keepTranscript(
            vtt([("Ines", "Who signs in the end?"), ("Paula", "The board does, for anything above ten thousand.")]), named: "a.vtt",
            details: ImportDetails(sellers: ["Ines"], customers: ["Paula"]), by: .owner
        )
        guard case .imported(let meeting, _, _) = try await bench.importTranscript(item, missingConsent: .goOn, by: .owner) else { throw Unexpected("It was not imported.") }
        let call = try await room.note("Call", of: [room.paula])
        guard case .interaction(let note) = call else { throw Unexpected("A note is an interaction.") }
        let transcript = try await bench.store.transcript(of: meeting.id).transcript
        var statement = SellingStatement(SellingKinds.role, OfPerson(room.paula, .economic))
        statement.evidence = [Evidence(.words(.init(transcript: transcript.id, range: transcript.offsets.range(of: 1)))), Evidence(.interaction(note))]
        let claim = try await bench.state(statement, of: objective, by: .owner)

        // The note was linked by itself; the meeting belongs to nothing yet.
        let before = try await bench.openStatement(claim.id, of: objective, by: .owner)
        guard case .notInSight = before.places[0], case .interaction(note, let title) = before.places[1] else { return #expect(Bool(false), "\(before.places)") }
        #expect(title == "Call" && before.person?.name == "Paula Keller")

        try await bench.setObjectives(of: .meeting(meeting.id), to: [objective], by: .owner)
        try await bench.decideStatement(claim.id, .reject(reason: "She only hopes so"), expecting: .confirmed, by: .owner)
        let open = try await bench.openStatement(claim.id, of: objective, by: .owner)
        guard case .words(let words) = open.places[0] else { return #expect(Bool(false), "\(open.places)") }
        #expect(words.meeting == meeting.id && words.utterance == 1 && words.speaker == "Paula" && words.side == .customer && !words.wordsChanged)
        #expect(words.quote == "The board does, for anything above ten thousand.")
        #expect(open.statement.claim.standing == .rejected && open.statement.decisions.last?.reason == "She only hopes so")
    }

    @Test("a statement of another sale, one that is not there, and one that the visitor may not know of are not found")
    func notFound() async throws {
        let room = try await SellingRoom.open()
        let sanna = try await room.directory.member("Sanna", .administrator), olli = try await room.directory.member("Olli", .administrator)
        let one = try await room.objective("One"), other = try await room.objective("Two")
        let stage = try await room.state(SellingKinds.stage, "Demo", of: one)
        await #expect(throws: StoreError.self) { try await room.bench.openStatement(stage.id, of: other, by: .owner) }
        await #expect(throws: StoreError.self) { try await room.bench.openStatement(.make(at: room.bench.now()), of: one, by: .owner) }
        var secret = SellingStatement(SellingKinds.stage, "They go elsewhere")
        secret.confidentialTo = []
        let hidden = try await room.bench.state(secret, of: one, by: sanna)
        #expect(try await room.bench.openStatement(hidden.id, of: one, by: sanna).statement.claim.value == "They go elsewhere")
        await #expect(throws: StoreError.self) { try await room.bench.openStatement(hidden.id, of: one, by: olli) }
    }
}

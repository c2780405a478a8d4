import Covalence
import Foundation
import Store
import Testing

/// Words that are cut because one person did not agree, and what was suggested out of them. Places counted by hand:
/// Anna: "What now?" (0 to 9), Ben: "We have forty thousand" (10 to 32), Anna: "Good" (33 to 37), Ben: "I sign it in May" (38 to 54).
@Suite("Suggestions of which some words are cut")
struct CutSuggestionTests {
    private let world: SellingWorld
    private let new: NewMeeting
    private let objective: Identifier<SalesObjective>

    init() async throws {
        world = try await SellingWorld()
        var meeting = newMeeting(lines: [("Anna", "What now?"), ("Ben", "We have forty thousand"), ("Anna", "Good"), ("Ben", "I sign it in May")])
        meeting.accounts = [world.halden]
        new = meeting
        objective = try await world.objective(at: world.halden).id
        try await world.workspace.add(new)
    }

    private func suggested(_ kind: String, _ ranges: [Range<Int>], _ standing: Standing, value: String? = nil, _ payload: [String: String] = [:]) -> Claim {
        let meeting = Identifier<Interaction>(new.meeting.id.uuid).description
        return Claim(
            id: .make(at: .base), kind: kind, subject: .objective(objective), value: value, payload: payload.merging(["read-in": meeting]) { $1 },
            author: .engine("selling-words/2"), confidence: 0.8, recordedAt: .base,
            evidence: ranges.map { Evidence(.words(Evidence.Words(transcript: new.transcript.transcript.id, range: $0))) }, standing: standing
        )
    }

    /// Ben did not agree: his words go.
    private func cut() async throws {
        let ben = try #require(new.cast.participants.first { $0.name == "Ben" }).id
        _ = try await world.workspace.removeWords(of: new.meeting.id, .participants([ben]), reading: nil)
    }

    /// Readings of the objective that wait.
    private func readings() async throws -> [Job] {
        try await world.workspace.jobs(JobQuery(states: [.waiting], kind: .suggestStatements)).items
    }

    private func left() async throws -> [Identifier<Claim>: Claim] {
        let ledger = try await world.workspace.ledger(about: [.objective(objective)], kinds: ["influence.role", "influence.win", "objective.amount", "objective.need", "objective.readiness"])
        return Dictionary(ledger.claims.map { ($0.id, $0) }) { first, _ in first }
    }

    @Test("what rests on words that stay keeps what was decided; what rests on the others goes")
    func keepsDecisions() async throws {
        let anna = suggested("influence.role", [33..<37], .rejected), ben = suggested("influence.role", [38..<54], .rejected)
        let both = suggested("influence.role", [38..<54, 33..<37], .rejected), waiting = suggested("objective.amount", [10..<32], .suggested)
        let stays = suggested("objective.need", [0..<9], .suggested)
        try await world.workspace.add([anna, ben, both, waiting, stays], decisions: [])
        try await world.workspace.keep(SellingReading(stamp: "s", engine: "e", content: Data([1])), of: .meeting(new.meeting.id))
        for job in try await readings() { _ = try await world.workspace.cancelJob(job.id, at: .base) }
        let version = try await world.workspace.objective(objective, in: .everything).version
        try await cut()
        let left = try await left()
        #expect(left[anna.id] != nil && left[both.id] != nil && left[stays.id] != nil)
        #expect(left[ben.id] == nil && left[waiting.id] == nil)
        // A reading that began before may not write what it read.
        await #expect(throws: StoreError.self) { try await world.workspace.suggest([], ending: [], for: objective, expecting: version, as: nil) }
        // With the words that stay the objective is read anew.
        #expect(try await world.workspace.sellingReadings(of: [.meeting(new.meeting.id)]).isEmpty)
        #expect(try await readings().map(\.subject) == [objective.uuid])
    }

    @Test("a quote of words that were cut goes, also where other words are left; what a person confirmed stays without it")
    func quotes() async throws {
        let rejected = suggested("objective.readiness", [33..<37, 38..<54], .rejected, value: "ready", ["words": "I sign it in May"])
        let confirmed = suggested("influence.win", [38..<54], .confirmed, value: "I sign it in May", ["quoted": "value"])
        // Of two utterances in one quote, cut in the second: what Ben said begins in it.
        let across = suggested("objective.readiness", [33..<37, 38..<54], .rejected, value: "ready", ["words": "Good I sign…"])
        let other = suggested("influence.win", [33..<37], .confirmed, value: "Good", ["quoted": "value"])
        try await world.workspace.add([rejected, confirmed, across, other], decisions: [])
        try await cut()
        let left = try await left()
        #expect(left[rejected.id] == nil && left[across.id] == nil)
        #expect(left[confirmed.id]?.value == "words that were erased")
        #expect(left[other.id]?.value == "Good")
        #expect(try world.room.filesHolding("forty thousand") == [])
    }

    @Test("where all words go, all that was suggested out of them goes")
    func all() async throws {
        let anna = suggested("influence.role", [33..<37], .rejected)
        try await world.workspace.add([anna], decisions: [])
        _ = try await world.workspace.removeWords(of: new.meeting.id, .all, reading: nil)
        #expect(try await left().isEmpty)
    }
}

import Covalence
import Foundation
import Store
import Testing

struct PersonErasureTests {
    /// A meeting in which Ben is a known person, with what may hold his name.
    private func world(_ workspace: any WorkspaceStore, _ person: Identifier<Person>) async throws -> NewMeeting {
        var new = newMeeting(lines: [("Anna", "Hello there"), ("Benqz Holt", "We wait"), ("Anna", "Good")], sides: ["Anna": .seller, "Benqz Holt": .customer])
        let ben = try #require(new.cast.participants.firstIndex { $0.name == "Benqz Holt" })
        new.cast.participants[ben].person = person
        new.cast.participants[ben].function = "Buyer"
        new.cast.participants[ben].consent = [.recording: .refused]
        new.cast.participants[ben].consentSaid = [.recording: ConsentSaid(on: nil, wording: "Benqz said no")]
        var claim = suggestion("meeting.benefit", new, 12..<19)
        claim.object = "Benqz Holt"
        let about = Claim(
            id: .make(at: .base), kind: "person.trait", subject: .participant(new.cast.participants[ben].id, in: new.meeting.id),
            author: .person("P"), recordedAt: .base, standing: .confirmed
        )
        new.claims = [claim, about]
        try await workspace.add(new)
        try await workspace.add([
            Claim(
                id: .make(at: .base), kind: "person.likes", subject: .person(person), value: "Benqz likes tea", author: .person("P"),
                recordedAt: .base, standing: .confirmed
            ),
        ], decisions: [])
        return new
    }

    @Test func aPersonGoesFromCastsLabelsAndClaims() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let person = Identifier<Person>.make(at: .base)
        let new = try await world(workspace, person)
        #expect(try !room.filesHolding("Benqz").isEmpty)
        #expect(try await workspace.rememberedSpeakers(behind: ["Benqz Holt"], in: .everything).count == 1)

        try await workspace.erasePerson(person, substitute: "[erased]", at: .minutes(5))
        #expect(try room.filesHolding("Benqz") == [])
        #expect(try room.filesHolding("benqz") == [])
        let cast = try await workspace.cast(of: new.meeting.id).cast
        let gone = try #require(cast.participants.first { $0.name == "[erased]" })
        #expect(gone.side == .customer && gone.person == nil && gone.function == nil && gone.consent == [.recording: .refused])
        #expect(cast.labels["[erased]"] == gone.id)
        let transcript = try await workspace.transcript(of: new.meeting.id).transcript
        #expect(transcript.speakers == ["Anna", "[erased]"])
        // The words stay with their speaker; who removes words does it before.
        #expect(Conversation(transcript: transcript, cast: cast).utterances[1].participant.map { cast.participants[$0].id } == gone.id)
        #expect(try await workspace.rememberedSpeakers(behind: ["Benqz Holt", "[erased]"], in: .everything).isEmpty)
        #expect(try await workspace.claims(about: .person(person), standings: nil).isEmpty)
        let claims = try await workspace.claims(ClaimQuery(of: new.meeting.id))
        #expect(claims.map(\.kind) == ["meeting.benefit"] && claims.first?.object == "[erased]")
        #expect(try await workspace.erasures() == [ErasureRecord(.person(person), at: .minutes(5))])
        try await workspace.erasePerson(person, substitute: "[erased]", at: .minutes(6))
        #expect(try await workspace.erasures().count == 1)
        await #expect(throws: StoreError.erased("This person")) { try await workspace.holdings(on: person) }
    }

    @Test func whatAMemberSaidUnderAnotherNameLosesItToo() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let person = newPerson("Tove Lund")
        try await workspace.add(person, by: nil, at: .base)
        var tove = newMember("Benqz Holt", "tove@nordwind.example")
        tove.person = person.id
        let anna = newMember("Anna Berg", "anna@nordwind.example")
        for member in [tove, anna] { try await workspace.add(member, token: nil) }
        func claim(_ author: Member) -> Claim {
            Claim(
                id: .make(at: .base), kind: "person.likes", subject: .person(.make(at: .base)), value: "likes tea", author: .person(author.name),
                statedBy: author.id, recordedAt: .base, standing: .confirmed
            )
        }
        let hers = claim(tove), others = claim(anna)
        try await workspace.add([hers, others], decisions: [])
        for claim in [hers, others] {
            try await workspace.decide(
                Decision(claim: claim.id, standing: .rejected, author: .person("Benqz Holt"), decidedBy: tove.id, at: .minutes(1)), expecting: .confirmed
            )
        }
        tove.name = "Tove Lund"
        try await workspace.update(tove, at: .minutes(2))

        try await workspace.erasePerson(person.id, substitute: "[erased]", at: .minutes(5))
        let kept = try await workspace.claim(hers.id)
        #expect(kept.author == .person("[erased]") && kept.statedBy == tove.id)
        #expect(try await workspace.claim(others.id).author == .person("Anna Berg"))
        for claim in [hers, others] {
            #expect(try await workspace.history(of: claim.id).map { [$0.author.name, $0.decidedBy?.description] } == [["[erased]", tove.id.description]])
        }
    }

    @Test func twoLabelsOfOnePersonStayTwo() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let person = Identifier<Person>.make(at: .base)
        var new = newMeeting(lines: [("Ben", "one"), ("Ben H", "two"), ("[erased]", "three")], sides: [:])
        new.cast.participants[0].person = person
        new.cast = try new.cast.merging(new.cast.participants[1].id, into: new.cast.participants[0].id)
        try await workspace.add(new)
        try await workspace.erasePerson(person, substitute: "[erased]", at: .base)
        #expect(try await workspace.transcript(of: new.meeting.id).transcript.speakers == ["[erased] 2", "[erased] 3", "[erased]"])
        let cast = try await workspace.cast(of: new.meeting.id).cast
        #expect(cast.labels["[erased] 2"] == cast.labels["[erased] 3"] && cast.labels["[erased]"] != cast.labels["[erased] 2"])
    }

    @Test func whoNeverWasIsNotFound() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        await #expect(throws: StoreError.self) { try await workspace.erasePerson(.make(at: .base), substitute: "x", at: .base) }
        #expect(try await workspace.erasures().isEmpty)
    }
}

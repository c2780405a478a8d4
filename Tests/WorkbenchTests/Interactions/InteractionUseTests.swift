import Covalence
import Formats
import Foundation
import Store
import Testing
@testable import Workbench

@Suite("Notes, calls, who was who, and accounts of meetings")
struct InteractionUseTests {
    @Test("a note says who told it, belongs to the account of whom it is about, changes and is erased")
    func notes() async throws {
        let world = try await Directory.open()
        let account = try await world.organization("Brunavik")
        let paula = try await world.person("Paula", at: account.id)
        let record = try await world.bench.addInteraction(
            InteractionDraft(.note, text: "The new line starts in May.\nKept quiet so far.", heardFrom: "the receptionist", people: [paula.id]), by: .owner
        )
        #expect(record.accounts == [account.id])
        #expect(record.interaction.title == "The new line starts in May.")
        #expect(record.interaction.heardFrom == "the receptionist")
        #expect(record.interaction.participants.map(\.part) == [.noted, .about])
        var edit = InteractionEdit()
        edit.text = "It starts in June."
        let changed = try await world.bench.edit(record.id, edit, expecting: record.version, by: .owner)
        #expect(changed.interaction.text == "It starts in June.")
        await #expect(throws: StoreError.conflict(.record(expected: record.version, found: changed.version))) {
            try await world.bench.edit(record.id, edit, expecting: record.version, by: .owner)
        }
        #expect(try await world.bench.openAccount(account.id, by: .owner).history.items.count == 1)
        try await world.bench.erase(record.id, by: .owner)
        #expect(try await world.bench.lines().isEmpty)
    }

    @Test("what is empty, too long or of another kind is refused with a sentence")
    func refused() async throws {
        let world = try await Directory.open()
        for draft in [
            InteractionDraft(.note), InteractionDraft(.note, title: "Only a title"), InteractionDraft(.mail, text: "x"), InteractionDraft(.call),
            InteractionDraft(.call, title: String(repeating: "t", count: 201)), InteractionDraft(.note, text: String(repeating: "t", count: 100_001)),
            InteractionDraft(.call, title: "t", startedAt: Timestamp(milliseconds: 2), endedAt: Timestamp(milliseconds: 1)),
        ] {
            expectSentence(await #expect(throws: StoreError.self) { _ = try await world.bench.addInteraction(draft, by: .owner) })
        }
        let record = try await world.bench.addInteraction(InteractionDraft(.call, title: "Called", startedAt: Timestamp(milliseconds: 1)), by: .owner)
        #expect(record.interaction.text == nil)
    }

    @Test("an address is said to be somebody's: past and later mails are theirs")
    func identify() async throws {
        let world = try await Directory.open()
        let paula = try await world.person("Paula Keller")
        _ = try await world.bench.take(mail("a@x"), "a.eml")
        let open = try await world.bench.openIdentities(by: .owner)
        #expect(Set(open.map(\.key)) == [.address("paula@brunavik.example"), .address("ines@own.example")])
        try await world.bench.identify(.address("paula@brunavik.example"), as: .person(paula.id), by: .owner)
        try await world.bench.identify(.address("ines@own.example"), as: .notAPerson, by: .owner)
        #expect(try await world.bench.openIdentities(by: .owner).isEmpty)
        #expect(try await world.room.again().openIdentities(by: .owner).isEmpty)
        _ = try await world.bench.take(mail("b@x"), "b.eml")
        #expect(try await world.bench.openPerson(paula.id, by: .owner).history.items.count == 2)
        await #expect(throws: StoreError.self) { try await world.bench.identify(.address("nobody@x.example"), as: .notAPerson, by: .owner) }
    }

    @Test("a participant of a meeting is said to be somebody: a new version of the cast, and a suggestion for the account")
    func meetings() async throws {
        let world = try await Directory.open()
        let account = try await world.organization("Brunavik")
        let summary = try await world.room.meeting()
        let ben = try #require(summary.participants.first { $0.name == "Ben Holt" })
        let person = try await world.bench.identify(
            .participant(ben.id, in: summary.id, name: ben.name),
            as: .newPerson(Person(id: .make(at: world.bench.now()), name: "Ben Holt", organization: account.id)), by: .owner
        )
        let after = try await world.bench.store.meeting(summary.id)
        #expect(after.castVersion == summary.castVersion + 1)
        #expect(after.participants.first { $0.name == "Ben Holt" }?.person == person)
        #expect(try await world.bench.suggestedAccounts(of: summary.id, by: .owner).map(\.organization.id) == [account.id])
        try await world.bench.setAccounts(of: summary.id, to: [account.id], by: .owner)
        #expect(try await world.bench.accounts(of: summary.id, by: .owner).map(\.id) == [account.id])
        #expect(try await world.bench.suggestedAccounts(of: summary.id, by: .owner).isEmpty)
        let own = try await world.organization("We", .own)
        expectSentence(await #expect(throws: StoreError.self) { try await world.bench.setAccounts(of: summary.id, to: [own.id], by: .owner) })
    }

    @Test("a new person works where, and as what, it was said of the participant; what is given goes before that, and a name of nobody's is left out")
    func takesOver() async throws {
        let world = try await Directory.open()
        let account = try await world.organization("Brunavik")
        let summary = try await world.room.meeting()
        let meeting = try await world.room.open(summary.id)
        var ben = try meeting.participant("Ben Holt"), anna = try meeting.participant("Anna Berg")
        (ben.organization, ben.function, anna.organization, anna.function) = ("brunavik", "Plant manager", "Nowhere Ltd", "Seller")
        try await world.bench.edit(castOf: summary.id, .say([ben, anna]), expecting: summary.castVersion, by: .owner)
        func identify(_ participant: Participant, _ person: Person) async throws -> Person {
            let id = try await world.bench.identify(.participant(participant.id, in: summary.id, name: participant.name), as: .newPerson(person), by: .owner)
            return try await world.bench.openPerson(try #require(id), by: .owner).summary.person
        }
        let known = try await identify(ben, Person(id: .make(at: world.bench.now()), name: "Ben Holt"))
        #expect(known.organization == account.id)
        #expect(known.function == "Plant manager")
        let other = try await identify(anna, Person(id: .make(at: world.bench.now()), name: "Anna Berg", function: "Head of sales"))
        #expect(other.organization == nil)
        #expect(other.function == "Head of sales")
    }

    @Test("an address in a label binds a participant and gives the account; a name alone binds nobody")
    func labels() async throws {
        let world = try await Directory.open()
        let account = try await world.organization("Brunavik", domains: ["brunavik.example"])
        let ben = try await world.person("Ben Holt", at: account.id, mail: "ben@brunavik.example")
        let plain = try await world.room.meeting()
        #expect(plain.participants.allSatisfy { $0.person == nil })
        #expect(plain.accounts.isEmpty)
        let named = try await world.room.meeting(vtt([("Anna Berg", "Good morning."), ("Ben Holt <BEN@brunavik.example>", "Good morning to you.")]), details: ImportDetails())
        #expect(named.participants.compactMap(\.person) == [ben.id])
        #expect(named.accounts == [account.id])
    }

    @Test("addresses in labels", arguments: [
        ("Paula Keller <Paula@B.example>", "paula@b.example"), ("paula@b.example", "paula@b.example"), ("Paula", nil), ("Paula <>", nil),
        ("a@b@c.example", nil), ("<script>", nil), ("x <paula@b.example> y", nil),
    ])
    func address(label: String, address: String?) {
        #expect(Workbench.address(inLabel: label) == address)
    }
}

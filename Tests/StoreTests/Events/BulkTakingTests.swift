import Covalence
import Foundation
import Store
import Testing

@Suite("Groups of lines in the record")
struct BulkTakingTests {
    private func line(_ source: String, _ title: String = "Call", revision: Int64 = 0, text: String? = nil) -> BulkInteraction {
        var interaction = newInteraction(title, .call, text: text, source: source)
        interaction.participants = [.init(.from, name: "Ågot Ø", address: "agot@halden.example")]
        return BulkInteraction(interaction, accounts: [], revision: revision, digest: Data("\(title)\(text ?? "")".utf8))
    }

    @Test("a group is what adding one by one would have made: found by words, in the history, with its parts")
    func same() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let organization = newOrganization("Halden")
        try await workspace.add(organization, holders: AccountHolders(), at: .base)
        let person = newPerson("Ågot", mail: "agot@halden.example")
        try await workspace.add(person, by: nil, at: .base)
        // More than one statement of 64 rows, and a rest.
        var lines = (0..<150).map { line("crm:\($0)", "Call \($0)", text: "The quotation number \($0) is late.") }
        for index in lines.indices {
            lines[index].accounts = [organization.id]
            lines[index].interaction.participants[0].person = person.id
            lines[index].interaction.components = [.init(.process, "ordering")]
        }
        let outcomes = try await workspace.take(lines, broughtInBy: nil)
        #expect(outcomes == lines.map { .added($0.interaction.id) })
        let record = try await workspace.interaction(lines[77].interaction.id, in: .everything)
        #expect(record.interaction == lines[77].interaction)
        #expect(record.accounts == [organization.id])
        #expect(record.version == 1)
        let found = try await workspace.writtenMoments(WrittenQuery(words: "quotation 77"), in: .everything).items
        #expect(found.map(\.interaction) == [lines[77].interaction.id])
        #expect(try await workspace.history(HistoryQuery(person: person.id, limit: 500), in: .everything).items.count == 150)
        #expect(try await workspace.organization(organization.id, in: .everything).interactions == 150)
        let page = try await workspace.events(after: 2, limit: 1_000, in: .everything)
        #expect(page.events.map(\.thing) == lines.map(\.interaction.id.uuid))
        #expect(page.events.allSatisfy { $0.kind == .interactionAdded })
    }

    @Test("of a group with known and new lines, the new ones come in, each with its own words and parts")
    func mixed() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let all = (0..<90).map { line("crm:\($0)", "Call \($0)", text: "Number w\($0).") }
        let known = all.enumerated().filter { $0.offset % 3 == 0 }.map(\.element)
        _ = try await workspace.take(known, broughtInBy: nil)
        let outcomes = try await workspace.take(all, broughtInBy: nil)
        #expect(outcomes == all.enumerated().map { $0.offset % 3 == 0 ? .unchanged($0.element.interaction.id) : .added($0.element.interaction.id) })
        for place in [0, 1, 44, 89] {
            #expect(try await workspace.interaction(all[place].interaction.id, in: .everything).interaction == all[place].interaction)
            let found = try await workspace.writtenMoments(WrittenQuery(words: "w\(place)"), in: .everything).items
            #expect(found.map(\.interaction) == [all[place].interaction.id])
        }
        // One by one they go on behind the numbers that were taken at once.
        let single = newInteraction("Single", .call, text: "alone")
        _ = try await workspace.add([NewInteraction(single)], at: .base)
        #expect(try await workspace.writtenMoments(WrittenQuery(words: "alone"), in: .everything).items.map(\.interaction) == [single.id])
        #expect(try await workspace.history(HistoryQuery(limit: 500), in: .everything).items.count == 91)
    }

    @Test("the same lines change nothing, another line of the same source updates, an older copy does not")
    func again() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let first = [line("crm:1", "One", text: "about pears"), line("crm:2", "Two", revision: 5)]
        _ = try await workspace.take(first, broughtInBy: nil)
        let head = try await workspace.events(after: 0, limit: 1, in: .everything).head
        let version = try await workspace.version()
        let same = [line("crm:1", "One", text: "about pears"), line("crm:2", "Two", revision: 5), line("crm:2", "Other", revision: 4)]
        let id = first.map(\.interaction.id)
        #expect(try await workspace.take(same, broughtInBy: nil) == [.unchanged(id[0]), .unchanged(id[1]), .unchanged(id[1])])
        #expect(try await workspace.events(after: 0, limit: 1, in: .everything).head == head)
        #expect(try await workspace.version() == version)
        #expect(try await workspace.take([line("crm:1", "One", text: "about plums")], broughtInBy: nil) == [.updated(id[0])])
        #expect(try await workspace.interaction(id[0], in: .everything).interaction.text == "about plums")
        #expect(try await workspace.writtenMoments(WrittenQuery(words: "pears"), in: .everything).items.isEmpty)
        #expect(try await workspace.writtenMoments(WrittenQuery(words: "plums"), in: .everything).items.count == 1)
        #expect(try await workspace.events(after: head, limit: 10, in: .everything).events.map(\.kind) == [.interactionChanged])
    }

    @Test("what a person changed stays when the same line comes again")
    func edited() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let first = line("crm:1", "As it was sent")
        _ = try await workspace.take([first], broughtInBy: nil)
        var record = try await workspace.interaction(first.interaction.id, in: .everything)
        record.interaction.title = "As I say it"
        try await workspace.update(record.interaction, accounts: [], expecting: record.version, at: .base)
        #expect(try await workspace.take([line("crm:1", "As it was sent")], broughtInBy: nil) == [.unchanged(first.interaction.id)])
        #expect(try await workspace.interaction(first.interaction.id, in: .everything).interaction.title == "As I say it")
    }

    @Test("within a group, the last line of a source counts; what was erased does not come back; a missing account is said")
    func inside() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let erased = line("crm:gone")
        _ = try await workspace.take([erased], broughtInBy: nil)
        try await workspace.erase(erased.interaction.id)
        let nowhere = Identifier<Organization>.make(at: .base)
        var lost = line("crm:lost")
        lost.accounts = [nowhere]
        let first = line("crm:1", "First")
        let outcomes = try await workspace.take([first, line("crm:1", "Second"), line("crm:1", "Second"), line("crm:gone"), lost], broughtInBy: nil)
        let id = first.interaction.id
        #expect(outcomes == [.added(id), .updated(id), .unchanged(id), .erasedBefore, .accountGone(nowhere)])
        #expect(try await workspace.interaction(id, in: .everything).interaction.title == "Second")
        #expect(try await workspace.history(HistoryQuery(), in: .everything).items.count == 1)
    }

    @Test("what is stored out of sight of whoever sends a line with its id stays as it is; what they see is theirs to change")
    func outOfSight() async throws {
        let world = try await DirectoryWorld()
        let (ben, a1, a3) = (try world.member("Ben"), try world.organization("A1"), try world.organization("A3"))
        let scope = Scope.accounts(of: ben, managing: false)
        func line(_ source: String, _ text: String, _ account: Identifier<Organization>, revision: Int64 = 0) -> BulkInteraction {
            var line = self.line(source, revision: revision, text: text)
            line.accounts = [account]
            return line
        }
        let hidden = line("crm:1", "secret", a3, revision: 5), seen = line("crm:2", "open", a1), own = line("crm:3", "sent by Ben", a3)
        _ = try await world.workspace.take([hidden, seen], broughtInBy: nil)
        _ = try await world.workspace.take([own], broughtInBy: ben)
        let version = try await world.workspace.interaction(hidden.interaction.id, in: .everything).version
        let outcomes = try await world.workspace.take([
            line("crm:1", "mine now", a1, revision: 6), line("crm:1", "older", a1), line("crm:1", "secret", a1, revision: 5),
            line("crm:2", "said better", a1), line("crm:3", "sent by Ben", a3), line("crm:3", "other words", a1),
        ], broughtInBy: ben, in: scope)
        // Their own line sent again, as after a connection that broke, is answered as before.
        #expect(outcomes == [.outOfSight, .outOfSight, .outOfSight, .updated(seen.interaction.id), .unchanged(own.interaction.id), .outOfSight])
        for (line, text) in [(hidden, "secret"), (own, "sent by Ben")] {
            let record = try await world.workspace.interaction(line.interaction.id, in: .everything)
            #expect(record.interaction.text == text && record.accounts == [a3])
        }
        #expect(try await world.workspace.interaction(hidden.interaction.id, in: .everything).version == version)
        #expect(try await world.workspace.interaction(seen.interaction.id, in: scope).interaction.text == "said better")
        // Whoever sees everything changes all of it.
        #expect(try await world.workspace.take([line("crm:1", "newer", a1, revision: 6)], broughtInBy: nil) == [.updated(hidden.interaction.id)])
    }

    @Test("a person who was merged or erased meanwhile is not named")
    func gonePerson() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        var one = line("crm:1")
        one.interaction.participants[0].person = .make(at: .base)
        _ = try await workspace.take([one], broughtInBy: nil)
        #expect(try await workspace.interaction(one.interaction.id, in: .everything).interaction.participants[0].person == nil)
    }
}

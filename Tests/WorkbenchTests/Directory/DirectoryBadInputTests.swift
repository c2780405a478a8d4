import Covalence
import Foundation
import Store
import Testing
@testable import Workbench

@Suite("People and organisations that do not fit together")
struct DirectoryBadInputTests {
    @Test("of twenty who add somebody with one address at once, one does; changing to it later is refused")
    func oneAddressAtOnce() async throws {
        let world = try await Directory.open()
        let added = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<20 {
                group.addTask { (try? await world.person("Paula \(number)", mail: number % 2 == 0 ? "paula@brunavik.example" : "Paula@BRUNAVIK.example")) != nil }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(added == 1)
        let ben = try await world.person("Ben", mail: "ben@brunavik.example")
        var changed = ben.person
        changed.reach.append(.init(.mail, " PAULA@brunavik.example"))
        expectSentence(await #expect(throws: StoreError.self) { try await world.bench.editPerson(changed, expecting: ben.version, by: .owner) })
        #expect(try await world.bench.openPerson(ben.id, by: .owner).summary.person.mailAddresses == ["ben@brunavik.example"])
        // The same address twice in one form is one address.
        changed.reach = [.init(.mail, "ben@brunavik.example"), .init(.mail, "BEN@brunavik.example")]
        _ = try? await world.bench.editPerson(changed, expecting: ben.version, by: .owner)
        #expect(try await world.bench.openPerson(ben.id, by: .owner).summary.person.mailAddresses == ["ben@brunavik.example"])
        #expect(try await world.bench.people(PersonQuery(), by: .owner).items.count == 2)
    }

    @Test("two people who write from one mailbox are the one who has its address; nobody is added twice, and no mail is lost")
    func sharedMailbox() async throws {
        let world = try await Directory.open()
        try await world.organization("Brunavik", domains: ["brunavik.example"])
        for (number, name) in ["Paula Keller", "Peter Holt", "Paula Keller", "PETER HOLT"].enumerated() {
            _ = try await world.bench.take(mail("\(number)@x", from: "\(name) <order.desk@brunavik.example>"), "\(number).eml")
        }
        let people = try await world.bench.people(PersonQuery(), by: .owner).items.filter { $0.person.mailAddresses == ["order.desk@brunavik.example"] }
        #expect(people.count == 1)
        #expect(try await world.bench.lines().count == 4)
    }

    @Test("of two who close a circle at once, one is refused: in parents and in reports-to")
    func circlesAtOnce() async throws {
        let world = try await Directory.open()
        for _ in 0..<5 {
            let (anna, ben) = (try await world.person("Anna"), try await world.person("Ben"))
            let (left, right) = (try await world.organization("Left"), try await world.organization("Right"))
            async let first = (try? await world.bench.reportsTo(anna.id, above: ben.id, by: .owner)) != nil
            async let second = (try? await world.bench.reportsTo(ben.id, above: anna.id, by: .owner)) != nil
            #expect(await [first, second].count { $0 } == 1)
            func put(_ child: OrganizationSummary, under parent: OrganizationSummary) async -> Bool {
                var changed = child.organization
                changed.parent = parent.id
                let wanted = changed
                return (try? await world.bench.editOrganization(wanted, expecting: child.version, by: .owner)) != nil
            }
            async let up = put(left, under: right)
            async let down = put(right, under: left)
            #expect(await [up, down].count { $0 } == 1)
            for id in [left.id, right.id] { #expect(try await world.bench.openAccount(id, by: .owner).parents.count <= 1) }
        }
    }

    @Test("a circle a hundred long is seen before it closes")
    func longCircle() async throws {
        let world = try await Directory.open()
        var chain: [PersonSummary] = []
        for number in 0..<100 { chain.append(try await world.person("Person \(number)")) }
        for (below, above) in zip(chain, chain.dropFirst()) { try await world.bench.reportsTo(below.id, above: above.id, by: .owner) }
        let (first, last) = (chain[0].id, chain[99].id)
        expectSentence(await #expect(throws: StoreError.self) { try await world.bench.reportsTo(last, above: first, by: .owner) })
        #expect(try await world.bench.openPerson(last, by: .owner).reportsTo.isEmpty)
        #expect(try await !world.bench.openPerson(first, by: .owner).reportsTo.isEmpty)
    }

    @Test("whoever is erased while somebody edits them, states of them or merges them stays erased")
    func erasedMeanwhile() async throws {
        let world = try await Directory.open()
        let ben = try await world.person("Benqz Holt", mail: "benqz@halden.example"), cleo = try await world.person("Cleo Day")
        _ = try await world.bench.erasePerson(ben.id, by: .owner)
        var edited = ben.person
        edited.function = "Benqz, buyer"
        let wanted = edited
        let tries: [@Sendable () async throws -> Void] = [
            { _ = try await world.bench.editPerson(wanted, expecting: ben.version, by: .owner) },
            { _ = try await world.bench.addPerson(wanted, by: .owner) },
            { _ = try await world.bench.stateClaim(about: ben.id, StatementDraft("Benqz likes tea"), by: .owner) },
            { _ = try await world.bench.reportsTo(ben.id, above: cleo.id, by: .owner) },
            { _ = try await world.bench.reportsTo(cleo.id, above: ben.id, by: .owner) },
            { _ = try await world.bench.mergePerson(ben.id, into: cleo.id, by: .owner) },
            { _ = try await world.bench.mergePerson(cleo.id, into: ben.id, by: .owner) },
            { _ = try await world.bench.addInteraction(InteractionDraft(.note, text: "Benqz left", people: [ben.id]), by: .owner) },
            { _ = try await world.bench.exportPerson(ben.id, by: .owner) },
        ]
        for (number, attempt) in tries.enumerated() {
            let error = await #expect(throws: StoreError.self, "try \(number)") { try await attempt() }
            expectSentence(error)
        }
        #expect(world.room.filesHolding("Benqz") == [])
        #expect(try await world.bench.people(PersonQuery(), by: .owner).items.map(\.person.name) == ["Cleo Day"])
    }
}

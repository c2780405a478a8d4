import Covalence
import Foundation
@testable import Store
import StoreTesting
import Testing

@Suite("Organisations")
struct OrganizationTests {
    @Test("what is added comes back, in this workspace only, and each change is another version")
    func comesBack() async throws {
        let room = try Room()
        let (store, workspace) = try await room.makeWorkspace()
        let group = try await workspace.add(newOrganization("Brunavik Group"), holders: AccountHolders(), at: .base)
        var dairy = Organization(
            id: .make(at: .base), name: "Brunavik Dairy", kind: .prospect, industry: "Dairy", size: .medium, country: "FI", parent: group.id,
            domains: ["brunavik.example", "WWW.Milk.example", "brunavik.example"], note: "Two plants"
        )
        let before = try await workspace.version()
        let added = try await workspace.add(dairy, holders: AccountHolders(), at: .base)
        dairy.domains = ["brunavik.example", "milk.example"]
        #expect(added.organization == dairy)
        #expect(added.version == 1 && added.parentName == "Brunavik Group" && added.people == 0 && added.interactions == 0 && added.lastInteractionAt == nil)
        #expect(try await workspace.version() > before)
        #expect(try await workspace.organization(dairy.id, in: .everything) == added)

        dairy.name = "Brunavik Milk"
        dairy.kind = .customer
        dairy.industry = nil
        dairy.domains = ["milk.example"]
        let changed = try await workspace.update(dairy, expecting: 1, at: .minutes(1))
        #expect(changed.organization == dairy && changed.version == 2)
        let late = dairy
        await expectConflict(.record(expected: 1, found: 2)) { try await workspace.update(late, expecting: 1, at: .minutes(2)) }
        await #expect(throws: StoreError.exists("The organisation \(late.id)")) { try await workspace.add(late, holders: AccountHolders(), at: .base) }
        let nobody = newOrganization("Nobody")
        await #expect(throws: StoreError.notFound("The organisation \(nobody.id)")) { try await workspace.update(nobody, expecting: 1, at: .base) }

        let other = WorkspaceRecord(id: .make(at: .base), name: "Other", createdAt: .base)
        try await store.createWorkspace(other)
        let there = try await store.workspace(other.id)
        await #expect(throws: StoreError.notFound("The organisation \(late.id)")) { try await there.organization(late.id, in: .everything) }
        // The same domain in another workspace is another matter.
        try await there.add(newOrganization("X", domains: ["milk.example"]), holders: AccountHolders(), at: .base)
        #expect(try await there.organizations(OrganizationQuery(), in: .everything).items.count == 1)
    }

    @Test("a domain belongs to one organisation, and finds it from below")
    func domains() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let first = newOrganization("Brunavik", domains: ["brunavik.example"])
        try await workspace.add(first, holders: AccountHolders(), at: .base)
        let second = newOrganization("Second", domains: ["second.example", "BRUNAVIK.example"])
        func taken(at place: Int) -> StoreError { .exists("The domain brunavik.example (of “Brunavik”)", at: "/domains/\(place)") }
        await #expect(throws: taken(at: 1)) { try await workspace.add(second, holders: AccountHolders(), at: .base) }
        // Nothing of a refused call stays.
        #expect(try await workspace.organization(withDomain: "second.example") == nil)
        var third = newOrganization("Third")
        try await workspace.add(third, holders: AccountHolders(), at: .base)
        third.domains = ["brunavik.example"]
        let changed = third
        await #expect(throws: taken(at: 0)) { try await workspace.update(changed, expecting: 1, at: .base) }
        for domain in ["brunavik.example", "mail.BRUNAVIK.example", "a.b.brunavik.example"] {
            #expect(try await workspace.organization(withDomain: domain)?.id == first.id)
        }
        for domain in ["example", "xbrunavik.example", "", ".", "...", "brunavik.example.org"] {
            #expect(try await workspace.organization(withDomain: domain) == nil)
        }
    }

    @Test("nothing is part of itself, not by way of others, nor of what is not there")
    func circles() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let top = newOrganization("Top")
        try await workspace.add(top, holders: AccountHolders(), at: .base)
        let middle = newOrganization("Middle", parent: top.id)
        try await workspace.add(middle, holders: AccountHolders(), at: .base)
        let low = newOrganization("Low", parent: middle.id)
        try await workspace.add(low, holders: AccountHolders(), at: .base)
        for parent in [top.id, middle.id, low.id] {
            var changed = top
            changed.parent = parent
            let wanted = changed
            await expectRefused("part of itself") { try await workspace.update(wanted, expecting: 1, at: .base) }
        }
        let orphan = newOrganization("Orphan", parent: .make(at: .base))
        await expectRefused("is not there any more") { try await workspace.add(orphan, holders: AccountHolders(), at: .base) }
        #expect(try await workspace.organizations(OrganizationQuery(parent: top.id), in: .everything).items.map(\.id) == [middle.id])
    }

    @Test("who works an account must be there; a team that is removed works none any more")
    func holders() async throws {
        let world = try await DirectoryWorld()
        let workspace = world.workspace, a1 = try world.organization("A1"), a2 = try world.organization("A2")
        let wanted = AccountHolders(members: [try world.member("Ada"), try world.member("Cid")])
        try await workspace.setHolders(of: a1, wanted, expecting: 1)
        let now = try await workspace.organization(a1, in: .everything)
        #expect(now.holders == wanted && now.version == 2)
        await expectConflict(.record(expected: 1, found: 2)) { try await workspace.setHolders(of: a1, AccountHolders(), expecting: 1) }
        let member = Identifier<Member>.make(at: .base), team = Identifier<Team>.make(at: .base)
        await #expect(throws: StoreError.notFound("The member \(member)")) { try await workspace.setHolders(of: a1, AccountHolders(members: [member]), expecting: 2) }
        await #expect(throws: StoreError.notFound("The team \(team)")) { try await workspace.setHolders(of: a1, AccountHolders(teams: [team]), expecting: 2) }
        #expect(try await workspace.organization(a1, in: .everything).holders == wanted)
        let north = try #require(try await workspace.teams().first { $0.name == "North" })
        try await workspace.remove(north.id)
        #expect(try await workspace.organization(a2, in: .everything).holders == AccountHolders())
        // Cid alone, Ada alone, South and Ada: A1, A3 for Cid with A4 and A5 of South.
        let cid = try await workspace.organizations(OrganizationQuery(holder: try world.member("Cid")), in: .everything).items
        #expect(cid.map(\.organization.name) == ["A1", "A3", "A4", "A5"])
    }

    @Test("the list is by name, in pages that leave nothing out, and searched in any case and without accents")
    func list() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let names = ["Äpfel & Co", "Birne", "apfel", "Cäsar", "birne", "Zwetschge", "Apfel"]
        for name in names { try await workspace.add(newOrganization(name, name == "Birne" ? .partner : .customer, domains: name == "Cäsar" ? ["salat.example"] : []), holders: AccountHolders(), at: .base) }
        var found: [String] = [], cursor: PageCursor?
        repeat {
            let page = try await workspace.organizations(OrganizationQuery(cursor: cursor, limit: 2), in: .everything)
            #expect(page.items.count <= 2)
            found += page.items.map(\.organization.name)
            cursor = page.next
        } while cursor != nil && found.count < 20
        #expect(found.count == 7 && Set(found) == Set(names))
        #expect(found.map(folded) == ["apfel", "apfel", "apfel & co", "birne", "birne", "casar", "zwetschge"])
        func search(_ text: String) async throws -> Set<String> {
            Set(try await workspace.organizations(OrganizationQuery(text: text), in: .everything).items.map(\.organization.name))
        }
        #expect(try await search("APF") == ["Äpfel & Co", "apfel", "Apfel"])
        #expect(try await search("cas") == ["Cäsar"])
        #expect(try await search("SALAT.ex") == ["Cäsar"])
        for hostile in ["%", "_", "'; DROP TABLE organization; --", "\"", String(repeating: "x", count: 100_000)] {
            #expect(try await search(hostile).isEmpty, "\(hostile.prefix(20))")
        }
        #expect(Set(try await workspace.organizations(OrganizationQuery(kinds: [.partner]), in: .everything).items.map(\.organization.name)) == ["Birne"])
        #expect(try await workspace.organizations(OrganizationQuery(kinds: []), in: .everything).items.isEmpty)
        for cursor in ["", "n", "n.", "n6.x", "nzz.\(UUID())", "t5.\(UUID())", String(repeating: "n", count: 50_000)] {
            await expectRefused("Begin at the first page") { _ = try await workspace.organizations(OrganizationQuery(cursor: PageCursor(rawValue: cursor)), in: .everything) }
        }
        for limit in [0, -1, 501] {
            await expectRefused("1 to 500") { _ = try await workspace.organizations(OrganizationQuery(limit: limit), in: .everything) }
        }
    }

    @Test("any text that is stored comes back whole; what would be cut is refused")
    func hostileText() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        for name in ["'; DELETE FROM organization; --", "<script>alert(1)</script>", "{{name}}", "🏭\u{202E}evil", "e\u{301}\u{301}\u{301}", "\u{FFFF}"] {
            var organization = newOrganization(name)
            organization.note = name + "\n" + String(repeating: "ö", count: 10_000)
            let added = try await workspace.add(organization, holders: AccountHolders(), at: .base)
            #expect(added.organization == organization)
            #expect(try await workspace.organizations(OrganizationQuery(text: name), in: .everything).items.map(\.id).contains(organization.id))
        }
        await expectRefused("zero character") { try await workspace.add(newOrganization("a\u{0}b"), holders: AccountHolders(), at: .base) }
        await expectRefused("empty") { try await workspace.add(newOrganization(" \n"), holders: AccountHolders(), at: .base) }
        await expectRefused("longer than") { try await workspace.add(newOrganization(String(repeating: "x", count: 2_001)), holders: AccountHolders(), at: .base) }
        // The longest name that is taken is still a place in the list.
        for _ in 0..<2 { try await workspace.add(newOrganization("zz" + String(repeating: "ß", count: 999)), holders: AccountHolders(), at: .base) }
        let page = try await workspace.organizations(OrganizationQuery(text: "zz", limit: 1), in: .everything)
        #expect(try await workspace.organizations(OrganizationQuery(text: "zz", cursor: page.next, limit: 1), in: .everything).items.count == 1)
    }

    @Test("five thousand organisations are listed in the order of an index", .enabled(if: TestStore.isOnSQLite, "about SQLite's file"))
    func plan() async throws {
        let room = try Room()
        let (opened, workspace) = try await room.makeWorkspace()
        let store = try #require(opened as? SQLRecordStore), handle = try #require(workspace as? SQLWorkspaceStore)
        try await store.engine.write { db in
            for count in 0..<5_000 {
                try handle.insertRow(newOrganization("Company \(count)"), version: 1, at: .base, db)
            }
        }
        let member = Identifier<Member>.make(at: .base)
        for scope in [Scope.everything, .accounts(of: member, managing: true)] {
            for start in [nil, DirectoryPlace(key: "company 2", id: UUID())] {
                let (sql, arguments) = handle.page(of: OrganizationQuery(), in: scope, after: start, limit: 51)
                let plan = try await store.engine.read { db in
                    try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + sql, arguments: arguments).map { $0["detail"] as String }
                }
                #expect(plan.contains { $0.contains("SEARCH o") && $0.contains("organization_by_name") }, "\(plan)")
                #expect(!plan.contains { $0.contains("TEMP B-TREE FOR ORDER BY") || $0.hasPrefix("SCAN") }, "\(plan)")
            }
        }
        #expect(try await workspace.organizations(OrganizationQuery(limit: 500), in: .everything).items.count == 500)
    }
}

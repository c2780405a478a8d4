import Covalence
import Foundation
import Store
import Testing

/// Who sees what, written by hand from the rules of `Scope`.
@Suite("What is in sight")
struct SightTests {
    struct Case: Sendable, CustomStringConvertible {
        var member: String
        var managing: Bool
        var accounts: Set<String>
        var happenings: Set<String>
        var people: Set<String>
        var description: String { "\(member)\(managing ? ", managing" : "")" }
    }

    static let cases = [
        Case(member: "Ada", managing: false, accounts: ["A2", "A5"], happenings: ["A5"], people: ["at the partner"]),
        Case(member: "Ada", managing: true, accounts: ["A1", "A2", "A5"], happenings: ["A1", "A1+A2", "A5"], people: ["at A1", "at the partner"]),
        Case(
            member: "Ben", managing: false, accounts: ["A1", "A2"], happenings: ["none, Ben", "A1", "A1+A2"],
            people: ["at A1", "at the partner", "in a note of Ben"]
        ),
        // Ben manages no team: asking as a manager shows nothing more.
        Case(
            member: "Ben", managing: true, accounts: ["A1", "A2"], happenings: ["none, Ben", "A1", "A1+A2"],
            people: ["at A1", "at the partner", "in a note of Ben"]
        ),
        Case(
            member: "Cid", managing: false, accounts: ["A3", "A4", "A5"], happenings: ["A5", "partner, Cid", "A3+partner"],
            people: ["at the partner", "in a meeting of A3"]
        ),
        Case(member: "Dee", managing: false, accounts: ["A4", "A5"], happenings: ["A5"], people: ["at the partner", "added by Dee"]),
        Case(
            member: "Dee", managing: true, accounts: ["A3", "A4", "A5"], happenings: ["A5", "A3+partner"],
            people: ["at the partner", "added by Dee", "in a meeting of A3"]
        ),
    ]

    @Test("every list, search and count shows each member what the table says")
    func members() async throws {
        let world = try await DirectoryWorld()
        for one in Self.cases {
            try await expect(
                world, .accounts(of: try world.member(one.member), managing: one.managing), "\(one)", meetings: one.happenings,
                interactions: one.happenings, organizations: one.accounts.union(["Own", "Partner", "Rival"]), people: one.people
            )
        }
    }

    @Test("everything is everything; research is meetings to which everybody agreed, and nothing else")
    func everythingAndResearch() async throws {
        let world = try await DirectoryWorld()
        let all = Set(DirectoryWorld.happenings.map(\.name))
        try await expect(
            world, .everything, "everything", meetings: all, interactions: all, organizations: Set(world.organizations.keys),
            people: Set(world.people.keys)
        )
        try await expect(
            world, .research, "research", meetings: ["A1", "none, nobody"], interactions: [], organizations: [], people: []
        )
        #expect(try await world.workspace.openIdentities(in: .research, limit: 50).isEmpty)
    }

    @Test("somebody who is no member sees accounts of nobody")
    func stranger() async throws {
        let world = try await DirectoryWorld()
        try await expect(
            world, .accounts(of: .make(at: .base), managing: true), "stranger", meetings: [], interactions: [],
            organizations: ["Own", "Partner", "Rival"], people: ["at the partner"]
        )
    }

    @Test("a meeting moves out of sight with its accounts, and comes back with the holders")
    func changes() async throws {
        let world = try await DirectoryWorld()
        let workspace = world.workspace, ben = Scope.accounts(of: try world.member("Ben"), managing: false)
        let meeting = try #require(world.meetings["A1"]), a1 = try world.organization("A1"), a3 = try world.organization("A3")
        let version = try await workspace.version(of: meeting)
        try await workspace.setAccounts(of: meeting, [a1, a3], at: .base)
        #expect(try await workspace.accounts(of: meeting) == [a1, a3])
        #expect(try await workspace.meeting(meeting).accounts == [a1, a3])
        #expect(try await workspace.version(of: meeting) > version)
        #expect(try await !workspace.isInSight(meeting, ben))
        try await workspace.setHolders(of: a3, AccountHolders(members: [try world.member("Ben")]), expecting: 1)
        #expect(try await workspace.isInSight(meeting, ben))
        // An account that becomes a partner stays with who holds it, and hides nothing from others.
        var partner = try await workspace.organization(a3, in: .everything).organization
        partner.kind = .partner
        try await workspace.update(partner, expecting: 2, at: .base)
        try await workspace.setAccounts(of: meeting, [a3], at: .base)
        #expect(try await workspace.isInSight(meeting, ben))
        #expect(try await !workspace.isInSight(meeting, .accounts(of: try world.member("Ada"), managing: false)))
        let missing = Identifier<Organization>.make(at: .base)
        await #expect(throws: StoreError.notFound("The account \(missing)")) { try await workspace.setAccounts(of: meeting, [missing], at: .base) }
        let nowhere = Identifier<Meeting>.make(at: .base)
        await #expect(throws: StoreError.notFound("The meeting \(nowhere)")) { _ = try await workspace.isInSight(nowhere, ben) }
        await #expect(throws: StoreError.notFound("The meeting \(nowhere)")) { _ = try await workspace.accounts(of: nowhere) }
    }

    @Test("one refusal takes a meeting out of research, one more consent brings it in")
    func consents() async throws {
        let world = try await DirectoryWorld()
        let workspace = world.workspace, meeting = try #require(world.meetings["A5"])
        #expect(try await workspace.meeting(meeting).consents == [])
        var cast = try await workspace.cast(of: meeting).cast
        cast.participants[1].consent = [.research: .given, .analysis: .given]
        var change = MeetingChange()
        change.cast = CastChange(cast, expecting: 1, author: .person("Petra"), at: .base)
        #expect(try await workspace.apply(change, to: meeting).consents == [.research])
        #expect(try await workspace.isInSight(meeting, .research))
        cast.participants[0].consent = [.research: .refused]
        change.cast = CastChange(cast, expecting: 2, author: .person("Petra"), at: .base)
        #expect(try await workspace.apply(change, to: meeting).consents == [])
        #expect(try await !workspace.isInSight(meeting, .research))
    }

    @Test("the filters by account and person narrow what is in sight, and do not widen it")
    func filters() async throws {
        let world = try await DirectoryWorld()
        let cid = Scope.accounts(of: try world.member("Cid"), managing: false)
        func titles(_ filter: MeetingFilter) async throws -> Set<String> {
            Set(try await world.workspace.meetings(MeetingQuery(filter: filter)).items.map(\.meeting.title))
        }
        #expect(try await titles(MeetingFilter(account: try world.organization("Partner"))) == ["partner, Cid", "A3+partner"])
        #expect(try await titles(MeetingFilter(account: try world.organization("A1"))) == ["A1", "A1+A2"])
        #expect(try await titles(MeetingFilter(account: try world.organization("A1"), scope: cid)) == [])
        #expect(try await titles(MeetingFilter(personID: try world.person("in a meeting of A3"))) == ["A3+partner"])
        #expect(try await titles(MeetingFilter(personID: try world.person("at A1"))) == [])
    }

    // MARK: Steps

    private func expect(
        _ world: DirectoryWorld, _ scope: Scope, _ who: String, meetings: Set<String>, interactions: Set<String>,
        organizations: Set<String>, people: Set<String>
    ) async throws {
        let workspace = world.workspace
        let names = Dictionary(uniqueKeysWithValues: world.meetings.map { ($0.value, $0.key) })
        let filter = MeetingFilter(scope: scope)
        #expect(Set(try await workspace.meetings(MeetingQuery(filter: filter)).items.map(\.meeting.title)) == meetings, "\(who): list")
        #expect(Set(try await workspace.meetings(MeetingQuery(words: "shifts", filter: filter)).items.map(\.meeting.title)) == meetings, "\(who): search")
        #expect(Set(try await workspace.meetings(MeetingQuery(words: "shif*", filter: filter)).items.map(\.meeting.title)) == meetings, "\(who): beginning")
        #expect(Set(try await workspace.moments(MomentQuery(words: "shifts", filter: filter)).items.map { names[$0.meeting] }) == Set(meetings.map(Optional.init)), "\(who): moments")
        #expect(try await workspace.count(MeetingQuery(filter: filter)) == meetings.count, "\(who): count")
        #expect(try await workspace.count(MeetingQuery(words: "shifts", filter: filter)) == meetings.count, "\(who): count of words")
        for (name, id) in world.meetings {
            #expect(try await workspace.isInSight(id, scope) == meetings.contains(name), "\(who): \(name)")
        }
        var history: Set<String> = []
        for line in try await workspace.history(HistoryQuery(), in: scope).items {
            switch line.subject {
            case .meeting: history.insert("meeting \(line.title)")
            case .interaction: history.insert("note \(line.title)")
            }
        }
        #expect(history == Set(meetings.map { "meeting \($0)" }).union(interactions.map { "note \($0)" }), "\(who): history")
        #expect(Set(try await workspace.writtenMoments(WrittenQuery(words: "quotation"), in: scope).items.map(\.title)) == interactions, "\(who): written")
        for (name, id) in world.interactions {
            let found = try? await workspace.interaction(id, in: scope)
            #expect((found != nil) == interactions.contains(name), "\(who): note \(name)")
        }
        #expect(Set(try await workspace.organizations(OrganizationQuery(), in: scope).items.map(\.organization.name)) == organizations, "\(who): organisations")
        for (name, id) in world.organizations {
            let found = try? await workspace.organization(id, in: scope)
            #expect((found != nil) == organizations.contains(name), "\(who): organisation \(name)")
            // Of each kind as many as are linked and in sight.
            let linked = DirectoryWorld.happenings.filter { $0.links.contains(name) }.map(\.name)
            #expect(found.map(\.interactions) ?? 0 == (found == nil ? 0 : linked.filter(meetings.contains).count + linked.filter(interactions.contains).count), "\(who): contacts of \(name)")
        }
        #expect(Set(try await workspace.people(PersonQuery(), in: scope).items.map(\.person.name)) == people, "\(who): people")
        for (name, id) in world.people {
            let found = try? await workspace.person(id, in: scope)
            #expect((found != nil) == people.contains(name), "\(who): person \(name)")
        }
    }
}

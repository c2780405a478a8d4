import Covalence
import Store
import Testing
@testable import Workbench

/// People and companies of the directory tests.
struct Directory {
    let room: Room
    var bench: Workbench { room.bench }

    static func open() async throws -> Directory { Directory(room: try await Room.open()) }

    @discardableResult
    func organization(
        _ name: String, _ kind: Organization.Kind = .customer, domains: [String] = [], parent: Identifier<Organization>? = nil,
        by visitor: Visitor = .owner
    ) async throws -> OrganizationSummary {
        try await bench.addOrganization(
            Organization(id: .make(at: bench.now()), name: name, kind: kind, parent: parent, domains: domains), by: visitor
        )
    }

    @discardableResult
    func person(
        _ name: String, at organization: Identifier<Organization>? = nil, mail: String? = nil, by visitor: Visitor = .owner
    ) async throws -> PersonSummary {
        try await bench.addPerson(
            Person(id: .make(at: bench.now()), name: name, organization: organization, reach: mail.map { [.init(.mail, $0)] } ?? []), by: visitor
        )
    }

    func member(_ name: String, _ role: Role = .salesperson) async throws -> Visitor {
        let member = Member(
            id: .make(at: bench.now()), name: name, address: "\(name.lowercased())@own.example", role: role, state: .active, createdAt: bench.now()
        )
        try await bench.store.add(member, token: nil)
        return Visitor(member, in: bench.store.id)
    }
}

@Suite("Organisations and people")
struct DirectoryUseTests {
    @Test("an account opens with parent, children, people and what is known")
    func opens() async throws {
        let world = try await Directory.open()
        let group = try await world.organization("Northwall Group")
        let account = try await world.organization("Brunavik", domains: ["brunavik.example"], parent: group.id)
        let child = try await world.organization("Brunavik Dairy", parent: account.id)
        let paula = try await world.person("Paula Keller", at: account.id, mail: "paula@brunavik.example")
        try await world.bench.stateClaim(about: account.id, StatementDraft("They build a second line."), by: .owner)
        let open = try await world.bench.openAccount(account.id, by: .owner)
        #expect(open.summary.organization.name == "Brunavik")
        #expect(open.parents.map(\.id) == [group.id])
        #expect(open.children.map(\.id) == [child.id])
        #expect(open.people.map(\.id) == [paula.id])
        #expect(open.known.map(\.value) == ["They build a second line."])
        #expect(open.known.map(\.standing) == [.confirmed])
        #expect(open.known.map(\.author) == [.person("you")])
        let listed = try await world.bench.organizations(OrganizationQuery(text: "DAIRY"), by: .owner)
        #expect(listed.items.map(\.id) == [child.id])
    }

    @Test("a parent that would close a circle, and a domain of another, are refused")
    func circles() async throws {
        let world = try await Directory.open()
        let first = try await world.organization("First", domains: ["first.example"])
        let second = try await world.organization("Second", parent: first.id)
        var changed = first.organization
        changed.parent = second.id
        expectSentence(await #expect(throws: StoreError.self) { try await world.bench.editOrganization(changed, expecting: first.version, by: .owner) })
        changed = second.organization
        changed.domains = ["WWW.first.example"]
        await #expect(throws: StoreError.self) { try await world.bench.editOrganization(changed, expecting: second.version, by: .owner) }
        changed.domains = []
        changed.name = "Second Oy"
        try await world.bench.editOrganization(changed, expecting: second.version, by: .owner)
        await #expect(throws: StoreError.conflict(.record(expected: second.version, found: second.version + 1))) {
            try await world.bench.editOrganization(changed, expecting: second.version, by: .owner)
        }
    }

    @Test("what everybody sees is taken from nobody by a seller: our own company, a partner, a competitor")
    func kindsThatEverybodySees() async throws {
        let world = try await Directory.open()
        let bench = world.bench
        let seller = try await world.member("Sven"), other = try await world.member("Tove"), manager = try await world.member("Mona", .manager)
        func change(_ summary: OrganizationSummary, to kind: Organization.Kind, by visitor: Visitor) async throws -> OrganizationSummary {
            var changed = summary.organization
            changed.kind = kind
            return try await bench.editOrganization(changed, expecting: summary.version, by: visitor)
        }
        let own = try await world.organization("Norrvik", .own), partner = try await world.organization("Halden", .partner), rival = try await world.organization("Ulven", .competitor)
        for kind in Organization.Kind.allCases where kind != .own {
            for visitor in [seller, manager] {
                let refused = await #expect(throws: NotPermitted.self) { try await change(own, to: kind, by: visitor) }
                #expect(refused?.description.contains("administrators only") == true)
            }
        }
        for (summary, kind) in [(partner, Organization.Kind.prospect), (rival, .customer)] {
            let refused = await #expect(throws: NotPermitted.self) { try await change(summary, to: kind, by: seller) }
            #expect(refused?.description.contains("managers and administrators") == true)
        }
        #expect(try await bench.organizations(OrganizationQuery(), by: other).items.count == 3)
        #expect(bench.kinds(of: .own, for: seller) == [.own] && bench.kinds(of: .partner, for: seller) == [.own, .partner, .competitor])
        #expect(bench.kinds(of: .prospect, for: seller) == Organization.Kind.allCases && bench.kinds(of: .partner, for: manager) == Organization.Kind.allCases)

        // Nor by becoming a part of an account.
        let mine = try await world.organization("Halden Werke", .prospect, by: seller)
        for shared in [own, partner, rival] {
            await #expect(throws: NotPermitted.self) { try await bench.mergeOrganization(shared.organization.id, into: mine.organization.id, by: seller) }
        }
        #expect(try await bench.organizations(OrganizationQuery(), by: other).items.count == 3)

        // What else is known of them anybody may change, a partner may become a competitor, and who says who works accounts makes one.
        var renamed = own.organization
        renamed.name = "Norrvik Oy"
        #expect(try await bench.editOrganization(renamed, expecting: own.version, by: seller).organization.name == "Norrvik Oy")
        #expect(try await change(partner, to: .competitor, by: seller).organization.kind == .competitor)
        let account = try await change(rival, to: .customer, by: manager)
        #expect(account.holders == AccountHolders(members: [try #require(manager.member)]))
        // From an account to what everybody sees, nothing is taken from anybody.
        let prospect = try await world.organization("Brunavik", .prospect, by: seller)
        #expect(try await change(prospect, to: .partner, by: seller).organization.kind == .partner)
    }

    @Test("two people cannot have one address")
    func oneAddress() async throws {
        let world = try await Directory.open()
        try await world.person("Paula Keller", mail: "paula@brunavik.example")
        let error = await #expect(throws: StoreError.self) { try await world.person("P. Keller", mail: "PAULA@brunavik.example") }
        #expect("\(error.map { "\($0)" } ?? "")".contains("Paula Keller"))
    }

    @Test("whose a domain or an address in use is, is told to those who see them only")
    func hiddenNames() async throws {
        let world = try await Directory.open()
        let seller = try await world.member("seller")
        let hidden = try await world.organization("Zorblatt", domains: ["zorblatt.example"])
        try await world.person("Zenobia Zarquon", at: hidden.id, mail: "zenobia@zorblatt.example")
        let own = try await world.organization("Visible", by: seller), anna = try await world.person("Anna", at: own.id, by: seller)
        var domains = own.organization, reach = anna.person
        domains.domains = ["visible.example", "zorblatt.example"]
        reach.reach = [.init(.phone, "+358 9 1234"), .init(.mail, "zenobia@zorblatt.example")]
        let attempts: [(Visitor) async throws -> Void] = [
            { try await world.organization("New", domains: ["ZORBLATT.example"], by: $0) },
            { try await world.bench.editOrganization(domains, expecting: own.version, by: $0) },
            { try await world.person("New", mail: "Zenobia@zorblatt.example", by: $0) },
            { try await world.bench.editPerson(reach, expecting: anna.version, by: $0) },
        ]
        let fields = ["/domains/0", "/domains/1", "/reach/0/value", "/reach/1/value"]
        for (attempt, field) in zip(attempts, fields) {
            let told = await #expect(throws: StoreError.self) { try await attempt(seller) }
            let text = told.map { "\($0)" } ?? ""
            #expect(!text.contains("Zorblatt") && !text.contains("Zenobia") && text.contains("an administrator can say"), "\(text)")
            #expect(told?.field == field)
            let known = await #expect(throws: StoreError.self) { try await attempt(.owner) }
            #expect(known.map { "\($0)" }?.contains(field.hasPrefix("/domains") ? "Zorblatt" : "Zenobia Zarquon") == true)
        }
        // Of what they see, they are told.
        try await world.organization("Also visible", domains: ["also.example"], by: seller)
        let seen = await #expect(throws: StoreError.self) { try await world.organization("New", domains: ["also.example"], by: seller) }
        #expect(seen.map { "\($0)" }?.contains("“Also visible”") == true)
    }

    @Test("reports-to: the newest takes the place of the one before, and no circle is let in")
    func reporting() async throws {
        let world = try await Directory.open()
        let at = try await world.organization("Brunavik").id
        let anna = try await world.person("Anna", at: at), ben = try await world.person("Ben", at: at), cleo = try await world.person("Cleo", at: at)
        try await world.bench.reportsTo(anna.id, above: ben.id, by: .owner)
        try await world.bench.reportsTo(ben.id, above: cleo.id, by: .owner)
        expectSentence(await #expect(throws: StoreError.self) { try await world.bench.reportsTo(cleo.id, above: anna.id, by: .owner) })
        expectSentence(await #expect(throws: StoreError.self) { try await world.bench.reportsTo(cleo.id, above: cleo.id, by: .owner) })
        #expect(try await world.bench.openPerson(anna.id, by: .owner).reportsTo.map(\.person.id) == [ben.id, cleo.id])
        #expect(try await world.bench.openPerson(cleo.id, by: .owner).reports.map(\.person.id) == [ben.id])
        try await world.bench.reportsTo(anna.id, above: cleo.id, by: .owner)
        #expect(try await world.bench.openPerson(anna.id, by: .owner).reportsTo.map(\.person.id) == [cleo.id])
        let all = try await world.bench.store.claims(about: .person(anna.id), standings: nil)
        #expect(all.map(\.standing) == [.superseded, .confirmed])
        try await world.bench.reportsTo(anna.id, above: nil, by: .owner)
        #expect(try await world.bench.openPerson(anna.id, by: .owner).reportsTo.isEmpty)
    }

    @Test("whom somebody reports to, said confidentially, leaves what all may know as it is, and the reverse")
    func confidentialReporting() async throws {
        let world = try await Directory.open()
        let ines = try await world.member("Ines"), olaf = try await world.member("Olaf")
        let at = try await world.organization("Partner", .partner).id
        let anna = try await world.person("Anna", at: at).id, ben = try await world.person("Ben", at: at).id
        let cleo = try await world.person("Cleo", at: at).id, dora = try await world.person("Dora", at: at).id
        func expect(ines seen: [Identifier<Person>], olaf open: [Identifier<Person>], sourceLocation: SourceLocation = #_sourceLocation) async throws {
            #expect(try await world.bench.openPerson(anna, by: ines).reportsTo.map(\.person.id) == seen, sourceLocation: sourceLocation)
            #expect(try await world.bench.openPerson(anna, by: olaf).reportsTo.map(\.person.id) == open, sourceLocation: sourceLocation)
        }
        try await world.bench.reportsTo(anna, above: ben, by: .owner)
        try await world.bench.reportsTo(anna, above: cleo, confidentialTo: [], by: ines)
        try await expect(ines: [cleo], olaf: [ben])
        try await world.bench.reportsTo(anna, above: dora, confidentialTo: [], by: ines)
        try await expect(ines: [dora], olaf: [ben])
        // One in confidence, in place of the one before, and one open.
        #expect(try await world.bench.reporting(live: anna, .owner).count == 2)
        try await world.bench.reportsTo(anna, above: nil, confidentialTo: [], by: ines)
        try await expect(ines: [ben], olaf: [ben])
        try await world.bench.reportsTo(anna, above: cleo, confidentialTo: [], by: ines)
        try await world.bench.reportsTo(anna, above: dora, by: olaf)
        try await expect(ines: [dora], olaf: [dora])
        #expect(try await world.bench.reporting(live: anna, .owner).count == 2)
        // To nobody, as far as they may know.
        try await world.bench.reportsTo(anna, above: nil, by: olaf)
        try await expect(ines: [cleo], olaf: [])
        try await world.bench.reportsTo(anna, above: nil, by: ines)
        try await expect(ines: [], olaf: [])
    }

    @Test("a merge can be taken back")
    func merging() async throws {
        let world = try await Directory.open()
        let kept = try await world.organization("Brunavik", domains: ["brunavik.example"]), gone = try await world.organization("Brunavik Oy", domains: ["brunavik.test"])
        let paula = try await world.person("Paula", at: gone.id)
        let merge = try await world.bench.mergeOrganization(gone.id, into: kept.id, by: .owner)
        #expect(try await world.bench.openAccount(kept.id, by: .owner).people.map(\.id) == [paula.id])
        #expect(try await world.bench.merges(by: .owner).items.map(\.id) == [merge])
        try await world.bench.undoMerge(merge, by: .owner)
        #expect(try await world.bench.openAccount(gone.id, by: .owner).people.map(\.id) == [paula.id])
        #expect(try await world.bench.openAccount(kept.id, by: .owner).people.isEmpty)
        await #expect(throws: StoreError.self) { try await world.bench.mergeOrganization(kept.id, into: kept.id, by: .owner) }
        #expect(try await world.bench.likelyDuplicateOrganizations(by: .owner).count == 1)
        try await world.bench.keepApart(kept.id, gone.id, by: .owner)
        #expect(try await world.bench.likelyDuplicateOrganizations(by: .owner).isEmpty)
    }

    @Test("a salesperson holds what they add, and does not see what others hold; a reader changes nothing")
    func holders() async throws {
        let world = try await Directory.open()
        let ines = try await world.member("Ines"), olaf = try await world.member("Olaf"), boss = try await world.member("Maja", .administrator)
        let account = try await world.organization("Brunavik", by: ines)
        #expect(account.holders == AccountHolders(members: [try #require(ines.member)]))
        #expect(try await world.bench.organizations(OrganizationQuery(), by: olaf).items.isEmpty)
        let hidden = await #expect(throws: StoreError.self) { try await world.bench.openAccount(account.id, by: olaf) }
        guard case .notFound = hidden else { throw Unexpected("What is out of sight is not found.") }
        await #expect(throws: NotPermitted.self) { try await world.bench.setHolders(of: account.id, to: AccountHolders(), expecting: account.version, by: ines) }
        await #expect(throws: NotPermitted.self) {
            try await world.bench.addOrganization(
                Organization(id: .make(at: world.bench.now()), name: "Other", kind: .customer),
                holders: AccountHolders(members: [try #require(olaf.member)]), by: ines
            )
        }
        #expect(try await world.organization("All see all", by: boss).holders == AccountHolders())
        let reader = try await world.member("Rita", .reader)
        await #expect(throws: NotPermitted.self) { try await world.organization("No", by: reader) }
    }

    @Test("what is confidential is known to those who are named, not even to administrators")
    func confidential() async throws {
        let world = try await Directory.open()
        let ines = try await world.member("Ines"), boss = try await world.member("Maja", .administrator)
        let at = try await world.organization("Brunavik", by: ines).id
        let anna = try await world.person("Anna", at: at), ben = try await world.person("Ben", at: at)
        try await world.bench.reportsTo(anna.id, above: ben.id, confidentialTo: [], by: ines)
        try await world.bench.stateClaim(about: anna.id, StatementDraft("She leaves in May.", confidentialTo: []), by: ines)
        let seen = try await world.bench.openPerson(anna.id, by: ines)
        #expect(seen.reportsTo.map(\.person.id) == [ben.id])
        #expect(seen.known.map(\.value) == ["She leaves in May."])
        let hidden = try await world.bench.openPerson(anna.id, by: boss)
        #expect(hidden.reportsTo.isEmpty)
        #expect(hidden.known.isEmpty)
        // Somebody who does not know of it does not end it either.
        try await world.bench.reportsTo(anna.id, above: nil, by: boss)
        #expect(try await world.bench.openPerson(anna.id, by: ines).reportsTo.map(\.person.id) == [ben.id])
    }

    @Test("what is to come stands apart, the nearest first, and is no contact yet")
    func ahead() async throws {
        let world = try await Directory.open()
        let bench = world.bench, now = bench.now(), day: Int64 = 86_400_000
        let account = try await world.organization("Brunavik"), paula = try await world.person("Paula Keller", at: account.id)
        for days in [-30, -4] + (1...7).map({ 7 * $0 }) as [Int64] {
            _ = try await bench.addInteraction(
                InteractionDraft(.call, title: "day \(days)", startedAt: now.advanced(by: days * day), accounts: [account.id], people: [paula.id]), by: .owner
            )
        }
        let open = try await bench.openAccount(account.id, by: .owner), person = try await bench.openPerson(paula.id, by: .owner)
        for (history, ahead) in [(open.history, open.ahead), (person.history, person.ahead)] {
            #expect(history.items.map(\.title) == ["day -4", "day -30"] && history.next == nil)
            #expect(ahead.items.map(\.title) == ["day 7", "day 14", "day 21", "day 28", "day 35"])
        }
        #expect(open.summary.lastContactAt == now.advanced(by: -4 * day) && open.summary.nextContactAt == now.advanced(by: 7 * day))
        #expect(person.summary.lastContactAt == now.advanced(by: -4 * day) && person.summary.nextContactAt == now.advanced(by: 7 * day))
        let next: PageCursor = try #require(open.ahead.next)
        let further = try await bench.history(HistoryQuery(organization: account.id, cursor: next).ahead(of: bench.now()), by: .owner)
        #expect(further.items.map(\.title) == ["day 42", "day 49"] && further.next == nil)
    }

    @Test("whom we heard least of stands first at home, whatever the calendar holds for them")
    func heardLeastOf() async throws {
        let world = try await Directory.open()
        let bench = world.bench, now = bench.now(), ines = try await world.member("Ines")
        // Days from now: by the newest of all they would stand Cirrus, Aalto, Brunavik.
        for (name, days) in [("Aalto", [-1, 2]), ("Brunavik", [-30, 500]), ("Cirrus", [1])] as [(String, [Int64])] {
            let account = try await world.organization(name, by: ines)
            for day in days {
                _ = try await bench.addInteraction(InteractionDraft(.call, title: "Call", startedAt: now.advanced(by: day * 86_400_000), accounts: [account.id]), by: ines)
            }
        }
        #expect(try await bench.home(by: ines).accounts.map(\.organization.name) == ["Cirrus", "Brunavik", "Aalto"])
    }
}

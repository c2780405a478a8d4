import Covalence
import HTTPTypes
import Store
import Workbench

extension Endpoint {
    /// Organisations: who there is, what is known of them, who works them.
    static let organizations = [
        listOrganizations, addOrganization, openOrganization, editOrganization, organizationRelations, setHolders, whoCanHold, stateOfOrganization,
    ]

    private static let listOrganizations = Endpoint(
        .get, "/organizations", "listOrganizations", "Organisations in sight, by name", tag: .organizations, action: .listOrganizations,
        parameters: [
            .query("text", .words(200), "Part of the name or of a domain, in any case."),
            .query("kind", .list(.choice(Organization.Kind.self), most: 10), "Only these kinds; may be given several times."),
            .query("holder", .id, "Only those that this member works, alone or through a team."),
            .query("parent", .id, "Only those that belong to this one."),
        ] + Parameter.page,
        output: .page(OrganizationLine.schema), uses: ["ListDirectory.organizations"]
    ) { request in
        let page = try await request.bench.organizations(OrganizationQuery(
            text: request.text("text"), kinds: request.choices("kind", Organization.Kind.self), holder: request.id("holder", Member.self),
            parent: request.id("parent", Organization.self), cursor: try request.cursor(), limit: request.limit
        ), by: request.visitor)
        return try .page(page, of: request) { OrganizationLine($0) }
    }

    private static let addOrganization = Endpoint(
        .post, "/organizations", "addOrganization", "Adds an organisation", tag: .organizations, action: .addOrganization,
        input: .json(.object("NewOrganization", "An organisation to be added.", OrganizationLine.given + [
            .optional("holders", HoldersJSON.schema, "Who works it; whoever adds it where missing."),
        ])),
        output: .created(OrganizationLine.schema), uses: ["EditOrganizations.addOrganization"]
    ) { request in
        let body = request.body
        var organization = Organization(id: .make(at: Workbench.clock()), name: try body.needed("name"), kind: body.choice("kind", Organization.Kind.self) ?? .prospect)
        change(&organization, by: body)
        let added = try await request.bench.addOrganization(organization, holders: body.object("holders").map(HoldersJSON.read), by: request.visitor)
        return try .value(OrganizationLine(added), version: added.version, at: "/organizations/\(added.id)")
    }

    private static let openOrganization = Endpoint(
        .get, "/organizations/{id}", "openOrganization", "An organisation", tag: .organizations, action: .openOrganization,
        output: .value(OrganizationLine.schema), uses: ["OpenAccount.openAccount"]
    ) { request in
        let open = try await request.bench.openAccount(try request.place(Organization.self), by: request.visitor)
        return try .value(OrganizationLine(open.summary), version: open.summary.version)
    }

    private static let editOrganization = Endpoint(
        .patch, "/organizations/{id}", "editOrganization", "Changes what is known of an organisation",
        about: "What is not named stays; null takes it away. That an organisation is our own company is changed by administrators; a partner or competitor is made an account by who says who works accounts.", tag: .organizations, action: .editOrganization, needs: [.openOrganization],
        input: .json(.changes("OrganizationChanges", "What of an organisation is to be changed.", of: OrganizationLine.given)),
        output: .value(OrganizationLine.schema), isVersioned: true, uses: ["EditOrganizations.editOrganization"]
    ) { request in
        let version = try request.seenVersion()
        var organization = try await request.bench.openAccount(try request.place(Organization.self), by: request.visitor).summary.organization
        organization.name = request.body.text("name") ?? organization.name
        organization.kind = request.body.choice("kind", Organization.Kind.self) ?? organization.kind
        change(&organization, by: request.body)
        let changed = try await request.bench.editOrganization(organization, expecting: version, by: request.visitor)
        return try .value(OrganizationLine(changed), version: changed.version)
    }

    private static func change(_ organization: inout Organization, by body: APIBody) {
        organization.industry = body.changed("industry", from: organization.industry) { $0.text($1) }
        organization.size = body.changed("size", from: organization.size) { $0.choice($1, Organization.Size.self) }
        organization.country = body.changed("country", from: organization.country) { $0.text($1) }
        organization.parent = body.changed("parent", from: organization.parent) { $0.id($1, Organization.self) }
        organization.domains = body.changed("domains", from: organization.domains) { $0.texts($1) } ?? []
        organization.note = body.changed("note", from: organization.note) { $0.text($1) }
    }

    private static let organizationRelations = Endpoint(
        .get, "/organizations/{id}/relations", "organizationRelations", "What an organisation belongs to, what belongs to it, who works it, what is stated of it",
        tag: .organizations, action: .openOrganization,
        output: .value(AccountJSON.schema), uses: ["OpenAccount.openAccount"]
    ) { request in
        try .value(AccountJSON(try await request.bench.openAccount(try request.place(Organization.self), by: request.visitor)))
    }

    private static let setHolders = Endpoint(
        .put, "/organizations/{id}/holders", "setHolders", "Says who works an account", tag: .organizations, action: .assignAccount, needs: [.openOrganization],
        input: .json(HoldersJSON.schema), output: .value(OrganizationLine.schema), isVersioned: true, uses: ["EditOrganizations.setHolders"]
    ) { request in
        let id = try request.place(Organization.self)
        try await request.bench.setHolders(of: id, to: HoldersJSON.read(request.body), expecting: try request.seenVersion(), by: request.visitor)
        let open = try await request.bench.openAccount(id, by: request.visitor)
        return try .value(OrganizationLine(open.summary), version: open.summary.version)
    }

    private static let whoCanHold = Endpoint(
        .get, "/holders", "whoCanHold", "Members and teams that can work an account", tag: .organizations, action: .listOrganizations, needs: [.assignAccount],
        output: .value(.object("PossibleHolders", "Who can work an account.", [
            .required("members", .list(NameJSON.schema)), .required("teams", .list(NameJSON.schema)),
        ])), uses: ["EditOrganizations.whoCanHold"]
    ) { request in
        let (members, teams) = try await request.bench.whoCanHold(by: request.visitor)
        return try .value(["members": members.map { NameJSON($0.id, $0.name) }, "teams": teams.map { NameJSON($0.id, $0.name) }])
    }

    private static let stateOfOrganization = Endpoint(
        .post, "/organizations/{id}/claims", "stateOfOrganization", "States something of an organisation", about: "It is held true at once, in the name of the token’s member.",
        tag: .organizations, action: .stateClaim, input: .json(StatementJSON.schema), output: .created(ClaimJSON.schema), uses: ["StateClaim.stateClaim"]
    ) { request in
        let claim = try await request.bench.stateClaim(about: try request.place(Organization.self), try StatementJSON.read(request.body), by: request.visitor)
        return try .claim(claim, at: "/claims/\(claim.id)")
    }
}

import Covalence
import HTTPTypes
import SignIn
import Store
import Workbench

extension Endpoint {
    /// Who may sign in, and in which teams.
    static let members = [
        listMembers, inviteMember, openMember, changeMember, inviteAgain, setMemberTeams, listTeams, addTeam, openTeam, saveTeam, removeTeam, listGrants, grantMeasures,
        revokeGrant,
    ]

    private static let member = Schema.object("Member", "Somebody who may sign in.", [
        .required("id", .id), .required("name", .text()), .required("address", .text(), "Mail address."), .required("role", .choice(Role.self)),
        .required("state", .choice(Member.State.self)), .optional("person", .id, "The person of the record they are."), .required("createdAt", .time),
        .required("teams", .list(NameJSON.schema)), .optional("lastSeenAt", .time), .required("hasOneTimeCodes", .boolean),
        .optional("invitation", .object("Invitation", "Only in the answer that made it: it cannot be shown again.", [
            .required("link", .text(), "For the person who is invited, once."), .required("expiresAt", .time),
        ])),
    ])

    private static func view(_ line: MemberLine, invitation: (link: MadeLink, request: APIRequest)? = nil) -> JSONValue {
        .object([
            "id": .of(line.member.id), "name": .text(line.member.name), "address": .text(line.member.address), "role": .text(line.member.role.rawValue),
            "state": .text(line.member.state.rawValue), "person": .of(line.member.person), "createdAt": .of(line.member.createdAt),
            "teams": .list(line.teams.map { .named($0.id, $0.name) }), "lastSeenAt": .of(line.lastSeen), "hasOneTimeCodes": .boolean(line.hasOneTimeCodes),
            "invitation": invitation.map { made in
                .object([
                    "link": .text("\(made.request.context.came.address)/invitation?token=\(made.link.token.text)"), "expiresAt": .of(made.link.expiresAt),
                ])
            },
        ])
    }

    private static let listMembers = Endpoint(
        .get, "/members", "listMembers", "Every member, by name", tag: .members, action: .listMembers, parameters: Parameter.page, output: .page(member), uses: ["ChangeMembers.listMembers"]
    ) { request in
        try .slice(try await request.bench.listMembers(by: request.visitor), of: request, place: { ListPlace($0.member.name, $0.member.id.description) }) { view($0) }
    }

    private static let inviteMember = Endpoint(
        .post, "/members", "inviteMember", "Invites somebody, and shows the link, this once", about: "It works for 72 hours, once. A repeated request shows no link.", tag: .members,
        action: .inviteMember, needs: [.listMembers],
        input: .json(.object("NewMember", "Somebody who is invited.", [
            .required("name", .words(200)), .required("address", .words(1_000), "Mail address."), .required("role", .choice(Role.self)), .optional("teams", .list(.id, most: 1_000)),
        ])),
        output: .created(member), uses: ["Invite.invite"]
    ) { request in
        let body = request.body
        let made = try await request.bench.invite(
            name: try body.needed("name"), address: try body.needed("address"), role: body.choice("role", Role.self) ?? .reader, teams: Set(body.ids("teams", Team.self) ?? []),
            by: request.visitor
        )
        return try .value(view(try await request.bench.openMember(made.member.id, by: request.visitor), invitation: (made, request)), at: "/members/\(made.member.id)")
    }

    private static let openMember = Endpoint(
        .get, "/members/{id}", "openMember", "A member", tag: .members, action: .listMembers, output: .value(member), uses: ["ChangeMembers.openMember"]
    ) { request in
        try await shown(try request.place(Member.self), request)
    }

    private static func shown(_ id: Identifier<Member>, _ request: APIRequest) async throws -> APIAnswer {
        let line = try await request.bench.openMember(id, by: request.visitor)
        return try .value(view(line), tag: line.tag)
    }

    private static let changeMember = Endpoint(
        .patch, "/members/{id}", "changeMember", "Changes role, state or person of a member", about: "It holds from their next request. Suspending ends sessions and links and revokes tokens for good. The last active administrator stays one.", tag: .members,
        action: .changeMember, needs: [.listMembers],
        input: .json(.object("MemberChanges", "What of a member is to be changed; one of them at a time.", [
            .optional("role", .choice(Role.self)), .optional("state", .choice(["active", "suspended"])), .optional("person", Schema.id.orNull, "Which person of the record they are."),
        ])),
        output: .value(member), isVersioned: true, uses: ["ChangeMembers.changeRole", "ChangeMembers.changePerson", "ChangeMembers.suspend", "ChangeMembers.reinstate"]
    ) { request in
        let id = try request.place(Member.self), body = request.body, seen = request.seenContent
        // Each is a change of its own: of two, one could be refused after the other was made.
        guard ["role", "state", "person"].count(where: body.has) <= 1 else { throw Problem.field("/state", "Change one of role, state and person at a time.") }
        if let role = body.choice("role", Role.self) { try await request.bench.changeRole(of: id, to: role, expecting: seen, by: request.visitor) }
        if body.has("person") { try await request.bench.changePerson(of: id, to: body.id("person", Person.self), expecting: seen, by: request.visitor) }
        switch body.text("state") {
        case "suspended":
            guard id != request.visitor.member else { throw Problem.field("/state", "You cannot suspend yourself; another administrator can.") }
            try await request.bench.suspend(id, expecting: seen, by: request.visitor)
        case "active": try await request.bench.reinstate(id, expecting: seen, by: request.visitor)
        default: break
        }
        return try await shown(id, request)
    }

    private static let inviteAgain = Endpoint(
        .post, "/members/{id}/invitation", "inviteAgain", "Makes a new link for somebody who was invited", about: "The former one does not work any more. A repeated request shows no link.",
        tag: .members, action: .inviteMember, needs: [.listMembers], output: .created(member), uses: ["Invite.inviteAgain"]
    ) { request in
        let made = try await request.bench.inviteAgain(try request.place(Member.self), by: request.visitor)
        return try .value(view(try await request.bench.openMember(made.member.id, by: request.visitor), invitation: (made, request)), at: "/members/\(made.member.id)")
    }

    private static let setMemberTeams = Endpoint(
        .put, "/members/{id}/teams", "setMemberTeams", "Says in which teams a member is", tag: .members, action: .changeTeams, needs: [.listMembers],
        input: .json(.object("MemberTeams", "The teams of a member.", [.required("teams", .list(.id, most: 1_000))])), output: .value(member), isVersioned: true,
        uses: ["ChangeMembers.changeTeams"]
    ) { request in
        let id = try request.place(Member.self)
        try await request.bench.changeTeams(of: id, to: Set(request.body.ids("teams", Team.self) ?? []), expecting: request.seenContent, by: request.visitor)
        return try await shown(id, request)
    }

    private static let membership = Schema.object("Membership", "A member of a team.", [.required("member", .id), .optional("manages", .boolean, "Whether they lead it.")])
    private static let team = Schema.object("Team", "Members who work together.", [.required("id", .id), .required("name", .text()), .required("members", .list(membership))])
    private static let newTeam = Schema.object("TeamChange", "A team as it is to be.", [.required("name", .words(200)), .required("members", .list(membership, most: 1_000))])

    private static func view(_ team: Team) -> JSONValue {
        .object(["id": .of(team.id), "name": .text(team.name), "members": .list(team.members.map { .object(["member": .of($0.member), "manages": .boolean($0.manages)]) })])
    }

    private static func shown(_ team: Team, at location: String? = nil) throws -> APIAnswer {
        var answer = try APIAnswer.value(view(team), tag: team.tag)
        answer.location = location
        return answer
    }

    private static func memberships(_ body: APIBody) -> [Team.Membership] {
        (body.objects("members") ?? []).compactMap { one in one.id("member", Member.self).map { Team.Membership($0, manages: one.flag("manages") ?? false) } }
    }

    private static func team(_ request: APIRequest) async throws -> Team {
        let id = try request.place(Team.self)
        guard let team = try await request.bench.listTeams(by: request.visitor).first(where: { $0.id == id }) else { throw StoreError.notFound("The team \(id)") }
        return team
    }

    private static let listTeams = Endpoint(
        .get, "/teams", "listTeams", "Every team, by name", tag: .members, action: .listMembers, parameters: Parameter.page, output: .page(team), uses: ["ChangeTeams.listTeams"]
    ) { request in
        try .slice(try await request.bench.listTeams(by: request.visitor), of: request, place: { ListPlace($0.name, $0.id.description) }) { view($0) }
    }

    private static let addTeam = Endpoint(
        .post, "/teams", "addTeam", "Makes a team", tag: .members, action: .changeTeams, input: .json(newTeam), output: .created(team), uses: ["ChangeTeams.addTeam"]
    ) { request in
        let made = try await request.bench.addTeam(try request.body.needed("name"), members: memberships(request.body), by: request.visitor)
        return try shown(made, at: "/teams/\(made.id)")
    }

    private static let openTeam = Endpoint(
        .get, "/teams/{id}", "openTeam", "A team", tag: .members, action: .listMembers, output: .value(team), uses: ["ChangeTeams.listTeams"]
    ) { request in
        try shown(try await team(request))
    }

    private static let saveTeam = Endpoint(
        .put, "/teams/{id}", "saveTeam", "Replaces name and members of a team", tag: .members, action: .changeTeams, needs: [.listMembers], input: .json(newTeam), output: .value(team), isVersioned: true,
        uses: ["ChangeTeams.saveTeam"]
    ) { request in
        var team = try await team(request)
        team.name = try request.body.needed("name")
        team.members = memberships(request.body)
        return try shown(try await request.bench.saveTeam(team, expecting: request.seenContent, by: request.visitor))
    }

    private static let removeTeam = Endpoint(
        .delete, "/teams/{id}", "removeTeam", "Removes a team", about: "Its members stay members.", tag: .members, action: .changeTeams, output: .nothing, uses: ["ChangeTeams.removeTeam"]
    ) { request in
        try await request.bench.removeTeam(try request.place(Team.self), by: request.visitor)
        return .nothing
    }

    private static let listGrants = Endpoint(
        .get, "/measure-grants", "listMeasureGrants", "Who may see whose measures, oldest first", tag: .measures, action: .listMembers, parameters: Parameter.page,
        output: .page(.object("MeasureGrant", "Leave to see a seller’s own measures.", [
            .required("seller", NameJSON.schema), .required("viewer", NameJSON.schema), .required("grantedBy", NameJSON.schema), .required("at", .time),
        ])), uses: ["GrantMeasures.listMeasureGrants"]
    ) { request in
        let leaves = try await request.bench.listMeasureGrants(by: request.visitor)
        return try .slice(leaves, of: request, place: { ListPlace($0.by.at, "\($0.by.viewer.id).\($0.seller.id)") }) { leave in
            JSONValue.object([
                "seller": .named(leave.seller.id, leave.seller.name), "viewer": .named(leave.by.viewer.id, leave.by.viewer.name),
                "grantedBy": .named(leave.by.grantedBy.id, leave.by.grantedBy.name), "at": .of(leave.by.at),
            ])
        }
    }

    private static let grantMeasures = Endpoint(
        .put, "/measure-grants/{seller}/{viewer}", "grantMeasures", "Gives a member leave to see a seller’s own measures", about: "The seller sees that.", tag: .measures,
        action: .grantMeasures, output: .nothing, uses: ["GrantMeasures.grantMeasures"]
    ) { request in
        try await request.bench.grantMeasures(viewer: try request.place(Member.self, "viewer"), seller: try request.place(Member.self, "seller"), by: request.visitor)
        return .nothing
    }

    private static let revokeGrant = Endpoint(
        .delete, "/measure-grants/{seller}/{viewer}", "revokeMeasures", "Takes the leave back", tag: .measures, action: .grantMeasures, output: .nothing, uses: ["GrantMeasures.revokeMeasures"]
    ) { request in
        try await request.bench.revokeMeasures(viewer: try request.place(Member.self, "viewer"), seller: try request.place(Member.self, "seller"), by: request.visitor)
        return .nothing
    }
}

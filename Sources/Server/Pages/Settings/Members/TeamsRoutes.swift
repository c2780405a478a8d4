import Covalence
import Hummingbird
import Store
import Workbench

extension Site {
    func addTeamsRoutes(to router: Router<ServerContext>) {
        router.get("/settings/teams") { request, context in
            var page = try await teamsPage(context)
            page.saved = FormFields.query(of: request)["saved"].flatMap { Self.teamSentences[$0] }
            return Response.html(pages(context).render(page))
        }
        router.post("/settings/teams") { request, context in
            let form = try await FormFields.body(of: request, context: context)
            let name = form["name"] ?? ""
            return try await saving(Team(id: .make(at: Workbench.clock()), name: name), context, field: "name", saved: "made")
        }
        router.post("/settings/teams/:id") { request, context in
            let form = try await FormFields.body(of: request, context: context)
            let id = try team(in: context)
            // Who is not on the page (suspended, invited meanwhile) stays what they are.
            guard var team = try await context.bench.listTeams(by: context.visitor).first(where: { $0.id == id }) else { throw PageError.notFound }
            for member in try await context.bench.listMembers(by: context.visitor).map(\.member.id) {
                guard let part = form.raw("part-\(member)") else { continue }
                team.members.removeAll { $0.member == member }
                if part == "member" || part == "manages" { team.members.append(.init(member, manages: part == "manages")) }
            }
            team.name = form["name"] ?? ""
            do { return try await saving(team, expecting: form["seen"].map { ContentTag(text: $0) }, context, field: "name-\(id)", saved: "saved") } catch StoreError.conflict {
                return Response.html(pages(context).render(try await lateTeam(team, form, context)), status: .conflict)
            }
        }
        router.post("/settings/teams/:id/remove") { _, context in
            try await context.bench.removeTeam(try team(in: context), by: context.visitor)
            return Response.seeOther("/settings/teams?saved=removed")
        }
        router.post("/settings/grants") { request, context in
            let (viewer, seller) = try await grant(request, context)
            guard viewer != seller else { throw PageError(status: 422, title: "The same person", advice: "Everybody sees their own measures. Choose somebody else to look.") }
            try await context.bench.grantMeasures(viewer: viewer, seller: seller, by: context.visitor)
            return Response.seeOther("/settings?saved=granted#grants")
        }
        router.post("/settings/grants/revoke") { request, context in
            let (viewer, seller) = try await grant(request, context)
            try await context.bench.revokeMeasures(viewer: viewer, seller: seller, by: context.visitor)
            return Response.seeOther("/settings?saved=revoked#grants")
        }
    }

    private static let teamSentences = ["made": "The team is there. Say who is in it.", "saved": "Saved.", "removed": "The team is removed."]

    private func team(in context: ServerContext) throws -> Identifier<Team> {
        guard let id = Identifier<Team>(try context.parameters.require("id")) else { throw PageError.notFound }
        return id
    }

    private func grant(_ request: Request, _ context: ServerContext) async throws -> (viewer: Identifier<Member>, seller: Identifier<Member>) {
        let form = try await FormFields.body(of: request, context: context)
        guard let viewer = form["viewer"].flatMap({ Identifier<Member>($0) }), let seller = form["seller"].flatMap({ Identifier<Member>($0) }) else {
            throw PageError.plain(400)
        }
        return (viewer, seller)
    }

    /// Saves a team and goes back to it; a name that is refused is said beside its field.
    private func saving(_ team: Team, expecting seen: ContentTag? = nil, _ context: ServerContext, field: String, saved: String) async throws -> Response {
        do {
            _ = try await context.bench.saveTeam(team, expecting: seen, by: context.visitor)
            return Response.seeOther("/settings/teams?saved=\(saved)#team-\(team.id)")
        } catch let error as DoorProblem {
            var page = try await teamsPage(context)
            page.problems = FormProblems(typed: [field: team.name], problems: [field: "\(error)"])
            return Response.html(pages(context).render(page), status: .unprocessableContent)
        } catch let error as StoreError where error.field != nil {
            var page = try await teamsPage(context)
            page.problems = FormProblems(typed: [field: team.name], problems: [field: error.description])
            return Response.html(pages(context).render(page), status: .unprocessableContent)
        }
    }

    /// The teams with what was typed of one that somebody else changed meanwhile, and what it is now.
    private func lateTeam(_ team: Team, _ form: FormFields, _ context: ServerContext) async throws -> TeamsPage {
        var page = try await teamsPage(context)
        let field = "name-\(team.id)"
        page.problems.typed[field] = team.name
        for member in page.members { page.problems.typed["part-\(team.id)-\(member.id)"] = form.raw("part-\(member.id)") }
        guard let now = page.teams.first(where: { $0.id == team.id }) else { throw StoreError.notFound("The team “\(team.name)”") }
        let names = now.members.compactMap { part in page.members.first { $0.id == part.member }.map { part.manages ? "\($0.name), who manages it" : $0.name } }.sorted()
        page.problems.problems[field] = "Somebody changed this team while you were at it, and nothing of yours was saved. Now it is “\(now.name)” with \(names.isEmpty ? "nobody in it" : names.joined(separator: "; ")). Below is what you chose; save again to set it."
        return page
    }

    private func teamsPage(_ context: ServerContext) async throws -> TeamsPage {
        let (bench, visitor) = (try context.bench, try context.visitor)
        return TeamsPage(
            teams: try await bench.listTeams(by: visitor), members: try await bench.listMembers(by: visitor).map(\.member).filter { $0.state != .suspended },
            waiting: try await waitingCount(context)
        )
    }
}

import Covalence
import Foundation
import Hummingbird
import Logging
import SignIn
import Store
import Workbench

extension Site {
    func addMembersRoutes(to router: Router<ServerContext>) {
        router.get("/settings/members") { _, context in
            Response.html(pages(context).render(try await membersPage(context)))
        }
        router.post("/settings/members") { request, context in
            let form = try await FormFields.body(of: request, context: context)
            let invitation = MembersPage.Invitation(
                name: form["name"] ?? "", address: form["address"] ?? "", role: form["role"].flatMap(Role.init(rawValue:)),
                teams: Set(form.all("team").compactMap { Identifier<Team>($0) })
            )
            var problems = FormProblems()
            if invitation.name.isEmpty || invitation.name.count > 200 { problems.problems["name"] = "Write the name, up to 200 characters." }
            if !Self.isAddress(invitation.address) { problems.problems["address"] = "Write a mail address, such as anna.lind@brunavik.example." }
            guard let role = invitation.role else { throw PageError(status: 422, title: "Which role?", advice: "Choose what the new member may do.") }
            var page: MembersPage
            do {
                guard problems.isEmpty else { throw StoreError.refused("") }
                let made = try await context.bench.invite(
                    name: invitation.name, address: invitation.address, role: role, teams: invitation.teams, by: context.visitor
                )
                page = try await membersPage(context)
                page.link = try await link(to: "/invitation", made.token, "Invitation for \(made.member.name)", mail: made.member.address, "3 days", context)
                return Response.html(pages(context).render(page))
            } catch StoreError.exists {
                problems.problems["address"] = "A member has this address already. Find them in the list above."
            } catch StoreError.refused(let why) {
                if problems.isEmpty { problems.problems[""] = why.text }
            }
            page = try await membersPage(context)
            page.invitation = invitation
            page.problems = problems
            return Response.html(pages(context).render(page), status: .unprocessableContent)
        }
        router.get("/settings/members/:id") { request, context in
            let query = FormFields.query(of: request)
            var page = try await memberPage(try member(in: context), context)
            page.saved = query["saved"].flatMap { Self.memberSentences[$0] }
            if let words = query["find"] {
                page.searched = words
                page.found = try await context.bench.jump(to: words, by: context.visitor).people.map { found in
                    (found.person.id, found.person.name, found.person.function)
                }
            }
            return Response.html(pages(context).render(page))
        }
        router.post("/settings/members/:id") { request, context in
            let form = try await FormFields.body(of: request, context: context)
            let id = try member(in: context)
            guard let role = form["role"].flatMap(Role.init(rawValue:)) else { throw PageError.plain(400) }
            let teams = Set(form.all("team").compactMap { Identifier<Team>($0) })
            return try await changing(id, context, saved: "role", typed: (role, teams)) {
                // Held against what was seen once, for both.
                try await context.bench.changeRole(of: id, to: role, expecting: Self.seen(form), by: context.visitor)
                try await context.bench.changeTeams(of: id, to: teams, by: context.visitor)
            }
        }
        router.post("/settings/members/:id/state") { request, context in
            let form = try await FormFields.body(of: request, context: context)
            let id = try member(in: context)
            let isSuspending = form["state"] == Member.State.suspended.rawValue
            if isSuspending, try context.visitor.member == id {
                throw PageError(status: 422, title: "Not yourself", advice: "You cannot suspend yourself; another administrator can.")
            }
            return try await changing(id, context, saved: isSuspending ? "suspended" : "back") {
                if isSuspending { try await context.bench.suspend(id, by: context.visitor) } else { try await context.bench.reinstate(id, expecting: Self.seen(form), by: context.visitor) }
            }
        }
        router.post("/settings/members/:id/person") { request, context in
            let form = try await FormFields.body(of: request, context: context)
            let id = try member(in: context)
            let person = form["person"].flatMap { Identifier<Person>($0) }
            return try await changing(id, context, saved: person == nil ? "unbound" : "bound") {
                try await context.bench.changePerson(of: id, to: person, expecting: Self.seen(form), by: context.visitor)
            }
        }
        router.post("/settings/members/:id/invite") { _, context in
            let id = try member(in: context)
            let token = try await context.bench.inviteAgain(id, by: context.visitor).token
            var page = try await memberPage(id, context)
            page.link = try await link(to: "/invitation", token, "Invitation for \(page.member.name)", mail: page.member.address, "3 days", context)
            return Response.html(pages(context).render(page))
        }
        router.post("/settings/members/:id/reset") { _, context in
            let id = try member(in: context)
            let token = try await context.bench.resetLink(for: id, by: context.visitor).token
            var page = try await memberPage(id, context)
            page.link = try await link(to: "/reset", token, "New password for \(page.member.name)", mail: page.member.address, "1 hour", context)
            return Response.html(pages(context).render(page))
        }
    }

    private static let memberSentences = [
        "role": "Saved: role and teams.", "suspended": "Suspended. Their sessions and links have ended, and their tokens are revoked.", "back": "They may sign in again. Tokens they had stay revoked; they can make new ones.",
        "bound": "Saved: this person of the record.", "unbound": "Saved: not this person.",
    ]

    private func member(in context: ServerContext) throws -> Identifier<Member> {
        guard let id = Identifier<Member>(try context.parameters.require("id")) else { throw PageError.notFound }
        return id
    }

    /// Changes a member and goes back to their page; what is refused is said there, and what was chosen stays chosen.
    private func changing(
        _ id: Identifier<Member>, _ context: ServerContext, saved: String, typed: (role: Role, teams: Set<Identifier<Team>>)? = nil, _ change: () async throws -> Void
    ) async throws -> Response {
        do {
            try await change()
            return Response.seeOther("/settings/members/\(id)?saved=\(saved)")
        } catch StoreError.refused(let why) {
            var page = try await memberPage(id, context)
            page.problems.problems[""] = why.text
            return Response.html(pages(context).render(page), status: .unprocessableContent)
        } catch StoreError.conflict {
            var page = try await memberPage(id, context)
            let teams = page.teams.filter { $0.members.contains { $0.member == id } }.map(\.name)
            page.problems.problems[""] = "Somebody changed \(page.member.name) while you were at it, and nothing of yours was saved. Now: \(page.member.role.word), \(page.member.state.word), \(teams.isEmpty ? "in no team" : "in \(teams.joined(separator: ", "))"). Below is what you chose; save again to set it."
            page.problems.typed["role"] = typed?.role.rawValue
            page.typedTeams = typed?.teams
            return Response.html(pages(context).render(page), status: .conflict)
        }
    }

    private static func seen(_ form: FormFields) -> ContentTag? { form["seen"].map { ContentTag(text: $0) } }

    private func membersPage(_ context: ServerContext) async throws -> MembersPage {
        let (bench, visitor) = (try context.bench, try context.visitor)
        let lines = try await bench.listMembers(by: visitor)
        return MembersPage(
            rows: lines.map { line in
                MembersPage.Row(member: line.member, teams: line.teams.map(\.name), lastSeen: line.lastSeen, isOneself: line.member.id == visitor.member)
            },
            teams: try await bench.listTeams(by: visitor), waiting: try await waitingCount(context)
        )
    }

    private func memberPage(_ id: Identifier<Member>, _ context: ServerContext) async throws -> MemberPage {
        let (bench, visitor) = (try context.bench, try context.visitor)
        let line = try await bench.openMember(id, by: visitor)
        var person: String?
        if let known = line.member.person { person = try? await bench.openPerson(known, by: visitor).summary.person.name }
        return MemberPage(
            member: line.member, teams: try await bench.listTeams(by: visitor), seen: line.tag.text, person: person, isOneself: visitor.member == id,
            waiting: try await waitingCount(context)
        )
    }

    /// A link that is shown once, and mailed where mail is set up. A mail that does not go out changes nothing: the link is on the page.
    private func link(
        to path: String, _ token: SecretToken, _ title: String, mail recipient: String, _ validFor: String, _ context: ServerContext
    ) async throws -> OnceLink {
        let address = "\(context.came.address)\(path)?token=\(token.text)"
        return OnceLink(address: address, title: title, mailedTo: await mail(title, address, to: recipient), validFor: validFor)
    }

    /// Mails a link; nil where mail is not set up or the mail did not go out.
    private func mail(_ title: String, _ address: String, to recipient: String) async -> String? {
        guard let post else { return nil }
        do {
            try await post.send(title, "\(title)\n\nOpen this link; it works once:\n\n\(address)\n", to: recipient)
            return recipient
        } catch {
            logger.warning("a mail did not go out", metadata: ["error": "\((error as? SMTPProblem)?.kind ?? "\(type(of: error))")"])
            return nil
        }
    }

    /// Whether a text has the form of a mail address; whether it exists is found out by the link that is sent there.
    static func isAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return text.utf8.count <= 254 && parts.count == 2 && !parts[0].isEmpty && isDomain(String(parts[1]))
            && !text.unicodeScalars.contains { $0.properties.isWhitespace || $0.properties.generalCategory == .control }
    }
}

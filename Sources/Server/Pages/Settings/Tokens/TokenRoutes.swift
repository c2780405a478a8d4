import Covalence
import Hummingbird
import Store
import Workbench

extension Site {
    func addTokenRoutes(to router: Router<ServerContext>) {
        router.get("/settings/tokens") { request, context in
            var page = try await tokensPage(context)
            if FormFields.query(of: request)["saved"] == "revoked" { page.saved = "The token is revoked. It lets nobody in any more." }
            return Response.html(pages(context).render(page))
        }
        router.post("/settings/tokens") { request, context in
            let form = try await FormFields.body(of: request, context: context)
            let (name, days) = (form["name"] ?? "", form["days"] ?? "")
            let scopes = Set(form.all("scope").compactMap(TokenScope.init(rawValue:)))
            var problems = FormProblems(typed: ["name": name, "days": days])
            if name.isEmpty || name.count > 200 { problems.problems["name"] = "Write what the token is for, up to 200 characters." }
            if scopes.isEmpty { problems.problems["scope"] = "Choose at least one." }
            let life = Int(days)
            if life.map({ !(1...TokenDraft.mostDays).contains($0) }) ?? true { problems.problems["days"] = "Write a number of days from 1 to \(TokenDraft.mostDays)." }
            do {
                guard problems.isEmpty else { throw StoreError.refused("") }
                let made = try await context.bench.makeToken(TokenDraft(name: name, scopes: scopes, days: life ?? 90), by: context.visitor)
                // The token is on this answer only: it stands in no address and is not asked for again.
                var page = try await tokensPage(context)
                page.secret = made.secret.text
                return Response.html(pages(context).render(page), status: .created)
            } catch StoreError.refused(let why) {
                if problems.isEmpty { problems.problems[""] = why.text }
                var page = try await tokensPage(context)
                (page.problems, page.chosen) = (problems, scopes)
                return Response.html(pages(context).render(page), status: .unprocessableContent)
            }
        }
        router.post("/settings/tokens/:id/revoke") { _, context in
            guard let id = Identifier<APIToken>(try context.parameters.require("id")) else { throw PageError.notFound }
            try await context.bench.revokeToken(id, by: context.visitor)
            return Response.seeOther("/settings/tokens?saved=revoked")
        }
    }

    private func tokensPage(_ context: ServerContext) async throws -> TokensPage {
        let (bench, visitor) = (try context.bench, try context.visitor)
        let others = visitor.may(.administer) ? try await bench.allTokens(by: visitor).filter { $0.member.id != visitor.member } : nil
        return TokensPage(
            scopes: visitor.tokenScopes, own: try await bench.ownTokens(by: visitor), others: others, waiting: try await waitingCount(context)
        )
    }
}

import Covalence
import Hummingbird
import Store
import Workbench

extension Site {
    /// Keeping a statement to some members.
    func addConfidentialRoutes(to router: Router<ServerContext>) {
        router.get("/claims/:id/confidential") { _, context in
            let (bench, visitor) = try (context.bench, context.visitor)
            let readers = try await bench.confidentiality(of: try claimID(context), by: visitor)
            return Response.html(pages(context).render(ConfidentialPage(
                readers: readers, what: OrganizationPage.Known.what(readers.claim), backHref: Self.place(of: readers.claim),
                waiting: try await waitingCount(context)
            )))
        }
        router.post("/claims/:id/confidential") { request, context in
            let (bench, visitor) = try (context.bench, context.visitor)
            let id = try claimID(context)
            let form = try await FormFields.body(of: request, context: context)
            let back = Self.place(of: try await bench.confidentiality(of: id, by: visitor).claim)
            let members = form["choice"] == "everybody" ? nil : Set(form.all("member").compactMap { Identifier<Member>($0) })
            try await keepingWords(of: form, [], for: "/claims/\(id)/confidential") {
                try await bench.makeConfidential(id, to: members, expecting: form["seen"].map { ContentTag(text: $0) }, by: visitor)
            }
            return Response.seeOther(back)
        }
    }

    private func claimID(_ context: ServerContext) throws -> Identifier<Claim> {
        guard let id = Identifier<Claim>(try context.parameters.require("id")) else { throw PageError.notFound }
        return id
    }

    /// The page of what a claim is about.
    private static func place(of claim: Claim) -> String {
        switch claim.subject {
        case .meeting(let id), .participant(_, let id): "/meetings/\(id)#findings"
        case .person(let id): "/people/\(id)"
        case .organization(let id): "/accounts/\(id)"
        case .interaction(let id): "/interactions/\(id)"
        case .objective(let id): "/objectives/\(id)"
        }
    }
}

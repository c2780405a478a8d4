import Covalence
import Hummingbird
import Store
import StrategicSelling
import Workbench

extension Site {
    func addProfileRoutes(to router: Router<ServerContext>) {
        router.get("/profile") { request, context in
            Response.html(pages(context).render(try await profilePage(FormFields.query(of: request), context)))
        }
        router.post("/profile") { request, context in
            let form = try await FormFields.body(of: request, context: context)
            let typed = ProfileForm(form)
            do {
                try await context.bench.setProfile(try typed.criteria(), expecting: form.number("version") ?? 0, by: context.visitor)
            } catch StoreError.refused(let why) {
                var page = try await profilePage(form, context)
                (page.problem, page.form, page.isOpen) = (why.text, typed, true)
                return Response.html(pages(context).render(page), status: .unprocessableContent)
            } catch StoreError.conflict {
                var page = try await profilePage(form, context)
                (page.problem, page.form, page.isOpen) = ("Somebody else changed the profile in the meantime. Below is what you typed; look at what is there now, and save again.", typed, true)
                return Response.html(pages(context).render(page), status: .conflict)
            }
            return Response.seeOther("/profile?done=saved")
        }
        router.post("/accounts/:id/profile") { request, context in
            guard let id = Identifier<Organization>(try context.parameters.require("id")) else { throw PageError.notFound }
            let form = try await FormFields.body(of: request, context: context)
            if let best = form["best"] {
                try await context.bench.state(SellingStatement(kind: SellingKinds.bestAccount.name, value: best), of: id, by: context.visitor)
            } else {
                let fit = try await context.bench.profileFit(of: id, by: context.visitor)
                guard let criterion = fit?.profile.criteria.first(where: { $0.id == form["criterion"] }) else { throw PageError.notFound }
                guard let answer = form["answer"].flatMap({ ProfileAnswer($0, criterion.sort) }), criterion.fit(answer) != nil else {
                    throw StoreError.refused("“\((form["answer"] ?? "").prefix(60))” is no answer to “\(criterion.label)”: it takes \(ProfileWords.sort(criterion.sort)).")
                }
                try await context.bench.state(SellingStatement(SellingKinds.profileAnswer, ProfileStatement(criterion.id, answer)), of: id, by: context.visitor)
            }
            return Response.seeOther("/accounts/\(id)#fit-title")
        }
    }

    private func profilePage(_ query: FormFields, _ context: ServerContext) async throws -> ProfilePage {
        let seen = try await context.bench.profile(by: context.visitor)
        return ProfilePage(
            seen: seen, backTest: try await context.bench.profileBackTest(by: context.visitor), form: ProfileForm(seen.profile.criteria), canEdit: try context.visitor.may(.define),
            notice: query["done"] == "saved" ? "Saved as version \(seen.version). Weights that are not set by hand were learnt from the accounts you see." : nil, waiting: try await waitingCount(context)
        )
    }
}

import Covalence
import Foundation
import Hummingbird
import Store
import StrategicSelling
import Workbench

extension Site {
    /// What the record suggests, what stands around meetings, and what belongs to what.
    func addSellingMeetingRoutes(to router: Router<ServerContext>) {
        router.get("/objectives/:id/suggestions") { request, context in
            let open = try await context.bench.suggestions(for: try objectiveID(context), by: context.visitor)
            return Response.html(pages(context).render(SuggestionsPage(
                open: open, canEdit: try context.visitor.may(.change), notice: Self.sellingNotice(FormFields.query(of: request)["done"]), waiting: try await waitingCount(context)
            )))
        }
        router.post("/objectives/:id/suggestions") { _, context in
            let id = try objectiveID(context)
            _ = try await context.bench.readForSuggestions(id, by: context.visitor)
            return Response.seeOther("\(SellingPlaces.objective(id))/suggestions?done=read")
        }
        router.get("/objectives/:id/prepare") { request, context in
            let meeting = FormFields.query(of: request)["interaction"].flatMap { Identifier<Interaction>($0) }
            let open = try await context.bench.prepareMeeting(of: try objectiveID(context), for: meeting, by: context.visitor)
            return Response.html(pages(context).render(PreparationPage(open: open, waiting: try await waitingCount(context))))
        }
        router.get("/objectives/:id/debrief") { request, context in
            let query = FormFields.query(of: request)
            let happening = query["meeting"].flatMap { Identifier<Meeting>($0) }.map(HistoryLine.Subject.meeting)
                ?? query["interaction"].flatMap { Identifier<Interaction>($0) }.map(HistoryLine.Subject.interaction)
            let id = try objectiveID(context)
            do {
                let open = try await context.bench.debrief(id, after: happening, by: context.visitor)
                return Response.html(pages(context).render(DebriefPage(
                    open: open, canEdit: try context.visitor.may(.change), notice: Self.sellingNotice(query["done"]), waiting: try await waitingCount(context)
                )))
            } catch StoreError.notFound where happening == nil {
                // Each sale begins so. Where it is the sale that is not there, opening it says that.
                let line = try await context.bench.openObjective(id, by: context.visitor).line
                return Response.html(pages(context).render(NothingHeldPage(line: line, waiting: try await waitingCount(context))))
            }
        }
        addOrganizationRoutes(to: router)
        addBelongsRoutes(to: router)
    }

    /// Who stands where, and saying so: each of the two is a statement like any other.
    private func addOrganizationRoutes(to router: Router<ServerContext>) {
        router.get("/objectives/:id/organisation") { request, context in
            Response.html(pages(context).render(try await organizationPicture(try objectiveID(context), done: FormFields.query(of: request)["done"], nil, context)))
        }
        router.post("/objectives/:id/organisation") { request, context in
            let id = try objectiveID(context), form = try await FormFields.body(of: request, context: context)
            return try await answeringForm(context, { try await self.organizationPicture(id, done: nil, $0, context) }) {
                let (bench, visitor) = try (context.bench, context.visitor)
                let places = try await bench.organizationPicture(of: id, by: visitor).picture.places
                guard let person = form["person"].flatMap({ Identifier<Person>($0) }), let place = places.first(where: { $0.id == person }) else { throw PageError.notFound }
                // Only what was changed on the form is stated: what it showed, and what it did not ask for, stays.
                if let text = form.all("above").first, text != form.all("was").first ?? "" {
                    guard (place.above?.value.description ?? "") == form.all("was").first ?? "" else { throw StoreError.conflict(.content("To whom \(place.name) reports")) }
                    let above = Identifier<Person>(text)
                    guard text.isEmpty || above != nil else { throw PageError.plain(400) }
                    try await bench.reportsTo(person, above: above, by: visitor)
                }
                if let degree = form["degree"].flatMap(InfluenceDegree.init(rawValue:)), degree != place.influence?.degree.value?.value, degree.rawValue != form["wasDegree"] {
                    let was = form["wasDegree"] ?? ""
                    guard form.raw("wasDegree") == nil || (place.influence?.degree.value?.value.rawValue ?? "") == was else {
                        throw StoreError.conflict(.content("How much \(place.name) weighs"))
                    }
                    try await bench.state(SellingStatement(SellingKinds.degree, OfPerson(person, degree)), of: id, by: visitor)
                }
                return Response.seeOther("\(SellingPlaces.objective(id))/organisation?done=stated#person-\(person)")
            }
        }
    }

    private func organizationPicture(_ id: Identifier<SalesObjective>, done: String?, _ problem: String?, _ context: ServerContext) async throws -> OrganizationPicturePage {
        OrganizationPicturePage(
            seen: try await context.bench.organizationPicture(of: id, by: context.visitor), canEdit: try context.visitor.may(.change), notice: Self.sellingNotice(done),
            problem: problem, waiting: try await waitingCount(context)
        )
    }

    private func addBelongsRoutes(to router: Router<ServerContext>) {
        router.get("/meetings/:id/objectives") { request, context in try await belongs(.meeting(try happeningID(context)), request, context) }
        router.get("/interactions/:id/objectives") { request, context in try await belongs(.interaction(try happeningID(context)), request, context) }
        router.post("/meetings/:id/objectives") { request, context in try await setBelongs(.meeting(try happeningID(context)), request, context) }
        router.post("/interactions/:id/objectives") { request, context in try await setBelongs(.interaction(try happeningID(context)), request, context) }
    }

    private func happeningID<Happening>(_ context: ServerContext) throws -> Identifier<Happening> {
        guard let id = Identifier<Happening>(try context.parameters.require("id")) else { throw PageError.notFound }
        return id
    }

    private func belongs(_ happening: HistoryLine.Subject, _ request: Request, _ context: ServerContext) async throws -> Response {
        let choices = try await context.bench.linkChoices(of: happening, by: context.visitor)
        return Response.html(pages(context).render(BelongsPage(
            happening: happening, choices: choices, canEdit: try context.visitor.may(.change), notice: Self.sellingNotice(FormFields.query(of: request)["done"]),
            waiting: try await waitingCount(context)
        )))
    }

    private func setBelongs(_ happening: HistoryLine.Subject, _ request: Request, _ context: ServerContext) async throws -> Response {
        let form = try await FormFields.body(of: request, context: context)
        // What came to belong to it since the page was made was not asked about, and stays.
        let shown = Set(form.all("shown").compactMap { Identifier<SalesObjective>($0) })
        let since = Set(try await context.bench.linkChoices(of: happening, by: context.visitor).linked.map(\.id)).subtracting(shown)
        try await context.bench.setObjectives(of: happening, to: since.union(form.all("objective").compactMap { Identifier<SalesObjective>($0) }), by: context.visitor)
        return Response.seeOther("\(SellingPlaces.page(of: happening))/objectives?done=belongs")
    }
}

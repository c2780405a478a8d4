import Covalence
import Hummingbird
import Store
import Workbench

extension Site {
    func addMeasuresRoutes(to router: Router<ServerContext>) {
        router.get("/measures") { _, context in
            let (bench, visitor) = (try context.bench, try context.visitor)
            let inSight = try await bench.measuresInSight(by: visitor)
            let content: MeasuresPage.Content
            do {
                content = .mirror(try await bench.ownMeasures(by: visitor))
            } catch StoreError.refused(let why) {
                content = .none(why.text)
            } catch is NotPermitted {
                let why = "Only who sells here has measures of their own; your role does not."
                guard !inSight.teams.isEmpty || !inSight.sellers.isEmpty else {
                    throw PageError(status: 403, title: "No measures of yours", advice: "\(why) Ask an administrator of this workspace if that should change.")
                }
                content = .none(why)
            }
            return Response.html(pages(context).render(MeasuresPage(content: content, isOwn: true, inSight: inSight, waiting: try await waitingCount(context))))
        }
        router.get("/measures/sellers/:id") { _, context in
            let (bench, visitor) = (try context.bench, try context.visitor)
            guard let id = Identifier<Member>(try context.parameters.require("id")) else { throw PageError.notFound }
            guard visitor.member != id else { return Response.seeOther("/measures") }
            let mirror = try await bench.measures(of: id, by: visitor)
            return Response.html(pages(context).render(MeasuresPage(content: .mirror(mirror), isOwn: false, waiting: try await waitingCount(context))))
        }
        router.get("/measures/teams/:id") { _, context in
            let (bench, visitor) = (try context.bench, try context.visitor)
            guard let id = Identifier<Team>(try context.parameters.require("id")) else { throw PageError.notFound }
            let mirror = try await bench.measures(of: id, by: visitor)
            return Response.html(pages(context).render(TeamMeasuresPage(mirror: mirror, waiting: try await waitingCount(context))))
        }
    }
}

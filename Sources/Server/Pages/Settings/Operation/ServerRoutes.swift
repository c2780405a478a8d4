import Hummingbird
import Workbench

extension Site {
    func addServerRoutes(to router: Router<ServerContext>) {
        router.get("/settings/server") { _, context in
            let diagnoses = try await context.bench.lookAtServer(doctor, by: context.visitor)
            let notReady = await readiness.parts().filter { !$0.isGood }.map { part in
                switch part.name {
                case .running: "it is stopping"
                case .store: "the store does not answer"
                case .disk: "the disk has no room"
                }
            }
            return Response.html(pages(context).render(ServerPage(diagnoses: diagnoses, notReady: notReady, waiting: try await waitingCount(context))))
        }
    }
}

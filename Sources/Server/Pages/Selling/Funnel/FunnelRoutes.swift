import Covalence
import Hummingbird
import Store
import StrategicSelling
import Workbench

extension Site {
    func addFunnelRoutes(to router: Router<ServerContext>) {
        router.get("/funnel") { request, context in
            let query = FormFields.query(of: request), address = try FunnelAddress(query)
            let open = try await context.bench.openFunnel(address.filter, waits: false, by: context.visitor)
            let offerings = try await context.bench.offerings(by: context.visitor).map(\.offering)
            return Response.html(pages(context).render(FunnelPage(
                open: open, address: address, offerings: offerings, canEdit: try context.visitor.may(.change),
                notice: query["done"] == "moved" ? "Moved. What the places above ask for and is not there is flagged on its sheet." : nil, waiting: try await waitingCount(context)
            )))
        }
        router.post("/funnel/moves") { request, context in
            let form = try await FormFields.body(of: request, context: context)
            guard let id = form["objective"].flatMap({ Identifier<SalesObjective>($0) }) else { throw PageError.notFound }
            guard let place = form["to"].flatMap(FunnelPlace.init(rawValue:)) else { throw StoreError.refused("Choose a place of the funnel.") }
            try await context.bench.state(SellingStatement(SellingKinds.move, Move(to: place, reason: form["reason"])), of: id, by: context.visitor)
            let back = try FunnelAddress(FormFields(form["back"] ?? "")).text
            return Response.seeOther("\(back)\(back.contains("?") ? "&" : "?")done=moved#card-\(id)")
        }
    }
}

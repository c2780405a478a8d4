import Covalence
import HTTPTypes
import Store
import StrategicSelling
import Workbench

extension Endpoint {
    /// The funnel of many objectives.
    static let funnels = [openFunnel, funnelObjectives]

    private static let filters: [Parameter] = [
        .query("owner", .id, "Only those that this member runs."), .query("team", .id, "Only those that a member of this team runs."),
        .query("place", .choice(FunnelPlace.self), "Only at this place."), .query("text", .words(200), "Part of the account’s name or of what is sold, in any case."),
        .query("offering", .id, "Only of this offering."), .query("flag", .list(.choice(FlagKind.self), most: 40), "With an open red flag of this kind; may be given several times."),
        .query("closingFrom", .day, "To be closed on this day or later."), .query("closingUntil", .day, "To be closed on this day or earlier."),
        .query("currency", .words(3), "Only amounts in this currency: EUR."),
    ]

    private static func open(_ request: APIRequest) async throws -> OpenFunnel {
        var filter = FunnelFilter(
            owner: request.id("owner", Member.self), team: request.id("team", Team.self), place: request.choice("place", FunnelPlace.self), text: request.text("text"),
            offering: request.id("offering", Offering.self), flags: request.choices("flag", FlagKind.self) ?? [],
            closingFrom: request.text("closingFrom").flatMap { CalendarDay($0) }, closingUntil: request.text("closingUntil").flatMap { CalendarDay($0) }
        )
        if let code = request.text("currency") {
            guard let currency = Currency(code) else { throw StoreError.refused("“\(code)” is no currency of ISO 4217. Write its three letters: EUR.", at: "/currency") }
            filter.currency = currency
        }
        return try await request.bench.openFunnel(filter, by: request.visitor)
    }

    private static let openFunnel = Endpoint(
        .get, "/funnel", "openFunnel", "The funnel in numbers, the week’s priorities and the latest moves", about: "Days begin at midnight where the server stands.",
        tag: .objectives, action: .listObjectives, parameters: filters, output: .value(FunnelJSON.schema), uses: ["OpenFunnel.openFunnel"]
    ) { request in
        try .value(FunnelJSON(try await open(request)))
    }

    private static let funnelObjectives = Endpoint(
        .get, "/funnel/objectives", "funnelObjectives", "The sales that the funnel was counted from", tag: .objectives, action: .listObjectives,
        parameters: filters + [
            .query("of", .choice(FunnelPart.self), "Those that this number was counted from; all, ended ones too, where not given."),
            .query("at", .choice(FunnelPlace.self), "Of which place the number is."),
        ] + Parameter.page,
        output: .page(FunnelLineJSON.schema), uses: ["OpenFunnel.openFunnel"]
    ) { request in
        let open = try await open(request)
        let lines = request.choice("of", FunnelPart.self).map { open.lines(of: $0, at: request.choice("at", FunnelPlace.self)) } ?? open.lines
        return try .slice(lines, of: request, place: { ListPlace(id: $0.id.description) }) { FunnelLineJSON($0) }
    }
}

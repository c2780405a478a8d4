import Covalence
import Hummingbird
import Store
import Workbench

extension Site {
    /// What programs read and send in one long breath: events, and interactions in bulk.
    func addStreamRoutes(to router: Router<ServerContext>, heartbeat: Duration) {
        router.get("/api/v1/events") { request, context in
            let (bench, visitor) = (try context.bench, try context.visitor)
            let position = try RecordEventStream.position(request)
            guard request.headers[.accept]?.contains("text/event-stream") == true else {
                return try await eventPage(request, after: position ?? 0, bench, visitor)
            }
            guard let place = streams.take(Self.name(of: visitor, in: bench)) else {
                throw PageError(status: 429, title: "Too many streams", advice: "Close another stream of events first: \(streams.mostOfOne) may be open at a time.")
            }
            let stream = RecordEventStream(bench: bench, visitor: { try await bench.stillThere(visitor) }, heartbeat: heartbeat)
            return try await stream.respond(after: position, place: place)
        }
        router.post("/api/v1/interactions/bulk") { request, context in
            try await BulkIntakeAnswer.respond(to: request, context.bench, context.visitor)
        }
    }

    private static func name(of visitor: Visitor, in bench: Workbench) -> String {
        "\(bench.workspace.id) \(visitor.member.map { "\($0)" } ?? "guest")"
    }

    private struct EventsJSON: Encodable {
        var events: [EventText]
        /// Go on after this one.
        var position: Int64
        /// The newest event there is.
        var newest: Int64
    }

    private func eventPage(_ request: Request, after position: Int64, _ bench: Workbench, _ visitor: Visitor) async throws -> Response {
        let query = FormFields.query(of: request)
        let page = try await bench.events(after: position, limit: query.number("limit") ?? 100, by: visitor)
        return Response.json(EventsJSON(events: page.events.map { bench.text(of: $0) }, position: page.position, newest: page.head))
    }
}

import Covalence
import HTTPTypes
import HummingbirdCore
import Store
import Workbench

extension Endpoint {
    /// What changes in the record, as it is committed.
    static let events = [readEvents]

    private static let event = Schema.object("Event", "Something that changed.", [
        .required("type", .choice(RecordEvent.Kind.allCases.map(\.rawValue))), .required("timestamp", .time), .required("sequence", .large, "Its number."),
        .required("workspace", .id), .required("data", .object("EventSubject", "What it is about.", [
            .required("thing", .text()), .required("id", .id), .optional("other", .id, "Of a merge: what was merged into it."),
        ])),
    ])

    private static let readEvents = Endpoint(
        .get, "/events", "readEvents", "What changed, in order, as far as it is in sight: ids only",
        about: "`position` is where to go on. With `Accept: text/event-stream` it is a stream, gone on with after `Last-Event-ID`: none is left out, none comes twice.",
        tag: .events, action: .readEvents,
        parameters: [
            .query("after", .large, "The number of an event, or 0 for the beginning; a stream without it begins now, a page at the beginning."),
            .query("limit", .integer(1...1_000), "Events that are looked at; 100 where not given."),
        ],
        output: .value(.object("EventPage", "Events after a position.", [
            .required("events", .list(event, most: 1_000)), .required("position", .large, "Go on after this."), .required("newest", .large, "The newest there is."),
        ])), streams: ["text/event-stream"], givenLine: event, uses: ["ReadEvents.events", "ReadEvents.waitForEvents"]
    ) { request in
        let bench = request.bench, visitor = request.visitor
        var position = request.integer("after").map(Int64.init)
        if let last = request.http.headers[.known("Last-Event-ID")] {
            guard let number = Int64(last), number >= 0, last.utf8.count <= 15 else {
                throw Problem.parameter("Last-Event-ID", "It is the number of an event, or 0 for the beginning.")
            }
            position = number
        }
        guard request.http.headers[.accept]?.contains("text/event-stream") == true else {
            let page = try await bench.events(after: position ?? 0, limit: request.integer("limit") ?? 100, by: visitor)
            return try .value(JSONValue.object([
                "events": .list(try page.events.map { try .encoded(bench.text(of: $0)) }), "position": .integer(Int(page.position)), "newest": .integer(Int(page.head)),
            ]))
        }
        guard let place = request.site.streams.take(name(of: visitor, in: bench)) else {
            throw Problem(.tooMany, "Close another stream of events first: \(request.site.streams.mostOfOne) may be open at a time.", headers: [.retryAfter: "5"])
        }
        let stream = RecordEventStream(bench: bench, visitor: { try await bench.stillThere(visitor) }, heartbeat: request.site.heartbeat)
        return APIAnswer(content: .response(try await stream.respond(after: position, place: place)))
    }

    private static func name(of visitor: Visitor, in bench: Workbench) -> String {
        "\(bench.workspace.id) \(visitor.member.map { "\($0)" } ?? "guest")"
    }
}

import Covalence
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle
import Store
import Workbench

/// What changes in the record, as it is committed († WHATWG HTML, server-sent events). It can be broken off at any point and gone on with
/// after the last event that came (`Last-Event-ID`): none is left out and none comes twice.
struct RecordEventStream: Sendable {
    let bench: Workbench
    /// Who asks, asked anew before each portion: whoever was let out, or may see less now, gets nothing more of it. Nil ends the stream.
    let visitor: @Sendable () async throws -> Visitor?
    /// Between signs of life; a program that went away is noticed at the next one.
    var heartbeat: Duration = .seconds(15)

    /// Starts the stream.
    ///
    /// - Parameter place: is let go of when the stream ends.
    /// - Throws: `EventsDropped` where the position is not kept any more.
    func respond(after position: Int64?, place: StreamPlaces.Place) async throws -> Response {
        guard let first = try await visitor() else { throw PageError.notSignedIn }
        // What can be refused is refused before anything was answered.
        let start = try await bench.events(after: position, limit: Self.portion, by: first)
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store", .known("X-Accel-Buffering"): "no"],
            body: ResponseBody { [self] writer in
                try await writer.write(ByteBuffer(string: "retry: 2000\n" + (try wire(start)) + "\n"))
                var position = start.position
                let open = place
                while let page = await next(after: position) {
                    try await writer.write(ByteBuffer(string: page.position == position ? ": still here\n\n" : try wire(page)))
                    position = page.position
                }
                withExtendedLifetime(open) {}
                try await writer.finish(nil)
            }
        )
    }

    private static let portion = 500

    /// The next events; a page without any after a while; nil where the stream ends: the server stops, the visitor is let in no more, or
    /// the position is gone.
    private func next(after position: Int64) async -> EventPage? {
        do {
            return try await cancelWhenGracefulShutdown {
                guard let before = try await visitor() else { return nil }
                try await bench.waitForEvents(after: position, longest: heartbeat, by: before)
                try Task.checkCancellation()
                // Asked again: a token may have been revoked while nothing happened.
                guard let now = try await visitor() else { return nil }
                return try await bench.events(after: position, limit: Self.portion, by: now)
            }
        } catch {
            // Whoever reads asks again, and is told then.
            return nil
        }
    }

    /// Events over the wire; where the last that was looked at is in sight of somebody else only, its number alone.
    private func wire(_ page: EventPage) throws -> String {
        var text = ""
        for event in page.events {
            text += "id: \(event.sequence)\nevent: \(event.kind.rawValue)\ndata: \(try bench.text(of: event).json())\n\n"
        }
        if page.events.last?.sequence != page.position { text += "id: \(page.position)\n\n" }
        return text
    }
}

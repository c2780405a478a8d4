import Covalence
import Hummingbird
import Logging

/// One log line and the figures of each request: method, route, status, time, bytes, and ids. Never a query, a form, a name or a word of a
/// meeting.
struct RequestLog: RouterMiddleware {
    private let figures = RequestFigures()

    func handle(
        _ request: Request,
        context: ServerContext,
        next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        figures.began()
        var response: Response
        do {
            response = try await next(request.noting(context.notes), context)
        } catch {
            figures.answered(request, route: context.endpointPath, status: nil, after: ContinuousClock.now - start)
            figures.ended()
            throw error
        }
        figures.answered(request, route: context.endpointPath, status: response.status.code, after: ContinuousClock.now - start)
        let status = response.status.code
        let line = { @Sendable (bytes: Int, isWhole: Bool) in
            write(request, context, status: status, bytes: bytes, isWhole: isWhole, since: start)
            figures.ended()
        }
        // Streams and files are sent while they are read; all else is there already.
        if let length = response.body.contentLength, response.headers[.acceptRanges] == nil {
            line(length, true)
        } else {
            response.body = response.body.counted(line)
        }
        return response
    }

    private func write(_ request: Request, _ context: ServerContext, status: Int, bytes: Int, isWhole: Bool, since start: ContinuousClock.Instant) {
        guard context.logger.logLevel <= .info else { return }
        let ids = context.notes.ids
        var facts: Logger.Metadata = [
            "method": .string(RequestFigures.method(request)),
            // The route's pattern, not the path: it holds no ids and no words.
            "route": .string(context.endpointPath ?? "none"),
            "status": .string(String(status)),
            "microseconds": .string(String((ContinuousClock.now - start).nanoseconds / 1000)),
            "bytes": .string(String(bytes)),
        ]
        if !isWhole || context.notes.isBrokenOff { facts["ended"] = "early" }
        // What came, not what was announced.
        let received = context.notes.received
        if received > 0 || request.headers[.contentLength] != nil { facts["received"] = "\(received)" }
        if let workspace = ids.workspace { facts["workspace"] = .string(workspace.description) }
        if let member = ids.member { facts["member"] = .string(member.description) }
        context.logger.info("request", metadata: facts)
    }
}

import Hummingbird
import Logging

/// One log line per request: method, route, status, time. Never a query, a form, a name or a word of a meeting.
struct RequestLog: RouterMiddleware {
    func handle(
        _ request: Request,
        context: ServerContext,
        next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        let response = try await next(request, context)
        let elapsed = ContinuousClock.now - start
        let microseconds = elapsed.components.seconds * 1_000_000 + elapsed.components.attoseconds / 1_000_000_000_000
        context.logger.info("request", metadata: [
            "method": "\(request.method.rawValue)",
            // The route's pattern, not the path: it holds no ids.
            "route": "\(context.endpointPath ?? "none")",
            "status": "\(response.status.code)",
            "microseconds": "\(microseconds)",
        ])
        return response
    }
}

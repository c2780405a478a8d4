import HTTPTypes
import Hummingbird
import Instrumentation
import Tracing

/// One span a request, where the program that embeds us set a tracer up: method, route and status. Never a path, a query or a header: Hummingbird's own
/// middleware would put them in, and they can hold words.
struct RequestSpans: RouterMiddleware {
    /// Whether anybody is told of spans; set up before the server is.
    static var areTold: Bool { !(InstrumentationSystem.tracer is NoOpTracer) }

    func handle(
        _ request: Request,
        context: ServerContext,
        next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        var trace = ServiceContext.current ?? .topLevel
        InstrumentationSystem.instrument.extract(request.headers, into: &trace, using: HeaderReading())
        let method = RequestFigures.method(request)
        return try await withSpan(method, context: trace, ofKind: .server) { span in
            let response = try await next(request, context)
            let route = context.endpointPath ?? "none"
            span.operationName = "\(method) \(route)"
            span.attributes["http.request.method"] = method
            span.attributes["http.route"] = route
            span.attributes["http.response.status_code"] = response.status.code
            span.attributes["covalence.request"] = context.requestID
            return response
        }
    }
}

/// Reads what a tracer asks for from the request's headers.
private struct HeaderReading: Extractor {
    func extract(key: String, from headers: HTTPFields) -> String? { HTTPField.Name(key).flatMap { headers[$0] } }
}

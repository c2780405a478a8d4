import Covalence
import HTTPTypes
import Hummingbird
import Logging
import SignIn
import Workbench

/// Gives each request an id that is in its log lines, in its answer and on error pages; and takes over the trace it belongs to.
struct RequestIdentity: RouterMiddleware {
    let trustedProxies: Set<NetworkAddress>
    private let numbers = RequestNumbers()

    init(trustedProxies: Set<NetworkAddress>) { self.trustedProxies = trustedProxies }

    func handle(
        _ request: Request,
        context: ServerContext,
        next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.requestID = passedOn(request, peer: context.peer) ?? numbers.next().description
        // The library's own number begins anew with each start.
        context.logger[metadataKey: "hb.request.id"] = nil
        context.logger[metadataKey: "request"] = "\(context.requestID)"
        if let trace = request.headers[.traceParent].flatMap(TraceParent.init) {
            context.logger[metadataKey: "trace"] = "\(trace.traceID)"
        }
        return try await next(request, context)
    }

    /// The id that a trusted proxy gave. Anybody else could make their requests pass for others'.
    private func passedOn(_ request: Request, peer: String?) -> String? {
        guard !trustedProxies.isEmpty, let peer = peer.flatMap({ NetworkAddress($0) }), trustedProxies.contains(peer) else { return nil }
        return request.headers[.xRequestID].flatMap { Self.isWellFormed($0) ? $0 : nil }
    }

    /// 8 to 64 letters, digits, dots, hyphens and underscores.
    static func isWellFormed(_ id: String) -> Bool {
        (8...64).contains(id.utf8.count) && id.utf8.allSatisfy {
            (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 45 || $0 == 46 || $0 == 95
        }
    }
}

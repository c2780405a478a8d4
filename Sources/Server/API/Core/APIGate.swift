import Covalence
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Store
import Workbench

/// The door of the API: lets in whoever comes with a token, counts their requests, and answers what goes wrong for programs.
///
/// No cookie is looked at: what a browser sends by itself must not act here, so no page from elsewhere can have it do something.
struct APIGate: RouterMiddleware {
    let benches: Workbenches
    let limiter: RateLimiter

    func handle(
        _ request: Request,
        context: ServerContext,
        next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        let path = request.uri.path
        guard APIPath.isAPI(path) else { return try await next(request, context) }
        // The document may be read by whoever is signed in: the next door looks at that.
        let isLook = request.method == .get || request.method == .head
        if APIPath.isOpenToSessions(path), isLook, request.headers[.authorization] == nil { return try await next(request, context) }
        var context = context
        var limits = [limiter.take(.address(context.came.origin))]
        var response: Response
        do {
            if let refusal = limits.refusal { throw refusal }
            let (guest, token) = try await enter(request, context)
            limits.append(limiter.take(.token(token.id)))
            if let refusal = limits.refusal { throw refusal }
            context.guest = guest
            context.token = token
            response = try await next(request, context)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            response = Self.response(to: error, context)
        }
        response.headers.append(contentsOf: limits.headers)
        return response
    }

    /// What went wrong, for a program.
    static func response(to error: any Error, _ context: ServerContext) -> Response {
        context.logger.noteMissingFile(error)
        if let problem = Problem(cause: error) { return problem.response(requestID: context.requestID) }
        // The kind only: a message could quote a meeting.
        context.logger.error("request failed", metadata: ["error": "\(error.kindForLogs)"])
        return Problem.fault.response(requestID: context.requestID)
    }

    /// Nobody is told whether a token was wrong, has expired or was revoked: its owner sees it on the page of tokens.
    static let notSignedIn = Problem(
        .notSignedIn, "Send “Authorization: Bearer cvl_…” with a token that lets in. Tokens are made, and seen with when they end, on the page “Tokens” of your settings.",
        headers: [.wwwAuthenticate: "Bearer realm=\"Covalence\""]
    )

    private func enter(_ request: Request, _ context: ServerContext) async throws -> (Guest, APIToken) {
        guard let header = request.headers[.authorization] else { throw Self.notSignedIn }
        let parts = header.split(separator: " ", maxSplits: 1)
        var refusal = Self.notSignedIn
        refusal.headers = [.wwwAuthenticate: "Bearer realm=\"Covalence\", error=\"invalid_token\""]
        guard parts.count == 2, parts[0].lowercased() == "bearer",
              let secret = APISecret(text: String(parts[1]).trimmingCharacters(in: .whitespaces))
        else { throw refusal }
        let bench: Workbench
        do { bench = try await benches.bench(of: secret.workspace) } catch StoreError.notFound { throw refusal }
        guard let (visitor, token) = try await bench.visitor(for: secret, origin: context.came.origin) else { throw refusal }
        return (Guest(bench: bench, visitor: visitor), token)
    }
}

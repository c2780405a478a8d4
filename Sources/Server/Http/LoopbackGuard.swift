import HTTPTypes
import Hummingbird

/// Lets only this machine's own pages talk to the server.
///
/// Until people can sign in, whoever reaches the server may do everything. It listens on loopback only, but a browser on this machine also
/// shows other people's pages, and those could send requests here: by a name that was rebound to 127.0.0.1 (the Host header shows the
/// name), by a form or a script (Origin and Sec-Fetch-Site show where it came from), or by embedding our answers.
struct LoopbackGuard: RouterMiddleware {
    /// The port we are bound to; while it is nil any port is accepted.
    let port: BoundPort

    func handle(
        _ request: Request,
        context: ServerContext,
        next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        let from = Source(
            method: request.method,
            path: request.uri.path,
            authority: request.head.authority,
            origin: request.headers[.origin],
            fetchSite: request.headers[.secFetchSite],
            fetchMode: request.headers[.secFetchMode],
            fetchDestination: request.headers[.secFetchDest]
        )
        if let refusal = from.refusal(port: port.value) { throw refusal }
        return try await next(request, context)
    }

    /// What a request says about where it comes from.
    struct Source {
        var method: HTTPRequest.Method
        var path: String
        var authority: String?
        var origin: String?
        var fetchSite: String?
        var fetchMode: String?
        var fetchDestination: String?

        /// Why the request is refused; nil where it may pass.
        func refusal(port: Int?) -> PageError? {
            guard let authority, LoopbackGuard.isLoopback(authority, port: port) else { return .foreignHost }
            if let origin, origin.lowercased() != "http://" + authority.lowercased() {
                // A top-level link carries no Origin; what carries a foreign one is a script or a form of another page.
                return .foreignOrigin
            }
            guard let fetchSite, fetchSite != "same-origin", fetchSite != "none" else { return nil }
            // "same-site" is a page on another port of this machine: another program's page, so foreign as well.
            let isPlainVisit = (method == .get || method == .head) && fetchMode == "navigate" && fetchDestination == "document"
            return isPlainVisit && !LoopbackGuard.isData(path) ? nil : .foreignOrigin
        }
    }

    /// Whether a Host header names this machine as itself: `127.0.0.1`, `localhost` or `[::1]`, with our port.
    static func isLoopback(_ authority: String, port: Int?) -> Bool {
        let lower = authority.lowercased()
        for name in ["127.0.0.1", "localhost", "[::1]"] where lower.hasPrefix(name) {
            let rest = lower.dropFirst(name.count)
            guard let port else { return rest.isEmpty || (rest.first == ":" && isPort(rest.dropFirst())) }
            return rest == ":\(port)" || (rest.isEmpty && port == 80)
        }
        return false
    }

    private static func isPort(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.count <= 5 && text.utf8.allSatisfy { (48...57).contains($0) }
    }

    /// Whether a path answers with data and not with a page; those are not for links from elsewhere.
    static func isData(_ path: String) -> Bool {
        path.hasPrefix("/live/") || path.hasSuffix(".json") || path.hasSuffix(".csv") || path.hasSuffix("/recording")
    }
}

extension HTTPField.Name {
    /// Where the page that asks stands to us: `same-origin`, `same-site`, `cross-site`, `none` († W3C Fetch Metadata).
    static var secFetchSite: HTTPField.Name { known("Sec-Fetch-Site") }
    /// `navigate`, `cors`, `no-cors`, …
    static var secFetchMode: HTTPField.Name { known("Sec-Fetch-Mode") }
    /// `document`, `iframe`, `script`, …
    static var secFetchDest: HTTPField.Name { known("Sec-Fetch-Dest") }
    /// Sent by htmx with each of its requests.
    static var hxRequest: HTTPField.Name { known("HX-Request") }

    /// A name written in this file; a name that is no token would fall back to `Accept`, which the tests would show.
    static func known(_ name: String) -> HTTPField.Name { HTTPField.Name(name) ?? .accept }
}

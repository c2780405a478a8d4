import HTTPTypes
import Hummingbird
import SignIn

/// Lets only our own pages talk to the server, under names that are ours.
///
/// A browser also shows other people's pages, and those could send requests here: by a name that was rebound to our address (the Host
/// header shows the name), by a form or a script (Origin and Sec-Fetch-Site show where it came from), or by embedding our answers.
struct HostGuard: RouterMiddleware {
    /// The port we are bound to; while it is nil any port is accepted.
    let port: BoundPort
    let surroundings: Surroundings

    func handle(
        _ request: Request,
        context: ServerContext,
        next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.came = arrival(request, peer: context.peer)
        // Load balancers and Prometheus ask by address. What they get says nothing, or is asked for with a token.
        if ProbeRoutes.isProbe(request.uri.path), request.method == .get || request.method == .head { return try await next(request, context) }
        let from = Source(
            method: request.method,
            path: request.uri.path,
            authority: request.head.authority,
            origin: request.headers[.origin],
            fetchSite: request.headers[.secFetchSite],
            fetchMode: request.headers[.secFetchMode],
            fetchDestination: request.headers[.secFetchDest],
            isSecure: context.came.isSecure
        )
        if let refusal = from.refusal(port: port.value, names: surroundings.names) { throw refusal }
        return try await next(request, context)
    }

    /// Reads where a request comes from. Only a trusted proxy is believed.
    func arrival(_ request: Request, peer: String?) -> Arrival {
        let address = peer.flatMap { NetworkAddress($0) }
        var arrival = Arrival(origin: address?.description ?? "unknown", isSecure: surroundings.hasTLS)
        arrival.isForwarded = HTTPField.Name.forwarding.contains { request.headers.contains($0) }
        arrival.isLocalName = request.head.authority.map { Self.isLoopback($0, port: port.value) } ?? false
        if let address, surroundings.trustedProxies.contains(address) {
            // Each proxy adds who came to it at the end: the last that is no proxy of ours is as far back as anybody vouches for.
            let chain = request.headers[values: .xForwardedFor].joined(separator: ",").split(separator: ",").reversed()
            for entry in chain {
                guard let hop = NetworkAddress(entry.drop { $0 == " " }.split(separator: " ").first.map(String.init) ?? "") else { break }
                arrival.origin = hop.description
                if !surroundings.trustedProxies.contains(hop) { break }
            }
            arrival.isSecure = arrival.isSecure || request.headers[.xForwardedProto]?.lowercased() == "https"
        }
        arrival.address = (arrival.isSecure ? "https://" : "http://") + (request.head.authority ?? "").lowercased()
        return arrival
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
        var isSecure = false

        /// Why the request is refused; nil where it may pass.
        func refusal(port: Int?, names: Set<String> = []) -> PageError? {
            guard let authority, HostGuard.isLoopback(authority, port: port) || HostGuard.isOurs(authority, names) else { return .foreignHost }
            let address = (isSecure ? "https://" : "http://") + authority.lowercased()
            if let origin, origin.lowercased() != address {
                // A top-level link carries no Origin; what carries a foreign one is a script or a form of another page.
                return .foreignOrigin
            }
            guard let fetchSite, fetchSite != "same-origin", fetchSite != "none" else { return nil }
            // "same-site" is a page on another port or another name beside ours: another program's page, so foreign as well.
            let isPlainVisit = (method == .get || method == .head) && fetchMode == "navigate" && fetchDestination == "document"
            return isPlainVisit && !HostGuard.isData(path) ? nil : .foreignOrigin
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

    /// Whether a Host header is one of the names we were given, with or without a port.
    static func isOurs(_ authority: String, _ names: Set<String>) -> Bool {
        let lower = authority.lowercased()
        return names.contains { lower == $0 || (lower.hasPrefix($0 + ":") && isPort(lower.dropFirst($0.count + 1))) }
    }

    private static func isPort(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.count <= 5 && text.utf8.allSatisfy { (48...57).contains($0) }
    }

    /// Whether a path answers with data and not with a page; those are not for links from elsewhere.
    static func isData(_ path: String) -> Bool {
        path.hasPrefix("/live/") || path.hasPrefix("/api/") || path.hasSuffix(".json") || path.hasSuffix(".csv") || path.hasSuffix("/recording")
    }
}

extension HTTPField.Name {
    /// Where the page that asks stands to us: `same-origin`, `same-site`, `cross-site`, `none` († W3C Fetch Metadata).
    static let secFetchSite = known("Sec-Fetch-Site")
    /// `navigate`, `cors`, `no-cors`, …
    static let secFetchMode = known("Sec-Fetch-Mode")
    /// `document`, `iframe`, `script`, …
    static let secFetchDest = known("Sec-Fetch-Dest")
    /// Sent by htmx with each of its requests.
    static let hxRequest = known("HX-Request")
    /// Tells htmx to open another page.
    static let hxRedirect = known("HX-Redirect")
    static let xForwardedFor = known("X-Forwarded-For")
    static let xForwardedProto = known("X-Forwarded-Proto")
    /// Carries the token of a form where scripts send it.
    static let formToken = known("X-CSRF-Token")

    /// What proxies add; any of them shows that somebody else passed the request on.
    static let forwarding: [HTTPField.Name] =
        ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-Server", "Via", "X-Real-IP"].map(known)
    /// Names a request: in what a proxy passes on, and in our answer.
    static let xRequestID = known("X-Request-Id")
    static let traceParent = known("traceparent")

    /// A name written in this file; a name that is no token would fall back to `Accept`, which the tests would show.
    static func known(_ name: String) -> HTTPField.Name { HTTPField.Name(name) ?? .accept }
}

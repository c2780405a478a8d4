import Covalence
import HTTPTypes
import Hummingbird
import SignIn
import Store
import Workbench

/// Finds out who asks, and sends whoever is nobody to sign in.
struct SessionGate: RouterMiddleware {
    let benches: Workbenches
    /// The workspace of the demo, where the server was started with it.
    let demo: Identifier<Workspace>?

    func handle(
        _ request: Request,
        context: ServerContext,
        next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        // Styles and scripts are the same for everybody, and browsers may keep them: no cookie is looked at or set.
        // Whoever came with a token was let in at another door.
        if request.uri.path.hasPrefix("/assets/") || ProbeRoutes.isProbe(request.uri.path) || context.token != nil { return try await next(request, context) }
        var context = context
        let came = context.came
        let cookie = DoorCookie.session.value(in: request, isSecure: came.isSecure)
        context.guest = try await guest(cookie, came)
        var visit: String?
        if let cookie, context.guest != nil {
            context.formToken = FormToken(of: cookie)
        } else {
            if context.guest == nil { context.guest = try await demoGuest(came) }
            let known = DoorCookie.visit.value(in: request, isSecure: came.isSecure).flatMap { SecretToken(text: $0)?.text }
            // A browser without any gets one with this answer; a form it sends before that has none and is refused.
            let secret = known ?? SecretToken.make().text
            visit = known == nil ? secret : nil
            context.formToken = FormToken(of: secret)
        }
        if let guest = context.guest { context.notes.note(guest) }
        guard context.guest != nil || LocalPath.isOpen(request.uri.path) else { return turnAway(request, context, came, visit: visit, hadCookie: cookie != nil) }
        // Whoever names the tag of a page that was sent to them from this address has it: it is not asked which page that is.
        if visit == nil, request.method == .get || request.method == .head, request.headers[.ifNoneMatch] != nil, let known = PageTag(request, context)?.notModified(request) { return known }
        var response = try await next(request, context)
        if let visit { response.set(.visit, visit, came) }
        return response
    }

    private func guest(_ cookie: String?, _ came: Arrival) async throws -> Guest? {
        guard let ticket = SessionTicket(cookie) else { return nil }
        let bench: Workbench
        do { bench = try await benches.bench(of: ticket.workspace) } catch StoreError.notFound { return nil }
        guard let visitor = try await bench.visitor(for: ticket.token, origin: came.origin) else { return nil }
        return Guest(bench: bench, visitor: visitor, isDemo: ticket.workspace == demo)
    }

    /// The demo lets in whoever sits at this machine, and nobody whom somebody else passed on.
    private func demoGuest(_ came: Arrival) async throws -> Guest? {
        guard let demo, came.isLocalName, !came.isForwarded, NetworkAddress(came.origin)?.isLoopback ?? false else { return nil }
        let bench = try await benches.bench(of: demo)
        return Guest(bench: bench, visitor: try await bench.demoVisitor(origin: came.origin), isDemo: true)
    }

    private func turnAway(_ request: Request, _ context: ServerContext, _ came: Arrival, visit: String?, hadCookie: Bool) -> Response {
        let wanted = request.method == .get ? LocalPath.checked(request.uri.string) : "/"
        let signIn = "/sign-in" + (wanted == "/" ? "" : "?to=\(QueryText.encode(wanted))")
        var response: Response
        let accept = request.headers[.accept] ?? ""
        if APIPath.isAPI(request.uri.path) {
            response = APIGate.response(to: APIGate.notSignedIn, context)
        } else if request.headers[.hxRequest] != nil {
            response = Response(status: .unauthorized, headers: [.hxRedirect: "/sign-in"])
        } else if HostGuard.isData(request.uri.path) || (accept.contains("application/json") && !accept.contains("text/html")) {
            response = ErrorPages.data(.notSignedIn)
        } else {
            response = .seeOther(signIn)
        }
        if hadCookie { response.remove(.session, came) }
        if let visit { response.set(.visit, visit, came) }
        return response
    }
}

/// What the session cookie holds: which workspace, and the secret that lets in.
struct SessionTicket {
    var workspace: Identifier<Workspace>
    var token: SecretToken

    init(_ workspace: Identifier<Workspace>, _ token: SecretToken) {
        self.workspace = workspace
        self.token = token
    }

    /// Reads a cookie; nil for anything that is not ours.
    init?(_ cookie: String?) {
        guard let cookie, let dot = cookie.utf8.firstIndex(of: UInt8(ascii: ".")), let workspace = Identifier<Workspace>(cookie[..<dot]),
              let token = SecretToken(text: String(cookie[cookie.utf8.index(after: dot)...])) else { return nil }
        self.init(workspace, token)
    }

    /// As the cookie holds it.
    var text: String { "\(workspace).\(token.text)" }
}

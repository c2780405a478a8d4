import HTTPTypes
import Hummingbird

/// Tells the browser to run and load only what comes from this server, and to keep nothing of the pages.
struct SecurityHeaders: RouterMiddleware {
    /// Whether browsers reach us encrypted; then they shall not try otherwise for a year.
    var isSecure = false

    /// No inline script or style, no frames, no plug-ins, nothing from elsewhere.
    static let contentSecurityPolicy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'",
        "media-src 'self'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'",
    ].joined(separator: "; ")

    private static let fields: [(HTTPField.Name, String)] = [
        (.contentSecurityPolicy, contentSecurityPolicy),
        (.xContentTypeOptions, "nosniff"),
        // Not no-referrer: with it, browsers send “Origin: null” with our own forms, and the guard would refuse them.
        (.known("Referrer-Policy"), "same-origin"),
        (.known("X-Frame-Options"), "DENY"),
        (.known("Cross-Origin-Opener-Policy"), "same-origin"),
        (.known("Cross-Origin-Resource-Policy"), "same-origin"),
        (.known("Permissions-Policy"), "camera=(), microphone=(), geolocation=()"),
    ]

    func handle(
        _ request: Request,
        context: ServerContext,
        next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        for (name, value) in Self.fields where response.headers[name] == nil { response.headers[name] = value }
        // What a meeting said must not outlive its erasure in a browser's cache; assets set their own.
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        if isSecure { response.headers[.strictTransportSecurity] = "max-age=31536000" }
        response.headers[.xRequestID] = context.requestID
        return response
    }
}

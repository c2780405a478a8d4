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

    private static let fields = [
        HTTPField(name: .contentSecurityPolicy, value: contentSecurityPolicy),
        HTTPField(name: .xContentTypeOptions, value: "nosniff"),
        // Not no-referrer: with it, browsers send “Origin: null” with our own forms, and the guard would refuse them.
        HTTPField(name: .known("Referrer-Policy"), value: "same-origin"),
        HTTPField(name: .known("X-Frame-Options"), value: "DENY"),
        HTTPField(name: .known("Cross-Origin-Opener-Policy"), value: "same-origin"),
        HTTPField(name: .known("Cross-Origin-Resource-Policy"), value: "same-origin"),
        HTTPField(name: .known("Permissions-Policy"), value: "camera=(), microphone=(), geolocation=()"),
    ]

    func handle(
        _ request: Request,
        context: ServerContext,
        next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        // Who is told that nothing changed has them with what did not change († RFC 9110, section 15.4.5).
        if response.status != .notModified {
            for field in Self.fields where !response.headers.contains(field.name) { response.headers.append(field) }
        }
        // What a meeting said must not outlive its erasure in a browser's cache; assets set their own.
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        if isSecure { response.headers[.strictTransportSecurity] = "max-age=31536000" }
        response.headers[.xRequestID] = context.requestID
        return response
    }
}

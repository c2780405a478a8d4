import HTTPTypes
import Hummingbird

/// Takes only forms that carry their token: in the header `X-CSRF-Token`, in the field `csrf`, or, in a form with files, in the first part.
struct FormGuard: RouterMiddleware {
    func handle(
        _ request: Request,
        context: ServerContext,
        next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        // A token is sent on purpose, never by a browser on its own.
        guard ![.get, .head, .options].contains(request.method), context.token == nil else { return try await next(request, context) }
        if let sent = request.headers[.formToken] {
            guard context.formToken.matches(sent) else { throw PageError.staleForm }
            return try await next(request, context)
        }
        let kind = request.headers[.contentType]?.lowercased() ?? ""
        if kind.hasPrefix("multipart/form-data") {
            // Files are not held in memory: whoever takes them reads the token first, by `files(of:context:)`. Nobody else takes such a form.
            guard Self.takesFiles(request.uri.path) else { throw PageError.staleForm }
            return try await next(request, context)
        }
        var request = request
        let body = try await request.collectBody(upTo: context.maxUploadSize)
        guard kind.hasPrefix("application/x-www-form-urlencoded"), context.formToken.matches(FormFields(String(buffer: body)).raw("csrf")) else {
            throw PageError.staleForm
        }
        return try await next(request, context)
    }

    /// The addresses whose routes read a form with files, and its token.
    static func takesFiles(_ path: String) -> Bool {
        path == "/uploads" || path == "/imports/files" || path.hasSuffix("/recording") || path.hasPrefix("/import/") || path == "/codebooks/new" || path.hasPrefix("/codebooks/") && path.hasSuffix("/edit")
    }

    /// The parts of a form with files, once its token was found right.
    static func files(of request: Request, context: ServerContext) async throws -> MultipartReader<RequestBody> {
        var reader = try MultipartReader(request.body, contentType: request.headers[.contentType])
        // In the header it was looked at already.
        if request.headers[.formToken] != nil { return reader }
        guard let first = try await reader.nextPart(), first.name == "csrf", context.formToken.matches(try await reader.text(limit: 200)) else {
            throw PageError.staleForm
        }
        return reader
    }
}

import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Store
import Workbench

extension Logger {
    /// Tells the operator of a file that is not there, with the folder in which it was looked for: who asked is told that it is for the operator.
    func noteMissingFile(_ failure: any Error) {
        guard case StoreError.missingFile(let hash, let folder) = failure else { return }
        error("a file of the record is not there: look at the folder, and run covalence doctor", metadata: ["file": "\(hash)", "folder": "\(folder)"])
    }
}

/// Turns whatever goes wrong into a page in plain words, or into a piece of one for htmx, or into JSON for a program; for the API into
/// a problem as it has them.
struct ErrorPages: RouterMiddleware {
    let renderer: Renderer

    func handle(
        _ request: Request,
        context: ServerContext,
        next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        // What goes wrong behind the door of the API is told there.
        guard context.token == nil else { return try await next(request, context) }
        do {
            return try await next(request, context)
        } catch is CancellationError {
            throw CancellationError()
        } catch let error as any HTTPResponseError where !APIPath.isAPI(request.uri.path) {
            return response(.plain(error.status.code), to: request, context: context)
        } catch where APIPath.isAPI(request.uri.path) {
            return APIGate.response(to: error, context)
        } catch {
            context.logger.noteMissingFile(error)
            if let shown = PageError(cause: error) { return response(shown, to: request, context: context) }
            // The kind only: a message could quote a meeting.
            context.logger.error("request failed", metadata: ["error": "\(error.kindForLogs)"])
            return response(.plain(500), to: request, context: context)
        }
    }

    private func response(_ error: PageError, to request: Request, context: ServerContext) -> Response {
        let status = HTTPResponse.Status(code: error.status)
        let accept = request.headers[.accept] ?? ""
        if request.headers[.hxRequest] != nil {
            return Response.html(renderer.render(ErrorNotice(error: error)), status: status)
        }
        if accept.contains("application/json"), !accept.contains("text/html") {
            return Self.data(error, request: context.requestID)
        }
        return Response.html(renderer.framed(Frame(context)).render(ErrorPage(error: error, requestID: context.requestID)), status: status)
    }

    /// For a program.
    static func data(_ error: PageError, request: String? = nil) -> Response {
        Response.json(ErrorBody(error: .init(title: error.title, advice: error.advice, request: request)), status: HTTPResponse.Status(code: error.status))
    }

    private struct ErrorBody: Encodable {
        struct Details: Encodable {
            var title: String
            var advice: String
            /// Names the request in the log.
            var request: String?
        }

        var error: Details
    }
}

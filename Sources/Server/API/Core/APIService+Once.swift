import Covalence
import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import Store
import Workbench

/// Requests that are carried out once, however often they are sent († draft-ietf-httpapi-idempotency-key-header).
///
/// The key is noted, and synced, before anything is done: what happens when we crash in the middle is that nobody does it twice.
/// Kept are status and place only; what is there is shown as it is when it is asked for again, so that an erased word comes back nowhere.
extension APIService {
    func once(
        _ key: String, _ token: Identifier<APIToken>, _ endpoint: Endpoint, _ asked: APIRequest, _ request: Request, _ bytes: [UInt8]
    ) async throws -> Response {
        // What streams in is not known before it is here: of that, the length and the digest that was sent along tell it from another.
        let told = [HTTPField.Name.contentLength, .known("Content-Digest")].compactMap { request.headers[$0] }
        let noted = Self.stamp(request.method, request.uri.string, asked.mediaType, seen: asked.seen, endpoint.isStreamed ? Array(told.joined(separator: "\n").utf8) : bytes)
        if let kept = try await asked.bench.reserve(key, of: token, request: noted) {
            return try await replay(kept, noted, endpoint, asked, request)
        }
        let answer: APIAnswer
        do {
            answer = try await endpoint.answer(asked)
        } catch {
            // A use case that refuses changed nothing, so it may be tried again. After what nobody foresaw this is not known, nor where the
            // database went away before it answered: then nobody does it a second time under this key.
            if Problem(cause: error) != nil, error as? StoreError != .unsettled { try await asked.bench.release(key, of: token) }
            throw error
        }
        var words: String?
        if case .keep = endpoint.replay, case .json(let data) = answer.content { words = String(decoding: data, as: UTF8.self) }
        try await asked.bench.finish(key, of: token, status: answer.isAccepted ? 202 : endpoint.output.status, location: answer.location, answer: words)
        return Self.response(to: answer, endpoint, request)
    }

    /// Tells one request from another.
    static func stamp(_ method: HTTPRequest.Method, _ address: String, _ type: String?, seen: String? = nil, _ body: [UInt8]) -> Data {
        var hash = SHA256()
        for part in [method.rawValue, address, type ?? ""] + (seen.map { [$0] } ?? []) { hash.update(data: Data("\(part)\n".utf8)) }
        hash.update(data: body)
        return Data(hash.finalize())
    }

    /// How long a request may run before one with the same key takes it for broken off, in milliseconds.
    private static let longestRun: Int64 = 120_000

    private func replay(_ kept: KeptAnswer, _ noted: Data, _ endpoint: Endpoint, _ asked: APIRequest, _ request: Request) async throws -> Response {
        guard kept.request == noted else {
            throw Problem(.keyReused, "This `Idempotency-Key` came with another request before. Use a new one for each request.", errors: [.parameter("Idempotency-Key", "It was used for another request.")])
        }
        guard let status = kept.status else {
            guard Workbench.clock().milliseconds - kept.madeAt.milliseconds > Self.longestRun else {
                throw Problem(.keyBusy, "The request with this `Idempotency-Key` is being carried out. Wait a second and send it again.", headers: [.retryAfter: "1"])
            }
            throw Problem(.keyUnknown, "The request with this `Idempotency-Key` was broken off. Look whether it happened, and use a new key if it did not.")
        }
        var answer = APIAnswer(content: .nothing, location: kept.location, isAccepted: status == 202)
        if let words = kept.answer {
            answer.content = .json(Data(words.utf8))
        } else if let location = kept.location, endpoint.output.schema != nil, let (look, names) = self.endpoint(.get, at: location) {
            // Shown is what the first answer showed, so it is shown to a token that may only write as well.
            var visitor = asked.visitor
            visitor.scopes = visitor.scopes.map { $0.union(look.scopes) }
            var again = APIRequest(
                bench: asked.bench, visitor: visitor, site: site, path: APIPath.root + location, stream: RequestBody(buffer: ByteBuffer()),
                http: asked.http, context: asked.context
            )
            again.parameters = names.mapValues { .text($0) }
            let shown = if case .shown(let show) = endpoint.replay { try await show(again) } else { try await look.handler(again) }
            answer.content = shown.content
            answer.version = shown.version
        }
        var response = Self.response(to: answer, endpoint, request)
        response.headers[.known("Idempotency-Replayed")] = "true"
        return response
    }
}

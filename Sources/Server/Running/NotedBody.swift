import HTTPTypes
import Hummingbird
import NIOCore

/// What was sent broke off before its end: the connection was closed or reset, or its bytes are no body of HTTP. Nobody is at fault here,
/// and whoever reads a body does nothing before they have all of it.
struct BodyBrokenOff: Error, Hashable, Sendable, CustomStringConvertible {
    var description: String { "The body broke off before its end, and nothing was kept. Send it again." }
}

extension Request {
    /// The same request; how much of its body came is noted, and whether it broke off.
    func noting(_ notes: RequestNotes) -> Request {
        guard ![.get, .head, .options].contains(method) || headers[.contentLength] != nil else { return self }
        var request = self
        request.body = RequestBody(asyncSequence: NotedBody(body: body, notes: notes))
        return request
    }
}

/// A body that tells what becomes of it. The one place where errors of a connection are told from ours while a body is read.
private struct NotedBody: AsyncSequence, Sendable {
    let body: RequestBody
    let notes: RequestNotes

    func makeAsyncIterator() -> Iterator { Iterator(body: body.makeAsyncIterator(), notes: notes) }

    struct Iterator: AsyncIteratorProtocol {
        var body: RequestBody.AsyncIterator
        let notes: RequestNotes

        mutating func next() async throws -> ByteBuffer? {
            do {
                guard let bytes = try await body.next() else { return nil }
                notes.came(bytes.readableBytes)
                return bytes
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                notes.brokeOff()
                throw BodyBrokenOff()
            }
        }
    }
}

import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Sends a file from disk, in pieces, whole or the range asked for, so that a player can seek in a recording.
struct FileResponse {
    /// Where the bytes are.
    var path: String
    /// A strong validator: changes whenever the bytes do, such as their SHA-256.
    var etag: String
    /// As recognised from the bytes.
    var contentType: String
    let files = FileIO()

    /// 200, 206, 304, 404 or 416. Bytes are read while they are sent.
    func respond(to request: Request, context: ServerContext) async throws -> Response {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
              let size = (attributes[.size] as? NSNumber)?.intValue
        else { throw PageError.notFound }
        let quoted = "\"\(etag)\""
        var headers: HTTPFields = [.acceptRanges: "bytes", .eTag: quoted, .contentType: contentType, .cacheControl: "private, no-cache"]
        if request.headers[.ifNoneMatch] == quoted { return Response(status: .notModified, headers: headers) }
        // If-Range: the rest of an older version must not be glued to the start of this one.
        let mayBePart = request.headers[.ifRange].map { $0 == quoted } ?? true
        switch mayBePart ? ByteRange(header: request.headers[.range], size: size) : .whole {
        case .unsatisfiable:
            headers[.contentRange] = "bytes */\(size)"
            return Response(status: .rangeNotSatisfiable, headers: headers)
        case .part(let range):
            headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound)/\(size)"
            headers[.contentLength] = String(range.count)
            return Response(status: .partialContent, headers: headers, body: try await files.loadFile(path: path, range: range, context: context))
        case .whole:
            headers[.contentLength] = String(size)
            return Response(status: .ok, headers: headers, body: try await files.loadFile(path: path, context: context))
        }
    }
}

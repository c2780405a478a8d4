import HTTPTypes
import Hummingbird
import NIOCore
import Store
import Workbench

/// Takes in lines of interactions while they arrive, and answers each once its group is on the disk. Neither the body nor the answer is
/// ever held as a whole; whoever does not read its answers is not read from.
enum BulkIntakeAnswer {
    static func respond(to request: Request, _ bench: Workbench, _ visitor: Visitor) async throws -> Response {
        try await bench.mayAddInteractionsInBulk(by: visitor)
        let body = request.body
        return Response(
            status: .ok,
            headers: [.contentType: "application/x-ndjson", .cacheControl: "no-store", .known("X-Accel-Buffering"): "no"],
            body: ResponseBody { writer in
                do {
                    _ = try await bench.addInteractions(inBulk: body.map(\.readableBytesView), by: visitor) { results in
                        var bytes: [UInt8] = []
                        bytes.reserveCapacity(results.count * 96)
                        for result in results { result.append(to: &bytes) }
                        try await writer.write(ByteBuffer(bytes: bytes))
                    }
                } catch {
                    // The status is out already: the last line says that it did not go to the end, and why.
                    guard let text = Self.reason(error) else { throw error }
                    try await writer.write(ByteBuffer(string: "{\"error\":\(quoted(text + " Lines without an answer may be sent again."))}\n"))
                }
                try await writer.finish(nil)
            }
        )
    }

    /// Why the rest is not taken in; nil where there is nobody to tell.
    private static func reason(_ error: any Error) -> String? {
        switch error {
        case is VisitorGone, is NotPermitted, is ScopeMissing: "\(error)"
        case let error as StoreError: Problem(cause: error)?.detail ?? "Something broke on our side."
        default: nil
        }
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}

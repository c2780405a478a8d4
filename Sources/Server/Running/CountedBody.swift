import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

extension ResponseBody {
    /// The same body; tells at its end how many bytes were sent and whether all were.
    func counted(_ ended: @escaping @Sendable (_ bytes: Int, _ isWhole: Bool) -> Void) -> ResponseBody {
        ResponseBody(contentLength: contentLength) { writer in
            let count = ByteCount()
            do {
                try await self.write(CountingWriter(inner: writer, count: count))
            } catch {
                ended(count.value, false)
                throw error
            }
            ended(count.value, true)
        }
    }
}

private final class ByteCount: Sendable {
    private let bytes = Mutex(0)
    var value: Int { bytes.withLock { $0 } }
    func add(_ count: Int) { bytes.withLock { $0 += count } }
}

private struct CountingWriter: ResponseBodyWriter {
    var inner: any ResponseBodyWriter
    let count: ByteCount

    mutating func write(_ buffer: ByteBuffer) async throws {
        try await inner.write(buffer)
        count.add(buffer.readableBytes)
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {
        try await inner.finish(trailingHeaders)
    }
}

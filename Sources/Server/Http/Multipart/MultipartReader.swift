import NIOCore

/// Reads a form with files from a request's body, one part after the other, without holding a file in memory.
///
/// ```
/// while let part = try await reader.nextPart() {
///     while let bytes = try await reader.nextContent() { … }
/// }
/// ```
struct MultipartReader<Body: AsyncSequence> where Body.Element == ByteBuffer {
    private var body: Body.AsyncIterator
    private var parser: MultipartParser
    private var events: ArraySlice<MultipartParser.Event> = []
    private var part: MultipartPart?
    private var partBytes = 0

    /// - Parameters:
    ///   - body: the request's body.
    ///   - contentType: the request's Content-Type, which names the boundary.
    init(_ body: Body, contentType: String?, limits: MultipartParser.Limits = .init()) throws(MultipartError) {
        guard let boundary = MultipartParser.boundary(contentType: contentType),
              let parser = MultipartParser(boundary: boundary, limits: limits)
        else { throw .noBoundary }
        self.body = body.makeAsyncIterator()
        self.parser = parser
    }

    /// The next part; what is left of the one before is passed over. Nil at the end of the form.
    mutating func nextPart() async throws -> MultipartPart? {
        while let event = try await nextEvent() {
            switch event {
            case .began(let part):
                self.part = part
                partBytes = 0
                return part
            case .content, .ended: continue
            case .finished: return nil
            }
        }
        return nil
    }

    /// The next bytes of the current part; nil at its end.
    ///
    /// - Parameter limit: bytes that the whole part may have.
    mutating func nextContent(limit: Int) async throws -> [UInt8]? {
        guard let part else { return nil }
        while let event = try await nextEvent() {
            switch event {
            case .content(let bytes):
                partBytes += bytes.count
                if partBytes > limit { throw MultipartError.partTooLarge(name: part.filename ?? part.name, limit: limit) }
                return bytes
            case .ended, .finished:
                self.part = nil
                return nil
            case .began: return nil
            }
        }
        return nil
    }

    /// The whole of a short field as text.
    mutating func text(limit: Int = 65_536) async throws -> String {
        var bytes: [UInt8] = []
        while let more = try await nextContent(limit: limit) { bytes += more }
        return String(decoding: bytes, as: UTF8.self)
    }

    private mutating func nextEvent() async throws -> MultipartParser.Event? {
        while true {
            if let event = events.popFirst() { return event }
            if parser.isFinished { return nil }
            guard let buffer = try await body.next() else { throw MultipartError.cutShort }
            events = try parser.feed(buffer.readableBytesView)[...]
        }
    }
}

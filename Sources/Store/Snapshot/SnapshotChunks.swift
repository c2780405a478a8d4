/// Cuts a snapshot into chunks and seals each. A chunk: four bytes, the first bit of which marks the last one and the rest of which are
/// the length; the content; sixteen bytes of tag.
struct ChunkWriter {
    static let size = 256 << 10
    static let lastMark: UInt32 = 1 << 31

    private let sink: SnapshotSink
    private let seal: SnapshotSeal
    private var pending: [UInt8] = []
    private var number: UInt64 = 0
    /// Bytes that left so far.
    private(set) var written = 0

    init(_ sink: SnapshotSink, _ seal: SnapshotSeal) throws {
        self.sink = sink
        self.seal = seal
        pending.reserveCapacity(Self.size)
        try sink.write(seal.head)
        written = seal.head.count
    }

    mutating func write(_ bytes: some Collection<UInt8>) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = rest.prefix(Self.size - pending.count)
            pending.append(contentsOf: part)
            rest = rest.dropFirst(part.count)
            if pending.count == Self.size { try flush(isLast: false) }
        }
    }

    mutating func finish() throws {
        try flush(isLast: true)
    }

    private mutating func flush(isLast: Bool) throws {
        let word = (UInt32(pending.count) | (isLast ? Self.lastMark : 0)).bytes
        let sealed = try seal.close(pending, number: number, word: word)
        try sink.write(word + sealed)
        written += word.count + sealed.count
        number += 1
        pending.removeAll(keepingCapacity: true)
    }
}

/// Reads chunks back and holds at most one of them.
struct ChunkReader {
    /// The most a chunk may have: what a length says is believed up to here only.
    private static let limit = 1 << 20

    private let source: SnapshotSource
    private let seal: SnapshotSeal
    private var buffer: [UInt8] = []
    private var position = 0
    private var number: UInt64 = 0
    private var isLast = false
    /// Bytes read so far.
    private(set) var offset: Int

    init(_ source: SnapshotSource, key: SnapshotKey?) throws {
        self.source = source
        seal = try SnapshotSeal(reading: { try Self.take($0, from: source) }, key: key)
        offset = seal.head.count
    }

    /// Whether the snapshot goes on.
    mutating func isAtEnd() throws -> Bool {
        while position == buffer.count {
            guard !isLast else { return true }
            try fill()
        }
        return false
    }

    /// The next `count` bytes.
    mutating func take(_ count: Int) throws -> [UInt8] {
        // Grows with what is there, not with what a length promises.
        var found: [UInt8] = []
        while found.count < count {
            guard try !isAtEnd() else { throw broken("it ends within a record") }
            let part = min(count - found.count, buffer.count - position)
            found.append(contentsOf: buffer[position..<position + part])
            position += part
        }
        return found
    }

    func broken(_ what: String) -> SnapshotError {
        .broken(place: "near byte \(offset)", what: what)
    }

    private mutating func fill() throws {
        let word = try Self.take(4, from: source)
        guard word.count == 4 else { throw broken(word.isEmpty ? "it ends there, before its last chunk" : "it ends there") }
        let length = UInt32(bytes: word)
        isLast = length & ChunkWriter.lastMark != 0
        let count = Int(length & ~ChunkWriter.lastMark)
        guard count <= Self.limit, count > 0 || isLast else { throw broken("a chunk cannot have \(count) bytes") }
        let sealed = try Self.take(count + SnapshotSeal.tagSize, from: source)
        guard sealed.count == count + SnapshotSeal.tagSize else { throw broken("it ends within chunk \(number)") }
        guard let content = seal.open(sealed, number: number, word: word) else { throw broken("chunk \(number) is not as it was written") }
        offset += 4 + sealed.count
        number += 1
        buffer = content
        position = 0
        if isLast, try !source.read(1).isEmpty { throw broken("something follows its end") }
    }

    private static func take(_ count: Int, from source: SnapshotSource) throws -> [UInt8] {
        var found: [UInt8] = []
        while found.count < count {
            let part = try source.read(min(count - found.count, 1 << 18))
            if part.isEmpty { break }
            found.append(contentsOf: part)
        }
        return found
    }
}

import Covalence

/// Adds dialogue acts to JSONL, as a stream: the core of `covalence tag`.
///
/// Each line is an object with `text` (a string), `speaker` and `conversation` (strings or numbers, both may be left out).
/// The same lines come out in the same order with `"act"` (S, Q, B, D, F) and `"question"` (yes-no, wh, open, either-or,
/// rhetorical, or null) added at the end, members of these names replaced. Consecutive lines with the same conversation are
/// one another's context and come out as soon as a line of another conversation, or the end, has been read. Empty lines are
/// passed over; a byte order mark at the front is dropped.
///
/// Memory is bounded: a conversation of more than `Limits.window` lines or `Limits.windowBytes` bytes is tagged in windows
/// that overlap by `Limits.overlap` lines at each end.
///
/// ```swift
/// var stream = TagStream(tagger: try .bundled())
/// try stream.run(reading: { try input.read(upToCount: 65_536) }, writing: { try output.write(contentsOf: $0) })
/// ```
public struct TagStream {
    /// What a stream takes and keeps ‡.
    public struct Limits: Sendable, Hashable {
        /// Bytes of one line.
        public var line: Int
        /// Lines of one conversation tagged together.
        public var window: Int
        /// Bytes of one conversation tagged together.
        public var windowBytes: Int
        /// Lines at each end of a window that serve as context only. At most a quarter of `window` is used.
        public var overlap: Int

        /// The usual limits: lines of 1 MiB, windows of 20,000 lines or 32 MiB, 50 lines of overlap.
        public init(line: Int = 1 << 20, window: Int = 20_000, windowBytes: Int = 32 << 20, overlap: Int = 50) {
            self.line = max(1, line)
            self.window = max(4, window)
            self.windowBytes = max(1, windowBytes)
            self.overlap = max(0, overlap)
        }
    }

    private let tagger: DialogueActTagger
    private let limits: Limits
    private var workspace = TaggerWorkspace()
    /// A line whose end has not been read yet.
    private var partial = ContiguousArray<UInt8>()
    private var lineNumber = 0
    /// The lines of the conversation at hand, as they came.
    private var waiting = WaitingLines()
    /// Lines at the front of `waiting` that have been written already and serve as context.
    private var written = 0
    private var members = ContiguousArray<TagLine.Member>()
    private var plain = ContiguousArray<UInt8>()
    private var output: [UInt8] = []

    /// A stream at the start of its input.
    public init(tagger: DialogueActTagger, limits: Limits = Limits()) {
        self.tagger = tagger
        self.limits = limits
    }

    /// Reads until `read` gives nil or nothing, and finishes. Throws ``TagStreamError`` for a bad line, after writing the lines
    /// before it, and what the closures throw.
    public mutating func run<Chunk: Sequence<UInt8>>(reading read: () throws -> Chunk?, writing write: ([UInt8]) throws -> Void) throws {
        while let chunk = try read() {
            let done: Bool? = try chunk.withContiguousStorageIfAvailable { bytes in
                try consume(bytes, writing: write)
                return bytes.isEmpty
            }
            if let done {
                if done { break }
            } else {
                let bytes = ContiguousArray(chunk)
                if bytes.isEmpty { break }
                try bytes.withUnsafeBufferPointer { try consume($0, writing: write) }
            }
        }
        try finish(writing: write)
    }

    /// Takes the next bytes of the input; writes what is decided by them. Throws as ``run(reading:writing:)``.
    public mutating func consume(_ chunk: UnsafeBufferPointer<UInt8>, writing write: ([UInt8]) throws -> Void) throws {
        do {
            try take(chunk, writing: write)
        } catch let error as TagStreamError {
            tagWaiting(keepingOverlap: false)
            try flush(writing: write)
            throw error
        }
        try flush(writing: write)
    }

    /// Takes the end of the input for the end of the last line and of the last conversation. Throws as ``run(reading:writing:)``.
    public mutating func finish(writing write: ([UInt8]) throws -> Void) throws {
        let rest = partial
        partial.removeAll(keepingCapacity: true)
        var failure: TagStreamError?
        do throws(TagStreamError) {
            try rest.withUnsafeBufferPointer { bytes throws(TagStreamError) in try line(bytes) }
        } catch {
            failure = error
        }
        tagWaiting(keepingOverlap: false)
        try flush(writing: write)
        if let failure { throw failure }
    }

    private mutating func take(_ chunk: UnsafeBufferPointer<UInt8>, writing write: ([UInt8]) throws -> Void) throws {
        var start = 0
        while start < chunk.count {
            let rest = UnsafeBufferPointer(rebasing: chunk[start...])
            guard let length = LineEnd.find(rest) else {
                guard partial.count + rest.count <= limits.line else {
                    throw TagStreamError(line: lineNumber + 1, reason: .tooLong(limit: limits.line))
                }
                partial.append(contentsOf: rest)
                return
            }
            let piece = UnsafeBufferPointer(rebasing: rest[..<length])
            if partial.isEmpty {
                try line(piece)
            } else {
                partial.append(contentsOf: piece)
                var whole = ContiguousArray<UInt8>()
                swap(&whole, &partial)
                try whole.withUnsafeBufferPointer { bytes throws(TagStreamError) in try line(bytes) }
                whole.removeAll(keepingCapacity: true)
                swap(&whole, &partial)
            }
            start += length + 1
            if output.count >= 1 << 16 { try flush(writing: write) }
        }
    }

    private mutating func flush(writing write: ([UInt8]) throws -> Void) throws {
        guard !output.isEmpty else { return }
        try write(output)
        output.removeAll(keepingCapacity: true)
    }

    /// Takes one line, its end left out.
    private mutating func line(_ line: UnsafeBufferPointer<UInt8>) throws(TagStreamError) {
        lineNumber += 1
        var bytes = line
        if lineNumber == 1, bytes.count >= 3, bytes[0] == 0xef, bytes[1] == 0xbb, bytes[2] == 0xbf {
            bytes = UnsafeBufferPointer(rebasing: bytes[3...])
        }
        guard bytes.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0d }) else { return }
        guard bytes.count <= limits.line else { throw TagStreamError(line: lineNumber, reason: .tooLong(limit: limits.line)) }
        var scanner = TagLineScanner(bytes, line: lineNumber)
        let found = try scanner.scan(members: &members)
        try check(found)
        if waiting.count > 0 && !waiting.isSameConversation(found.conversation, in: bytes) {
            tagWaiting(keepingOverlap: false)
        } else if waiting.count >= limits.window || waiting.byteCount >= limits.windowBytes {
            tagWaiting(keepingOverlap: true)
        }
        waiting.append(bytes, found, members: members)
        append(text: found.text, speaker: found.speaker, in: bytes)
    }

    private func check(_ line: TagLine) throws(TagStreamError) {
        guard line.text.kind != .missing else { throw TagStreamError(line: lineNumber, reason: .textMissing) }
        guard line.text.kind == .string else {
            throw TagStreamError(line: lineNumber, reason: .wrongKind(member: "text", allowed: "a string"))
        }
        for (member, field) in [("conversation", line.conversation), ("speaker", line.speaker)] where field.kind == .other {
            throw TagStreamError(line: lineNumber, reason: .wrongKind(member: member, allowed: "a string, a number or null"))
        }
    }

    private mutating func append(text: TagLine.Field, speaker: TagLine.Field, in bytes: UnsafeBufferPointer<UInt8>) {
        let id = SpeakerKey.of(speaker, in: bytes)
        let raw = UnsafeBufferPointer(rebasing: bytes[text.start..<text.end])
        if text.escaped {
            plain.removeAll(keepingCapacity: true)
            JSONText.unescape(raw, into: &plain)
            plain.withUnsafeBufferPointer { workspace.scanner.append(speaker: id, text: $0) }
        } else {
            workspace.scanner.append(speaker: id, text: raw)
        }
    }

    /// Tags the waiting lines and puts them into the output; keeps the last of them where the conversation goes on.
    private mutating func tagWaiting(keepingOverlap: Bool) {
        guard waiting.count > 0 else { return }
        tagger.tag(&workspace)
        let overlap = keepingOverlap ? min(limits.overlap, waiting.count / 4) : 0
        let decided = waiting.count - overlap
        for index in min(written, decided)..<decided {
            waiting.write(index, act: workspace.acts[index], to: &output)
        }
        workspace.reset()
        guard keepingOverlap else {
            waiting.removeAll()
            written = 0
            return
        }
        waiting.removeFirst(waiting.count - 2 * overlap)
        written = overlap
        let kept = waiting
        for index in 0..<kept.count {
            kept.withLine(index) { bytes, line in append(text: line.text, speaker: line.speaker, in: bytes) }
        }
    }
}

/// The cues of a WebVTT or SRT file: blocks of an optional id, a time line with `-->`, and a payload.
struct CueFile {
    struct Cue {
        var start: Int
        var end: Int
        /// The payload, line ends included.
        var payload: Range<Int>
        /// Line of the time line, counted from 1.
        var line: Int
    }

    private(set) var cues: [Cue] = []
    /// Cues whose id is a GUID with numbers after a slash, as Microsoft Teams writes them.
    private(set) var teamsIDs = 0
    /// What follows `WEBVTT -` on the first line.
    private(set) var heading: Range<Int>?
    /// The value of a `Language:` line in the header.
    private(set) var language: Range<Int>?

    private var lines: LineCursor

    /// Reads every block once, in order. Blocks that cannot be read are reported and passed over.
    init(_ bytes: [UInt8], isWebVTT: Bool, builder: inout TranscriptBuilder) throws(TranscriptFileError) {
        lines = LineCursor(bytes)
        if isWebVTT { readHeader() }
        var previous: (line: Range<Int>, number: Int)?
        while let line = lines.next() {
            let content = bytes.trimmed(line)
            if content.isEmpty {
                if let id = previous { reportOrphan(id.line, id.number, &builder) }
                previous = nil
            } else if bytes.first("-->", in: content) != nil {
                if let id = previous, isTeamsID(id.line) { teamsIDs += 1 }
                previous = nil
                try readCue(content, &builder)
            } else if let id = previous {
                // Two lines without an arrow: not a cue. What follows up to the blank line belongs to it.
                reportOrphan(id.line, id.number, &builder)
                previous = nil
                skipBlock()
            } else if isWebVTT, isComment(content) {
                skipBlock()
            } else {
                previous = (content, lines.number)
            }
        }
        if let id = previous {
            builder.report(id.number, .truncated, skipped: true, "the file ends after “\(excerpt(id.line))”, before a time line")
        }
    }

    private mutating func readHeader() {
        let bytes = lines.bytes
        var heading: Range<Int>?
        // Blank lines may stand before the heading.
        while heading == nil, let line = lines.next() {
            if bytes.trimmed(line).count >= 6 { heading = line }
        }
        guard let first = heading else { return }
        let rest = bytes.trimmed((bytes.trimmed(first).lowerBound + 6)..<bytes.trimmed(first).upperBound)
        if !rest.isEmpty, bytes[rest.lowerBound] == 0x2D {
            self.heading = bytes.trimmed((rest.lowerBound + 1)..<rest.upperBound)
        }
        var ahead = lines
        while let line = ahead.next(), !bytes.trimmed(line).isEmpty {
            // A file without a blank line after the header goes on with a cue.
            if bytes.first("-->", in: line) != nil { return }
            if bytes.startsWith("language:", in: line) { language = bytes.trimmed((line.lowerBound + 9)..<line.upperBound) }
            let beforeCue = ahead
            if let next = ahead.next(), bytes.first("-->", in: next) != nil { return }
            ahead = beforeCue
            lines = ahead
        }
    }

    /// NOTE, STYLE and REGION blocks. The last two are a cue's id where a time line follows at once.
    private func isComment(_ line: Range<Int>) -> Bool {
        let bytes = lines.bytes
        if bytes.has("NOTE", at: line.lowerBound), line.count == 4 || bytes[line.lowerBound + 4].isSpace { return true }
        guard (bytes.has("STYLE", at: line.lowerBound) && line.count == 5) || (bytes.has("REGION", at: line.lowerBound) && line.count == 6)
        else { return false }
        var ahead = lines
        guard let next = ahead.next() else { return true }
        return bytes.first("-->", in: next) == nil
    }

    private mutating func skipBlock() {
        while true {
            var ahead = lines
            guard let line = ahead.next(), !lines.bytes.trimmed(line).isEmpty, lines.bytes.first("-->", in: line) == nil else { return }
            lines = ahead
        }
    }

    private mutating func readCue(_ timeLine: Range<Int>, _ builder: inout TranscriptBuilder) throws(TranscriptFileError) {
        let number = lines.number
        let times = readTimes(timeLine)
        let payload = readPayload()
        switch times {
        case .success(let (start, end)):
            guard builder.accepts(start: start, end: end, line: number) else { return }
            guard cues.count < builder.limits.maxUtterances else {
                throw TranscriptFileError(
                    kind: .tooManyUtterances, file: builder.file, line: number,
                    reason: "There are more than \(builder.limits.maxUtterances) cues.",
                    advice: "Split the file, or raise the limit on utterances."
                )
            }
            cues.append(Cue(start: start, end: end, payload: payload, line: number))
        case .absurd:
            builder.report(number, .absurdTime, skipped: true, "the time is beyond any meeting: “\(excerpt(timeLine))”")
        case .unreadable:
            builder.report(number, .unreadableTime, skipped: true, "the times cannot be read: “\(excerpt(timeLine))”")
        }
    }

    private enum Times {
        case success((Int, Int))
        case absurd
        case unreadable
    }

    private func readTimes(_ line: Range<Int>) -> Times {
        let bytes = lines.bytes
        guard let arrow = bytes.first("-->", in: line) else { return .unreadable }
        let left = bytes.trimmed(line.lowerBound..<arrow)
        let right = bytes.trimmed((arrow + 3)..<line.upperBound)
        let (first, second) = (
            ClockTime.read(bytes, at: left.lowerBound, before: left.upperBound),
            ClockTime.read(bytes, at: right.lowerBound, before: right.upperBound)
        )
        switch (first, second) {
        case (.time(let start, let startEnd), .time(let end, let endEnd)):
            // Settings may follow the end, after white space.
            guard startEnd == left.upperBound, endEnd == right.upperBound || bytes[endEnd] <= 0x20 else { return .unreadable }
            return .success((start, end))
        case (.none, _), (_, .none): return .unreadable
        default: return .absurd
        }
    }

    /// The lines up to a blank one, or up to the next time line where the blank line is missing.
    private mutating func readPayload() -> Range<Int> {
        let bytes = lines.bytes
        let start = lines.position
        var end = start
        while true {
            var ahead = lines
            guard let line = ahead.next(), !bytes.trimmed(line).isEmpty else { break }
            if bytes.first("-->", in: line) != nil, case .time = ClockTime.read(bytes, at: bytes.trimmed(line).lowerBound, before: line.upperBound) { break }
            if isID(bytes.trimmed(line)) {
                // A number or GUID right before a time line is the id of the next cue, not words.
                var further = ahead
                if let next = further.next(), bytes.first("-->", in: next) != nil { break }
            }
            lines = ahead
            end = line.upperBound
        }
        return start..<max(start, end)
    }

    private func isID(_ line: Range<Int>) -> Bool {
        isTeamsID(line) || lines.bytes[line].allSatisfy { $0.isDigit }
    }

    /// `8a1c0f5e-…-b2/12-0`.
    private func isTeamsID(_ line: Range<Int>) -> Bool {
        let bytes = lines.bytes
        guard line.count >= 38, bytes[line.lowerBound + 36] == 0x2F else { return false }
        for offset in 0..<36 {
            let byte = bytes[line.lowerBound + offset]
            guard [8, 13, 18, 23].contains(offset) ? byte == 0x2D : byte.isHexDigit else { return false }
        }
        return bytes[(line.lowerBound + 37)..<line.upperBound].allSatisfy { $0.isDigit || $0 == 0x2D }
    }

    private func reportOrphan(_ line: Range<Int>, _ number: Int, _ builder: inout TranscriptBuilder) {
        if case .none = ClockTime.read(lines.bytes, at: line.lowerBound, before: line.upperBound) {
            builder.report(number, .missingTime, skipped: true, "“\(excerpt(line))” has no time line with an arrow (-->)")
        } else {
            builder.report(number, .missingTime, skipped: true, "the time line has no arrow (-->): “\(excerpt(line))”")
        }
    }

    private func excerpt(_ line: Range<Int>) -> String { lines.bytes.excerpt(line) }
}

extension [UInt8] {
    /// The beginning of a line, fit for a message.
    func excerpt(_ range: Range<Int>) -> String {
        let end = Swift.min(range.upperBound, range.lowerBound + 240)
        return (TextCleaning.label(self[range.lowerBound..<end], limit: 60) ?? "") + (range.count > 60 ? "…" : "")
    }
}

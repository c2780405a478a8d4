/// Which reader a text is for, told by its content.
enum FormatRecognition {
    case webVTT
    case srt
    case json
    case jsonLines
    case text

    static func recognise(_ bytes: [UInt8]) -> FormatRecognition {
        let content = bytes.trimmed(0..<bytes.count)
        if bytes.startsWith("webvtt", in: content), content.count == 6 || bytes[content.lowerBound + 6] <= 0x20 { return .webVTT }
        if let first = content.first.map({ bytes[$0] }) {
            if first == 0x7B, let next = firstByte(bytes, after: content.lowerBound, before: content.upperBound), next == 0x22 || next == 0x7D {
                return isJSONLines(bytes, content) ? .jsonLines : .json
            }
            if first == 0x5B, let next = firstByte(bytes, after: content.lowerBound, before: content.upperBound), next == 0x7B || next == 0x5D {
                return .json
            }
        }
        return hasTimeLine(bytes) ? .srt : .text
    }

    private static func firstByte(_ bytes: [UInt8], after position: Int, before limit: Int) -> UInt8? {
        var index = position + 1
        while index < limit, bytes[index] <= 0x20 { index += 1 }
        return index < limit ? bytes[index] : nil
    }

    /// Whether the first lines are JSON objects, each complete in itself. One object alone is a line of ours where it
    /// says so or where it has words and no list of segments.
    private static func isJSONLines(_ bytes: [UInt8], _ content: Range<Int>) -> Bool {
        var lines = LineCursor(bytes, from: content.lowerBound)
        var whole = 0
        var seen = 0
        var first: Range<Int>?
        while seen < 5, let line = lines.next() {
            let line = bytes.trimmed(line)
            guard !line.isEmpty else { continue }
            seen += 1
            if bytes[line.lowerBound] == 0x7B, JSONReader.isWhole(bytes, line) { whole += 1 }
            if first == nil { first = line }
        }
        guard whole * 2 >= seen, whole > 0, let first else { return false }
        if seen > 1 { return true }
        let keys = JSONReader.keys(bytes, first)
        return keys.contains("covalence") || (keys.contains("text") && !keys.contains("segments") && !keys.contains("chunks"))
    }

    /// Whether one of the first 400 lines is `time --> time`.
    private static func hasTimeLine(_ bytes: [UInt8]) -> Bool {
        var lines = LineCursor(bytes)
        while lines.number < 400, let line = lines.next() {
            let line = bytes.trimmed(line)
            guard line.count <= 1000, let arrow = bytes.first("-->", in: line) else { continue }
            if case .time(_, let end) = ClockTime.read(bytes, at: line.lowerBound, before: arrow), bytes.trimmed(end..<arrow).isEmpty { return true }
        }
        return false
    }
}

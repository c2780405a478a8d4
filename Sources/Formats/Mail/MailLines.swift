/// Text of several lines: each cleaned like the words of a transcript, at most two empty ones together.
enum MailLines {
    static func clean(_ bytes: [UInt8]) -> String {
        var lines: [String] = []
        var empty = 0
        for line in split(bytes) {
            let words = TextCleaning.words(bytes[line], limit: .max).text
            if words.isEmpty {
                empty += 1
                continue
            }
            if !lines.isEmpty { for _ in 0..<min(empty, 2) { lines.append("") } }
            empty = 0
            lines.append(words)
        }
        return lines.joined(separator: "\n")
    }

    /// The lines without their ends: LF, CRLF or CR.
    static func split(_ bytes: [UInt8]) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var start = 0
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            guard byte == 0x0A || byte == 0x0D else { continue }
            lines.append(start..<index - 1)
            if byte == 0x0D, index < bytes.count, bytes[index] == 0x0A { index += 1 }
            start = index
        }
        if start < bytes.count { lines.append(start..<bytes.count) }
        return lines
    }
}

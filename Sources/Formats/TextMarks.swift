import Covalence

/// The fixed phrases by which Google Meet's and Otter's exports are known, and the lines around the words.
struct TextMarks {
    private(set) var isGoogleMeet = false
    private(set) var isOtter = false

    init(_ bytes: [UInt8], _ lines: [TextLine]) {
        for line in lines.prefix(60) {
            if Self.title(bytes, line.content) != nil || Self.isAttendees(bytes, line.content) && bytes.isText("attendees", in: line.content) { isGoogleMeet = true }
            if bytes.isText("summary keywords", in: line.content) { isOtter = true }
        }
        for line in lines.suffix(60) {
            if Self.isMeetFooter(bytes, line.content) { isGoogleMeet = true }
            if Self.isOtterFooter(bytes, line.content) { isOtter = true }
        }
        for line in lines.prefix(60) where Self.isMeetFooter(bytes, line.content) { isGoogleMeet = true }
        if isOtter { isGoogleMeet = false }
    }

    /// A line that says how the file came to be; nobody said it.
    static func isFooter(_ bytes: [UInt8], _ line: Range<Int>) -> Bool { isMeetFooter(bytes, line) || isOtterFooter(bytes, line) }

    private static func isOtterFooter(_ bytes: [UInt8], _ line: Range<Int>) -> Bool {
        bytes.isText("transcribed by https://otter.ai", in: line) || bytes.isText("transcribed by http://otter.ai", in: line)
    }

    private static func isMeetFooter(_ bytes: [UInt8], _ line: Range<Int>) -> Bool {
        bytes.startsWith("this editable transcript was computer generated", in: line)
            || bytes.startsWith("transcription ended after ", in: line) || bytes.startsWith("meeting ended after ", in: line)
    }

    static func isAttendees(_ bytes: [UInt8], _ line: Range<Int>) -> Bool {
        ["attendees", "participants", "speakers", "invited"].contains { (word: StaticString) in bytes.isText(word, in: line) }
    }

    /// A heading within the file.
    static func isSection(_ bytes: [UInt8], _ line: Range<Int>) -> Bool {
        isAttendees(bytes, line) || bytes.isText("transcript", in: line) || bytes.isText("summary keywords", in: line)
    }

    /// The title in `Visit at Nordwerk - 2024/11/21 15:51 GMT - Transcript`: what stands before the first dash-separated part
    /// that is a moment or the word.
    static func title(_ bytes: [UInt8], _ line: Range<Int>) -> Range<Int>? {
        let word = "transcript".utf8.count
        guard line.count > word + 2, line.count <= 500, bytes.isText("transcript", in: (line.upperBound - word)..<line.upperBound) else { return nil }
        var end = bytes.trimmed(line.lowerBound..<(line.upperBound - word)).upperBound
        if end > line.lowerBound, bytes[end - 1] == 0x2D {
            end -= 1
        } else if end - 3 >= line.lowerBound, bytes.has("\u{2013}", at: end - 3) {
            end -= 3
        } else {
            return nil
        }
        var title = bytes.trimmed(line.lowerBound..<end)
        if let position = momentStart(bytes, title) {
            title = bytes.trimmed(title.lowerBound..<position)
            while let last = title.last, [0x2D, 0x28, 0x20].contains(bytes[last]) { title = title.lowerBound..<last }
        }
        return title.isEmpty ? nil : title
    }

    private static func momentStart(_ bytes: [UInt8], _ line: Range<Int>) -> Int? {
        guard line.count >= 16, line.count <= 500 else { return nil }
        return (line.lowerBound...(line.upperBound - 16)).first { position in
            func digits(_ offsets: Range<Int>) -> Bool { offsets.allSatisfy { bytes[position + $0].isDigit } }
            let separator = bytes[position + 4]
            return digits(0..<4) && (separator == 0x2F || separator == 0x2D) && digits(5..<7) && bytes[position + 7] == separator && digits(8..<10)
                && bytes[position + 10] == 0x20 && digits(11..<13) && bytes[position + 13] == 0x3A && digits(14..<16)
        }
    }

    /// `2024/11/21 15:51 GMT+1`: only with GMT or UTC, because other abbreviations would have to be guessed.
    static func moment(_ bytes: [UInt8], _ line: Range<Int>) -> Timestamp? {
        guard let start = momentStart(bytes, line) else { return nil }
        var text = String(decoding: bytes[start..<(start + 4)], as: UTF8.self) + "-" + String(decoding: bytes[(start + 5)..<(start + 7)], as: UTF8.self)
            + "-" + String(decoding: bytes[(start + 8)..<(start + 10)], as: UTF8.self) + "T" + String(decoding: bytes[(start + 11)..<(start + 16)], as: UTF8.self)
        var position = start + 16
        while position < line.upperBound, bytes[position] == 0x20 { position += 1 }
        guard bytes.has("GMT", at: position) || bytes.has("UTC", at: position), position + 3 <= line.upperBound else { return nil }
        position += 3
        guard position < line.upperBound, bytes[position] == 0x2B || bytes[position] == 0x2D, position + 1 < line.upperBound, bytes[position + 1].isDigit else {
            return Timestamp(iso8601: text + "Z")
        }
        text.append(bytes[position] == 0x2B ? "+" : "-")
        position += 1
        var hours = ""
        while position < line.upperBound, bytes[position].isDigit, hours.utf8.count < 2 {
            hours.append(Character(Unicode.Scalar(bytes[position])))
            position += 1
        }
        var minutes = "00"
        if position + 2 < line.upperBound, bytes[position] == 0x3A, bytes[position + 1].isDigit, bytes[position + 2].isDigit {
            minutes = String(decoding: bytes[(position + 1)...(position + 2)], as: UTF8.self)
        }
        return Timestamp(iso8601: text + (hours.utf8.count == 1 ? "0" : "") + hours + ":" + minutes)
    }
}

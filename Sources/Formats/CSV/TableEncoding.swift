/// Which encoding a whole file is in, found out portion by portion by the rules of `TextDecoding`.
struct TableEncoding {
    private(set) var name = TextEncodingName.utf8
    private(set) var notes: [String] = []
    /// Bytes of the mark at the beginning, to be passed over.
    private(set) var markLength = 0
    /// The first bytes, as they are.
    private(set) var head: [UInt8] = []
    private(set) var byteCount = 0

    private var multibyte = 0
    private var bad = 0
    private var rest: [UInt8] = []

    /// Reads the source to its end.
    init(_ source: TableBytes) throws(TableError) {
        var portion = try source.next()
        head = Array(portion.prefix(8192))
        // UTF-16 and a mark are known by the head.
        if head.starts(with: [0xFF, 0xFE]) {
            (name, markLength) = (.utf16LE, 2)
        } else if head.starts(with: [0xFE, 0xFF]) {
            (name, markLength) = (.utf16BE, 2)
        } else if head.starts(with: [0xEF, 0xBB, 0xBF]) {
            (name, markLength) = (.utf8BOM, 3)
        } else if let littleEndian = TextDecoding.utf16WithoutMark(head) {
            name = littleEndian ? .utf16LE : .utf16BE
        }
        let isWide = name == .utf16LE || name == .utf16BE
        while !portion.isEmpty {
            byteCount += portion.count
            if !isWide { count(portion) }
            portion = try source.next()
        }
        if isWide {
            if byteCount % 2 == 1 { notes.append("The file ends in the middle of a letter; it was probably cut off.") }
            return
        }
        if !rest.isEmpty {
            if bad == 0, multibyte > 0 { notes.append("The file ends in the middle of a letter; it was probably cut off.") }
            bad += rest.count
        }
        guard bad > 0, notes.isEmpty else { return }
        if name == .utf8BOM || multibyte > bad {
            notes.append("\(bad) bytes are not valid UTF-8; they are shown as \u{FFFD}.")
        } else {
            name = .windows1252
            notes.append("The file is not in UTF-8; it was read as Windows-1252. Where letters look wrong, export it as UTF-8.")
        }
    }

    private mutating func count(_ portion: [UInt8]) {
        let bytes = rest.isEmpty ? portion : rest + portion
        let whole = bytes.wholeLetters
        let scan = UTF8Scan(whole == bytes.count ? bytes : Array(bytes[..<whole]))
        multibyte += scan.multibyte
        bad += scan.bad
        rest = Array(bytes[whole...])
    }
}

/// Turns the bytes of a file in a known encoding into valid UTF-8, portion by portion.
struct TableDecoder {
    private let encoding: TextEncodingName
    private var toSkip: Int
    private var rest: [UInt8] = []

    init(_ encoding: TableEncoding) {
        self.encoding = encoding.name
        toSkip = encoding.markLength
    }

    /// The letters that end in the next bytes; an empty portion is the end of the file.
    mutating func decode(_ portion: [UInt8]) -> [UInt8] {
        let isEnd = portion.isEmpty
        var bytes = rest.isEmpty ? portion : rest + portion
        rest = []
        if toSkip > 0, !bytes.isEmpty {
            let skipped = min(toSkip, bytes.count)
            bytes.removeFirst(skipped)
            toSkip -= skipped
        }
        switch encoding {
        case .windows1252: return TextDecoding.windows1252(bytes)
        case .utf8, .utf8BOM:
            let whole = isEnd ? bytes.count : bytes.wholeLetters
            if whole < bytes.count {
                rest = Array(bytes[whole...])
                bytes.removeLast(bytes.count - whole)
            }
            return UTF8Scan(bytes).bad == 0 ? bytes : Array(String(decoding: bytes, as: UTF8.self).utf8)
        case .utf16LE, .utf16BE:
            var units: [UInt16] = []
            units.reserveCapacity(bytes.count / 2)
            var index = 0
            while index + 1 < bytes.count {
                let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
                units.append(encoding == .utf16LE ? second << 8 | first : first << 8 | second)
                index += 2
            }
            if !isEnd, let last = units.last, last & 0xFC00 == 0xD800 {
                units.removeLast()
                index -= 2
            }
            if !isEnd { rest = Array(bytes[index...]) }
            return Array(String(decoding: units, as: UTF16.self).utf8)
        }
    }
}

extension [UInt8] {
    /// How many bytes stand before a letter of UTF-8 that the end of the bytes cuts off; all of them where none is cut off.
    fileprivate var wholeLetters: Int {
        var index = count - 1
        while index >= 0, count - index <= 3 {
            let byte = self[index]
            if byte < 0x80 { return count }
            if byte >= 0xC0 {
                let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
                return count - index < length ? index : count
            }
            index -= 1
        }
        return count
    }
}

/// The bytes of a file as valid UTF-8, and how they came to be that.
struct TextDecoding {
    var bytes: [UInt8]
    var encoding: TextEncodingName
    var notes: [String] = []

    /// Finds the encoding: byte order mark first, then zero bytes (UTF-16), then validity (UTF-8), Windows-1252 last.
    init(_ data: [UInt8]) {
        if data.starts(with: [0xEF, 0xBB, 0xBF]) {
            self.init(utf8: Array(data.dropFirst(3)), encoding: .utf8BOM)
        } else if data.starts(with: [0xFF, 0xFE]) {
            self.init(utf16: data.dropFirst(2), littleEndian: true)
        } else if data.starts(with: [0xFE, 0xFF]) {
            self.init(utf16: data.dropFirst(2), littleEndian: false)
        } else if let littleEndian = Self.utf16WithoutMark(data) {
            self.init(utf16: data[...], littleEndian: littleEndian)
        } else {
            self.init(utf8: data, encoding: .utf8)
        }
        // A second mark stays behind where two programs each wrote one.
        while bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    }

    private init(utf8 data: [UInt8], encoding: TextEncodingName) {
        let scan = UTF8Scan(data)
        self.encoding = encoding
        if scan.bad == 0 {
            bytes = data
        } else if scan.isCutAtEnd, scan.multibyte > 0 {
            bytes = Array(data.prefix(scan.firstBad))
            notes = ["The file ends in the middle of a letter; it was probably cut off."]
        } else if encoding == .utf8BOM || scan.multibyte > scan.bad {
            bytes = Array(String(decoding: data, as: UTF8.self).utf8)
            notes = ["\(scan.bad) bytes are not valid UTF-8; they are shown as \u{FFFD}."]
        } else {
            bytes = Self.windows1252(data)
            self.encoding = .windows1252
        }
    }

    private init(utf16 data: ArraySlice<UInt8>, littleEndian: Bool) {
        var units: [UInt16] = []
        units.reserveCapacity(data.count / 2)
        var index = data.startIndex
        while index + 1 < data.endIndex {
            let (first, second) = (UInt16(data[index]), UInt16(data[index + 1]))
            units.append(littleEndian ? second << 8 | first : first << 8 | second)
            index += 2
        }
        bytes = Array(String(decoding: units, as: UTF16.self).utf8)
        encoding = littleEndian ? .utf16LE : .utf16BE
        if index < data.endIndex { notes = ["The file ends in the middle of a letter; it was probably cut off."] }
    }

    /// True for little-endian, false for big-endian, nil where the bytes are not UTF-16.
    ///
    /// Digits, spaces and line ends have a zero byte on one side only, in every language ‡: at least a fifth of the
    /// pairs on one side, hardly any on the other.
    static func utf16WithoutMark(_ data: [UInt8]) -> Bool? {
        let pairs = min(data.count, 8192) / 2
        guard pairs >= 4 else { return nil }
        var even = 0
        var odd = 0
        for pair in 0..<pairs {
            if data[pair * 2] == 0 { even += 1 }
            if data[pair * 2 + 1] == 0 { odd += 1 }
        }
        if odd * 5 >= pairs, even * 50 <= pairs { return true }
        if even * 5 >= pairs, odd * 50 <= pairs { return false }
        return nil
    }

    /// What stands at 0x80 to 0x9F in Windows-1252; the five unassigned bytes become the control characters of the same
    /// number, as the WHATWG encoding standard has it.
    private static let windows1252High: [UInt32] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D, 0x8F,
        0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
    ]

    /// Bytes of Windows-1252 as UTF-8.
    static func windows1252(_ data: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(data.count + data.count / 8)
        for byte in data {
            if byte < 0x80 {
                bytes.append(byte)
            } else {
                let value = byte < 0xA0 ? windows1252High[Int(byte - 0x80)] : UInt32(byte)
                if let scalar = Unicode.Scalar(value) { bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter) }
            }
        }
        return bytes
    }
}

/// One pass over bytes that may be UTF-8.
struct UTF8Scan {
    /// Well-formed sequences of more than one byte.
    private(set) var multibyte = 0
    /// Bytes that belong to no well-formed sequence.
    private(set) var bad = 0
    /// Position of the first of them.
    private(set) var firstBad = 0
    /// Whether the only fault is a sequence that the end of the data cuts off.
    private(set) var isCutAtEnd = false

    init(_ data: [UInt8]) {
        data.withUnsafeBytes { buffer in
            var index = 0
            let count = buffer.count
            while index < count {
                if index + 8 <= count,
                   buffer.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0 {
                    index += 8
                    continue
                }
                let lead = buffer[index]
                if lead < 0x80 {
                    index += 1
                    continue
                }
                let length = lead >= 0xF0 && lead <= 0xF4 ? 4 : lead >= 0xE0 && lead < 0xF0 ? 3 : lead >= 0xC2 && lead < 0xE0 ? 2 : 0
                // The second byte has a narrower range after four of the leading bytes.
                let low: UInt8 = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80
                let high: UInt8 = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF
                var good = 1
                while good < length, index + good < count,
                      buffer[index + good] >= (good == 1 ? low : 0x80), buffer[index + good] <= (good == 1 ? high : 0xBF) {
                    good += 1
                }
                if length > 0, good == length {
                    multibyte += 1
                    index += length
                } else {
                    if bad == 0 { firstBad = index }
                    if length > 0, index + good == count { isCutAtEnd = bad == 0 }
                    bad += length > 0 && index + good == count ? good : 1
                    index += length > 0 && index + good == count ? good : 1
                }
            }
        }
    }
}

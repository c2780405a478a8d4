import Foundation

/// One property of an address card, its lines joined.
struct VCardLine {
    /// Line of the file on which it begins, counted from 1.
    var number: Int
    /// In capitals, without the group before it (`item1.`).
    var name: String
    /// Names in capitals; what 2.1 writes without a name (`;WORK`) counts as a type.
    var parameters: [(name: String, value: String)] = []
    /// As it stands, encodings taken away, escapes not.
    var value: [UInt8]
    /// Whether it was longer than is read.
    var isCut = false

    /// The types and the preference, small: `work`, `pref`.
    var types: [String] {
        parameters.filter { $0.name == "TYPE" }.flatMap { $0.value.lowercased().split(separator: ",").map(String.init) }
    }

    /// 1 for the most preferred, 100 where nothing is said (RFC 6350, 5.3).
    var preference: Int {
        if let number = parameters.first(where: { $0.name == "PREF" }).flatMap({ Int($0.value) }), (1...100).contains(number) { return number }
        return types.contains("pref") ? 1 : 100
    }

    private func parameter(_ name: String) -> String? { parameters.first { $0.name == name }?.value }

    // MARK: - Values

    /// Divides the value at an unescaped mark and takes the escapes away: `\n`, `\,`, `\;`, `\\`.
    func parts(at mark: UInt8?) -> [[UInt8]] {
        var parts: [[UInt8]] = [[]]
        var index = 0
        while index < value.count {
            let byte = value[index]
            if byte == 0x5C, index + 1 < value.count {
                let next = value[index + 1]
                index += 2
                switch next {
                case 0x6E, 0x4E: parts[parts.count - 1].append(0x0A)
                case 0x2C, 0x3B, 0x5C, 0x3A: parts[parts.count - 1].append(next)
                default: parts[parts.count - 1] += [0x5C, next]
                }
                continue
            }
            if byte == mark, parts.count < 200 { parts.append([]) } else { parts[parts.count - 1].append(byte) }
            index += 1
        }
        return parts
    }

    /// The value as one line; nil where nothing is left.
    var text: String? { RowText.line(parts(at: nil)[0][...]) }

    // MARK: - Lines

    /// The properties that are read; pictures, keys and the rest cost no memory.
    private static let wanted: Set<String> = [
        "BEGIN", "END", "VERSION", "UID", "FN", "N", "ORG", "TITLE", "ROLE", "EMAIL", "TEL", "LANG", "URL", "ADR", "NOTE", "REV", "KIND", "AGENT",
        "X-ABSHOWAS", "X-ADDRESSBOOKSERVER-KIND",
    ]

    /// Calls `each` for every property that is wanted, in order.
    static func scan(_ bytes: [UInt8], each: (VCardLine) -> Void) {
        var cursor = LineCursor(bytes)
        var current: VCardLine?
        var isSoft = false
        var isOld = false
        func flush() {
            guard let line = current else { return }
            current = nil
            let done = line.decoded
            if done.name == "VERSION" { isOld = done.value.starts(with: "2.1".utf8) }
            each(done)
        }
        while let range = cursor.next() {
            let line = bytes[range]
            if isSoft {
                isSoft = current?.appendSoft(line) ?? (line.last == 0x3D)
                continue
            }
            if let first = line.first, first == 0x20 || first == 0x09 {
                // 2.1 breaks lines at spaces and keeps them; the others put one in.
                current?.append(isOld ? line : line.dropFirst())
                continue
            }
            flush()
            guard let begun = VCardLine(line, number: cursor.number) else { continue }
            isSoft = begun.isQuotedPrintable && begun.value.last == 0x3D
            guard wanted.contains(begun.name) else { continue }
            current = begun
            if isSoft { current?.value.removeLast() }
        }
        flush()
    }

    /// Takes a line apart; nil where it is no property.
    private init?(_ line: ArraySlice<UInt8>, number: Int) {
        guard line.prefix(2_000).contains(0x3A) else { return nil }
        var quoted = false
        var pieces: [ArraySlice<UInt8>] = []
        var start = line.startIndex
        var colon: Int?
        for index in line.indices.prefix(4_000) {
            let byte = line[index]
            if byte == 0x22 { quoted.toggle() }
            if quoted { continue }
            if byte == 0x3B || byte == 0x3A {
                pieces.append(line[start..<index])
                start = index + 1
                if byte == 0x3A {
                    colon = index
                    break
                }
            }
        }
        guard let colon, let head = pieces.first else { return nil }
        let whole = String(decoding: head.filter { $0 > 0x20 }, as: UTF8.self).uppercased()
        name = whole.split(separator: ".").last.map(String.init) ?? ""
        guard !name.isEmpty, name.utf8.count <= 60, name.utf8.allSatisfy({ $0.isLetter || $0.isDigit || $0 == 0x2D }) else { return nil }
        self.number = number
        for piece in pieces.dropFirst().prefix(50) {
            let text = String(decoding: piece.prefix(500), as: UTF8.self)
            if let equals = text.firstIndex(of: "=") {
                parameters.append((text[..<equals].uppercased(), String(text[text.index(after: equals)...].filter { $0 != "\"" })))
            } else {
                parameters.append((["QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT"].contains(text.uppercased()) ? "ENCODING" : "TYPE", text))
            }
        }
        let rest = line[(colon + 1)...]
        value = Array(rest.prefix(VCardFile.maxPropertyBytes))
        isCut = rest.count > VCardFile.maxPropertyBytes
    }

    private mutating func append(_ more: ArraySlice<UInt8>) {
        let room = VCardFile.maxPropertyBytes - value.count
        if more.count > room { isCut = true }
        value += more.prefix(max(0, room))
    }

    /// The next line of a value in quoted-printable; whether another follows.
    private mutating func appendSoft(_ line: ArraySlice<UInt8>) -> Bool {
        let goesOn = line.last == 0x3D
        append(goesOn ? line.dropLast() : line)
        return goesOn
    }

    private var isQuotedPrintable: Bool { parameter("ENCODING")?.uppercased() == "QUOTED-PRINTABLE" }

    /// The same with its encoding taken away; the words as UTF-8.
    private var decoded: VCardLine {
        var result = self
        switch parameter("ENCODING")?.uppercased() {
        case "QUOTED-PRINTABLE": result.value = Self.quotedPrintable(value)
        case "B", "BASE64":
            // Letters of the alphabet only: line breaks and spaces are no part of it.
            guard let data = Data(base64Encoded: Data(value.filter { $0 > 0x20 })) else { return result }
            result.value = Array(data)
        default: return result
        }
        // Its tables of names have to be there.
        guard GMimeReading.isReady else { return result }
        result.value = MailCharset.utf8(result.value, label: parameter("CHARSET"), MailProblems(limit: 0))
        return result
    }

    private static func quotedPrintable(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if bytes[index] == 0x3D, index + 2 < bytes.count, bytes[index + 1].isHexDigit, bytes[index + 2].isHexDigit {
                result.append(Self.hex(bytes[index + 1]) << 4 | Self.hex(bytes[index + 2]))
                index += 3
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return result
    }

    private static func hex(_ byte: UInt8) -> UInt8 { byte.isDigit ? byte - 0x30 : byte.lowercasedASCII - 0x57 }
}

/// Character references of HTML: numbers, and the names that mails use.
enum HTMLEntity {
    private static let names: [String: UInt32] = [
        "amp": 0x26, "lt": 0x3C, "gt": 0x3E, "quot": 0x22, "apos": 0x27, "nbsp": 0xA0, "iexcl": 0xA1, "cent": 0xA2, "pound": 0xA3, "yen": 0xA5,
        "sect": 0xA7, "copy": 0xA9, "laquo": 0xAB, "shy": 0xAD, "reg": 0xAE, "deg": 0xB0, "plusmn": 0xB1, "sup2": 0xB2, "sup3": 0xB3, "micro": 0xB5,
        "para": 0xB6, "middot": 0xB7, "raquo": 0xBB, "frac14": 0xBC, "frac12": 0xBD, "frac34": 0xBE, "iquest": 0xBF,
        "Agrave": 0xC0, "Aacute": 0xC1, "Acirc": 0xC2, "Atilde": 0xC3, "Auml": 0xC4, "Aring": 0xC5, "AElig": 0xC6, "Ccedil": 0xC7, "Egrave": 0xC8,
        "Eacute": 0xC9, "Ecirc": 0xCA, "Euml": 0xCB, "Igrave": 0xCC, "Iacute": 0xCD, "Icirc": 0xCE, "Iuml": 0xCF, "Ntilde": 0xD1, "Ograve": 0xD2,
        "Oacute": 0xD3, "Ocirc": 0xD4, "Otilde": 0xD5, "Ouml": 0xD6, "times": 0xD7, "Oslash": 0xD8, "Ugrave": 0xD9, "Uacute": 0xDA, "Ucirc": 0xDB,
        "Uuml": 0xDC, "Yacute": 0xDD, "szlig": 0xDF, "agrave": 0xE0, "aacute": 0xE1, "acirc": 0xE2, "atilde": 0xE3, "auml": 0xE4, "aring": 0xE5,
        "aelig": 0xE6, "ccedil": 0xE7, "egrave": 0xE8, "eacute": 0xE9, "ecirc": 0xEA, "euml": 0xEB, "igrave": 0xEC, "iacute": 0xED, "icirc": 0xEE,
        "iuml": 0xEF, "ntilde": 0xF1, "ograve": 0xF2, "oacute": 0xF3, "ocirc": 0xF4, "otilde": 0xF5, "ouml": 0xF6, "divide": 0xF7, "oslash": 0xF8,
        "ugrave": 0xF9, "uacute": 0xFA, "ucirc": 0xFB, "uuml": 0xFC, "yacute": 0xFD, "yuml": 0xFF, "OElig": 0x152, "oelig": 0x153, "Scaron": 0x160,
        "scaron": 0x161, "ensp": 0x2002, "emsp": 0x2003, "thinsp": 0x2009, "zwnj": 0x200C, "zwj": 0x200D, "ndash": 0x2013, "mdash": 0x2014,
        "lsquo": 0x2018, "rsquo": 0x2019, "sbquo": 0x201A, "ldquo": 0x201C, "rdquo": 0x201D, "bdquo": 0x201E, "bull": 0x2022, "hellip": 0x2026,
        "prime": 0x2032, "lsaquo": 0x2039, "rsaquo": 0x203A, "euro": 0x20AC, "trade": 0x2122, "larr": 0x2190, "rarr": 0x2192, "ne": 0x2260,
        "le": 0x2264, "ge": 0x2265,
    ]

    /// Decodes the reference that begins with the `&` at `start`; nil where there is none, otherwise where it ends.
    static func decode(_ bytes: [UInt8], at start: Int, into result: inout [UInt8]) -> Int? {
        var index = start + 1
        guard index < bytes.count else { return nil }
        var value: UInt32 = 0
        if bytes[index] == 0x23 {
            index += 1
            let isHex = index < bytes.count && bytes[index] | 0x20 == 0x78
            if isHex { index += 1 }
            let first = index
            while index < bytes.count, index - first < 8, let digit = Character(Unicode.Scalar(bytes[index])).hexDigitValue, isHex || digit < 10 {
                value = min(value * (isHex ? 16 : 10) + UInt32(digit), 0x11_0000)
                index += 1
            }
            guard index > first else { return nil }
        } else {
            let first = index
            while index < bytes.count, index - first < 8, bytes[index].isLetter || (bytes[index] >= 0x30 && bytes[index] <= 0x39) { index += 1 }
            guard index < bytes.count, bytes[index] == 0x3B, let known = names[String(decoding: bytes[first..<index], as: UTF8.self)] else { return nil }
            value = known
        }
        if index < bytes.count, bytes[index] == 0x3B { index += 1 }
        // 0x80 to 0x9F mean Windows-1252 in mails, and are control characters otherwise: those that matter are its quotes and dashes.
        let old: [UInt32: UInt32] = [0x80: 0x20AC, 0x85: 0x2026, 0x91: 0x2018, 0x92: 0x2019, 0x93: 0x201C, 0x94: 0x201D, 0x95: 0x2022, 0x96: 0x2013, 0x97: 0x2014]
        if value == 0 { return index }
        result += (Unicode.Scalar(old[value] ?? value) ?? "\u{FFFD}").utf8Bytes
        return index
    }
}

extension Unicode.Scalar {
    fileprivate var utf8Bytes: [UInt8] { Array(String(self).utf8) }
}

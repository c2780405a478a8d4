/// Counts letters of scripts other than Latin, and names the language where the script or a few letters settle it.
struct ScriptTally {
    private var greek = 0
    private var cyrillic = 0
    private var ukrainian = 0
    private var russian = 0
    private var serbian = 0
    private var hardSign = 0
    private var hebrew = 0
    private var arabic = 0
    private var persian = 0
    private var devanagari = 0
    private var thai = 0
    private var georgian = 0
    private var armenian = 0
    private var hangul = 0
    private var kana = 0
    private var han = 0

    /// Fewer letters than this say nothing ‡.
    static let least = 8

    /// Counts a scalar; whether it is written without spaces between words.
    mutating func add(_ value: UInt32) -> Bool {
        switch value {
        case 0x370...0x3ff, 0x1f00...0x1fff: greek += 1
        case 0x400...0x52f:
            cyrillic += 1
            switch value {
            case 0x404, 0x406, 0x407, 0x454, 0x456, 0x457, 0x490, 0x491: ukrainian += 1
            case 0x401, 0x42b, 0x42d, 0x44b, 0x44d, 0x451: russian += 1
            case 0x402, 0x408...0x40b, 0x40f, 0x452, 0x458...0x45b, 0x45f: serbian += 1
            case 0x42a, 0x44a: hardSign += 1
            default: break
            }
        case 0x531...0x58a: armenian += 1
        case 0x590...0x5ff: hebrew += 1
        case 0x600...0x6ff, 0x750...0x77f, 0xfb50...0xfdff, 0xfe70...0xfefc:
            arabic += 1
            if [0x67e, 0x686, 0x698, 0x6af, 0x6cc, 0x6a9].contains(value) { persian += 1 }
        case 0x900...0x97f: devanagari += 1
        case 0xe00...0xe7f:
            thai += 1
            return true
        case 0x10a0...0x10ff: georgian += 1
        case 0x1100...0x11ff, 0x3130...0x318f, 0xac00...0xd7a3: hangul += 1
        case 0x3041...0x30ff:
            kana += 1
            return true
        case 0x3400...0x4dbf, 0x4e00...0x9fff, 0xf900...0xfaff, 0x20000...0x2fa1f:
            han += 1
            return true
        default: break
        }
        return false
    }

    /// The language, where more letters than the Latin ones are in one other script.
    func language(against latin: Int) -> DetectedLanguage? {
        let east = kana + han
        let counts: [(String?, Int)] = [
            ("el", greek), (cyrillicLanguage, cyrillic), ("he", hebrew), (persian * 20 > arabic ? "fa" : "ar", arabic), ("hi", devanagari),
            ("th", thai), ("ka", georgian), ("hy", armenian), ("ko", hangul), (kana * 10 > east ? "ja" : "zh", east),
        ]
        let all = counts.reduce(latin) { $0 + $1.1 }
        guard let (code, count) = counts.max(by: { $0.1 < $1.1 }), let code, count > latin, count >= Self.least || (east >= 4 && east == count)
        else { return nil }
        return DetectedLanguage(code: code, confidence: Double(count) / Double(all) * min(1, Double(count) / 40))
    }

    private var cyrillicLanguage: String? {
        let most = max(ukrainian, russian, serbian)
        if most == 0 { return hardSign > 0 ? "bg" : nil }
        return most == ukrainian ? "uk" : most == russian ? "ru" : "sr"
    }
}

/// Takes the words out of HTML: tags, scripts, styles and comments go, blocks become lines, quotes get “>” as in plain text.
///
/// No browser: what a style hides is shown, and everything that comes out is text again, to be escaped by the page.
struct HTMLText {
    private let bytes: [UInt8]
    private var result: [UInt8] = []
    private var quoteDepth = 0
    private var preDepth = 0
    private var isLineStart = true
    private var pendingSpace = false

    static func plain(_ bytes: [UInt8]) -> [UInt8] {
        var text = HTMLText(bytes)
        text.read()
        return text.result
    }

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    private mutating func read() {
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case 0x3C:
                index = tag(at: index)
            case 0x26:
                var decoded: [UInt8] = []
                if let end = HTMLEntity.decode(bytes, at: index, into: &decoded) {
                    decoded == [0xC2, 0xA0] ? (pendingSpace = true) : append(decoded[...])
                    index = end
                } else {
                    append([byte])
                    index += 1
                }
            case 0x0A where preDepth > 0, 0x0D where preDepth > 0:
                if byte == 0x0A { newLine() }
                index += 1
            case 0...0x20:
                pendingSpace = true
                index += 1
            default:
                let start = index
                while index < bytes.count, bytes[index] > 0x20, bytes[index] != 0x3C, bytes[index] != 0x26 { index += 1 }
                append(bytes[start..<index])
            }
        }
    }

    private mutating func append(_ words: ArraySlice<UInt8>) {
        guard !words.isEmpty else { return }
        if isLineStart {
            if quoteDepth > 0 { result += Array(repeating: 0x3E, count: min(quoteDepth, 50)) + [0x20] }
        } else if pendingSpace {
            result.append(0x20)
        }
        (isLineStart, pendingSpace) = (false, false)
        result += words
    }

    private mutating func newLine() {
        result.append(0x0A)
        (isLineStart, pendingSpace) = (true, false)
    }

    private mutating func block() { if !isLineStart { newLine() } }

    /// Reads what begins with `<`; the result is where to go on.
    private mutating func tag(at start: Int) -> Int {
        if starts(with: "<!--", at: start) { return find("-->", from: start + 4).map { $0 + 3 } ?? bytes.count }
        var index = start + 1
        let isEnd = index < bytes.count && bytes[index] == 0x2F
        if isEnd { index += 1 }
        guard index < bytes.count, bytes[index].isLetter || bytes[index] == 0x21 || bytes[index] == 0x3F else {
            append([0x3C])
            return start + 1
        }
        let nameStart = index
        while index < bytes.count, index - nameStart < 30, bytes[index].isLetter || (bytes[index] >= 0x30 && bytes[index] <= 0x39) { index += 1 }
        let name = String(decoding: bytes[nameStart..<index], as: UTF8.self).lowercased()
        // A value in quotation marks may hold `>`.
        var quote: UInt8 = 0
        while index < bytes.count, quote != 0 || bytes[index] != 0x3E {
            if quote != 0 { if bytes[index] == quote { quote = 0 } } else if bytes[index] == 0x22 || bytes[index] == 0x27, bytes[index - 1] == 0x3D { quote = bytes[index] }
            index += 1
        }
        let end = min(index + 1, bytes.count)
        switch name {
        case "script", "style", "title", "template", "noscript", "textarea", "select", "svg", "math", "object":
            guard !isEnd else { return end }
            return find("</" + name, from: end).map { position in bytes[position...].firstIndex(of: 0x3E).map { $0 + 1 } ?? bytes.count } ?? bytes.count
        case "br": newLine()
        case "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "pre", "hr":
            if name == "pre" { preDepth = max(0, preDepth + (isEnd ? -1 : 1)) }
            block()
            if isEnd, name != "hr" { newLine() }
        case "blockquote":
            block()
            quoteDepth = max(0, quoteDepth + (isEnd ? -1 : 1))
        case "li":
            block()
            if !isEnd {
                append([0x2D])
                pendingSpace = true
            }
        case "div", "tr", "section", "article", "header", "footer", "dl", "dt", "dd", "body", "html", "head", "form", "address", "center": block()
        case "td", "th": pendingSpace = true
        default: break
        }
        return end
    }

    private func starts(with text: String, at index: Int) -> Bool { bytes[index...].prefix(text.utf8.count).elementsEqual(text.utf8) }

    /// The next place of a word in lower case.
    private func find(_ text: String, from start: Int) -> Int? {
        let wanted = Array(text.utf8)
        guard start + wanted.count <= bytes.count else { return nil }
        var index = start
        while index + wanted.count <= bytes.count {
            if bytes[index] == wanted[0], (0..<wanted.count).allSatisfy({ (bytes[index + $0].isLetter ? bytes[index + $0] | 0x20 : bytes[index + $0]) == wanted[$0] }) { return index }
            index += 1
        }
        return nil
    }
}

extension UInt8 {
    /// A to Z, a to z.
    var isLetter: Bool { self | 0x20 >= 0x61 && self | 0x20 <= 0x7A }
}

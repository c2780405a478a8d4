/// Words out of the cells of a table.
enum RowText {
    /// One line, cleaned; nil where nothing is left.
    static func line(_ cell: ArraySlice<UInt8>, limit: Int = 1_000) -> String? {
        // Nearly all cells are ASCII without anything to clean.
        var isPlain = cell.count <= limit
        var last: UInt8 = 0x20
        for byte in cell {
            if byte < 0x20 || byte >= 0x7F || (byte == 0x20 && last == 0x20) {
                isPlain = false
                break
            }
            last = byte
        }
        if isPlain, last != 0x20 { return String(decoding: cell, as: UTF8.self) }
        return TextCleaning.label(cell, limit: limit)
    }

    /// Several lines, each cleaned, at most one empty line between them; of HTML the words. Nil where nothing is left.
    static func note(_ cell: ArraySlice<UInt8>, limit: Int = 100_000) -> String? {
        if !cell.contains(where: { $0 == 0x0A || $0 == 0x0D || $0 == 0x3C }) { return line(cell, limit: limit) }
        var bytes = Array(cell)
        if isHTML(bytes) { bytes = HTMLText.plain(bytes) }
        var lines: [String] = []
        var left = limit
        var cursor = LineCursor(bytes)
        while left > 0, let range = cursor.next() {
            guard let text = TextCleaning.label(bytes[range], limit: left) else {
                if lines.last?.isEmpty == false { lines.append("") }
                continue
            }
            lines.append(text)
            left -= text.unicodeScalars.count + 1
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines.isEmpty ? nil : lines.joined(separator: "\n")
    }

    /// Pipedrive and HubSpot write notes as HTML.
    private static func isHTML(_ bytes: [UInt8]) -> Bool {
        let range = 0..<bytes.count
        return ["<p>", "<br", "<div", "</", "<ul"].contains { (tag: StaticString) in bytes.first(tag, in: range) != nil }
    }

    /// A cell for a message: one line, 60 characters at most.
    static func shown(_ cell: ArraySlice<UInt8>) -> String {
        let text = TextCleaning.label(cell.prefix(400), limit: 61) ?? ""
        return text.unicodeScalars.count > 60 ? String(String.UnicodeScalarView(text.unicodeScalars.prefix(59))) + "…" : text
    }
}

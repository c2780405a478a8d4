/// One cell of a table.
public enum CSVCell: Hashable, Sendable {
    /// Words. Where they could be taken for a formula, an apostrophe is put in front.
    case text(String)
    /// A whole number.
    case integer(Int)
    /// A number; written with a dot. One that is not finite becomes an empty cell.
    case number(Double)
    /// Nothing: not known.
    case empty
}

/// Writes tables as RFC 4180: commas, CRLF, quotation marks where they are needed.
///
/// A cell of words that begins with `=`, `+`, `-`, `@`, a tab or a line end gets an apostrophe in front, because spreadsheets run
/// such cells as formulas and the words come from files of strangers (OWASP, CSV injection). Numbers are left alone.
public struct CSVWriter: Sendable {
    /// The table so far.
    public private(set) var text = ""

    /// An empty table.
    ///
    /// - Parameter byteOrderMark: begins the text with U+FEFF, by which Excel knows UTF-8.
    public init(byteOrderMark: Bool = false) {
        if byteOrderMark { text = "\u{FEFF}" }
    }

    /// Adds a row.
    public mutating func row(_ cells: [CSVCell]) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { text += "," }
            switch cell {
            case .text(let words): text += Self.written(words)
            case .integer(let value): text += String(value)
            case .number(let value): text += value.isFinite ? String(value) : ""
            case .empty: break
            }
        }
        text += "\r\n"
    }

    /// Adds a row of words.
    public mutating func row(_ cells: [String]) { row(cells.map(CSVCell.text)) }

    private static func written(_ words: String) -> String {
        var cell = words
        if let first = words.utf8.first, [0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D, 0x0A].contains(first) { cell = "'" + cell }
        guard cell.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) else { return cell }
        return "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }
}

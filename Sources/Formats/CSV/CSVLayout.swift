/// How a table is written: encoding and separator, found out from its bytes.
public struct CSVLayout: Sendable {
    /// How its bytes become text.
    public var encoding: TextEncodingName { decoding.name }
    /// What stands between its fields.
    public let separator: CSVSeparator
    /// What had to be assumed, a sentence each.
    public var notes: [String] { decoding.notes }
    /// Bytes of the file.
    public var byteCount: Int { decoding.byteCount }

    let decoding: TableEncoding
    /// Bytes of a first line `sep=;`, once decoded.
    let skipped: Int

    /// Looks at all bytes for the encoding and at the first 256 KB for the separator.
    ///
    /// - Parameters:
    ///   - name: the file's name, for messages.
    ///   - separator: where it is known; otherwise it is found out.
    /// - Throws: `TableError` where the file cannot be read, is empty, too large, or no text.
    public init(_ source: TableSource, name: String? = nil, separator: CSVSeparator? = nil, limits: TableLimits = TableLimits()) throws(TableError) {
        decoding = try TableEncoding(try source.open(name, limits))
        try Self.checkIsText(decoding, name)
        let bytes = try source.open(name, limits)
        var decoder = TableDecoder(decoding)
        var portion = try bytes.next()
        var head = decoder.decode(portion)
        let isWhole = portion.count == decoding.byteCount
        if isWhole, !portion.isEmpty {
            portion = []
            head += decoder.decode(portion)
        }
        while head.starts(with: [0xEF, 0xBB, 0xBF]) { head.removeFirst(3) }
        guard !isWhole || head.contains(where: { $0 > 0x20 }) else { throw Self.empty(decoding, name) }
        let found = CSVSeparator.find(in: head, isWhole: isWhole, limits)
        self.separator = separator ?? found.separator
        skipped = found.skipped
    }

    private static func empty(_ decoding: TableEncoding, _ name: String?) -> TableError {
        TableError(
            kind: .empty, file: name, reason: decoding.byteCount == 0 ? "The file is empty." : "The file holds nothing but white space.",
            advice: "Export it again, or choose another file."
        )
    }

    private static func checkIsText(_ decoding: TableEncoding, _ name: String?) throws(TableError) {
        guard decoding.byteCount > 0 else { throw empty(decoding, name) }
        let head = decoding.head
        var what: String?
        if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) || head.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
            what = "This is a spreadsheet or another zipped file, not a table as text."
        } else if let kind = BinaryKind(head) {
            what = "This is \(kind.what), not a table as text."
        } else if decoding.name != .utf16LE, decoding.name != .utf16BE {
            let control = head.count { ($0 < 0x20 && !(0x09...0x0D).contains($0)) || $0 == 0x7F }
            if control >= 3, control * 20 > head.count { what = "This is not text: \(control) of its first \(head.count) bytes are control characters." }
        }
        guard let what else { return }
        throw TableError(kind: .binary, file: name, reason: what, advice: "Save or export it as CSV (UTF-8), and choose that file.")
    }
}

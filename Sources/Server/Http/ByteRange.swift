/// One range of a file as asked for by an HTTP Range header († RFC 9110, section 14).
enum ByteRange: Equatable {
    /// Send everything: no range, one we need not understand, or several at once.
    case whole
    /// Send these bytes.
    case part(ClosedRange<Int>)
    /// Nothing of the file is in the range asked for.
    case unsatisfiable

    /// Reads a Range header for a file of `size` bytes. What is not understood is passed over, as the standard asks.
    init(header: String?, size: Int) {
        guard let header, header.utf8.count <= 100, header.lowercased().hasPrefix("bytes=") else { self = .whole; return }
        let spec = header.dropFirst(6)
        guard !spec.contains(","), let dash = spec.firstIndex(of: "-") else { self = .whole; return }
        let first = Self.number(spec[..<dash])
        let last = Self.number(spec[spec.index(after: dash)...])
        switch (first, last) {
        case (.none?, .some(let length?)):
            // "-500": the last 500 bytes.
            self = length == 0 || size == 0 ? .unsatisfiable : .part(max(0, size - length)...(size - 1))
        case (.some(let first?), .none?):
            self = first < size ? .part(first...(size - 1)) : .unsatisfiable
        case (.some(let first?), .some(let last?)) where first <= last:
            self = first < size ? .part(first...min(last, size - 1)) : .unsatisfiable
        default:
            self = .whole
        }
    }

    /// `.some(nil)` for empty text, nil for what is no number. Numbers too large are held at the largest.
    private static func number(_ text: Substring) -> Int?? {
        let digits = text.utf8.drop { $0 == 32 }
        guard !digits.isEmpty else { return .some(nil) }
        guard digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return .some(Int(text.filter { $0 != " " }) ?? Int.max)
    }
}

import Hummingbird
import NIOCore

/// The fields of a plain form or of a query († WHATWG URL, application/x-www-form-urlencoded).
struct FormFields: Sendable {
    private var fields: [(name: String, value: String)] = []

    /// Reads `a=1&b=two+words`. What is not UTF-8 is repaired; more than 20,000 fields are cut off.
    init(_ text: some StringProtocol) {
        for pair in text.utf8.split(separator: 38, maxSplits: 20_000) {
            let parts = pair.split(separator: 61, maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = parts.first else { continue }
            fields.append((Self.decode(name), parts.count > 1 ? Self.decode(parts[1]) : ""))
        }
    }

    /// Fields that were read elsewhere: the parts of a form with files.
    init(_ fields: [(String, String)]) { self.fields = fields.map { (name: $0.0, value: $0.1) } }

    /// The body of a request, up to the context's limit.
    static func body(of request: Request, context: ServerContext) async throws -> FormFields {
        var request = request
        let buffer = try await request.collectBody(upTo: context.maxUploadSize)
        return FormFields(String(buffer: buffer))
    }

    /// The query of an address.
    static func query(of request: Request) -> FormFields { FormFields(request.uri.query ?? "") }

    /// The first value of a name, without surrounding blanks; nil where it is missing or empty.
    subscript(_ name: String) -> String? {
        guard let value = fields.first(where: { $0.name == name })?.value else { return nil }
        let trimmed = value.drop(while: \.isWhitespace)
        guard let last = trimmed.lastIndex(where: { !$0.isWhitespace }) else { return nil }
        return String(trimmed[...last])
    }

    /// The first value of a name as it was sent; nil where it is missing.
    func raw(_ name: String) -> String? { fields.first { $0.name == name }?.value }

    /// Every value of a name, in order, as they were sent.
    func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    /// A whole number; nil where it is missing or none.
    func number(_ name: String) -> Int? { self[name].flatMap { Int($0) } }

    private static func decode(_ bytes: some Sequence<UInt8>) -> String {
        var decoded: [UInt8] = []
        var iterator = bytes.makeIterator()
        var next = iterator.next()
        while let byte = next {
            next = iterator.next()
            if byte == 43 { decoded.append(32); continue }
            guard byte == 37, let first = next, let high = digit(first) else { decoded.append(byte); continue }
            guard let second = iterator.next() else { decoded += [37, first]; next = nil; continue }
            if let low = digit(second) { decoded.append(high << 4 | low) } else { decoded += [37, first, second] }
            next = iterator.next()
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 65...70: byte - 55
        case 97...102: byte - 87
        default: nil
        }
    }
}

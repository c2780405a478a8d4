/// One answer of a mail server (RFC 5321, section 4.2): a code and its lines.
struct SMTPReply: Hashable, Sendable {
    let code: Int
    let lines: [String]

    /// The lines as one, fit for a message to people: control characters shown as “?”, at most 300 characters.
    var text: String {
        let line = lines.joined(separator: " ")
        return String(
            String.UnicodeScalarView(line.unicodeScalars.prefix(300).map { $0.properties.generalCategory == .control ? "?" : $0 }))
    }
}

/// Puts answers together from the bytes as they come. A server that sends endless lines, or endless many, is given up on.
struct SMTPReplyReader: Sendable {
    /// Twice what RFC 5321 allows.
    static let longestLine = 1_024
    /// More lines than any server's list of abilities.
    static let mostLines = 100

    /// Why the bytes are no answer.
    struct Malformed: Error, Hashable { let reason: String }

    private var line: [UInt8] = []
    private var code: Int?
    private var lines: [String] = []

    /// Whether nothing lies half read.
    var isEmpty: Bool { line.isEmpty && lines.isEmpty }

    /// Takes one byte; gives the answer when this byte ends it.
    mutating func take(_ byte: UInt8) throws(Malformed) -> SMTPReply? {
        guard byte == UInt8(ascii: "\n") else {
            guard line.count < Self.longestLine else { throw Malformed(reason: "the server sent a line of more than 1,024 bytes") }
            line.append(byte)
            return nil
        }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        defer { line = [] }
        let digits = line.prefix(3)
        guard digits.count == 3, digits.allSatisfy({ (0x30...0x39).contains($0) }), (0x32...0x35).contains(line[0]) else {
            throw Malformed(reason: "the server does not speak SMTP")
        }
        let number = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        let mark = line.count > 3 ? line[3] : UInt8(ascii: " ")
        guard code == nil || code == number, mark == UInt8(ascii: " ") || mark == UInt8(ascii: "-") else {
            throw Malformed(reason: "the server's answer contradicts itself")
        }
        guard lines.count < Self.mostLines else { throw Malformed(reason: "the server's answer has more than 100 lines") }
        lines.append(String(decoding: line.dropFirst(4), as: UTF8.self))
        code = number
        guard mark == UInt8(ascii: " ") else { return nil }
        defer { (code, lines) = (nil, []) }
        return SMTPReply(code: number, lines: lines)
    }
}

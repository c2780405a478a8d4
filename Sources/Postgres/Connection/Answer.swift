internal import CLibPQ

/// What the server said to one command; freed with the last reference.
final class Answer {
    let raw: OpaquePointer

    init(_ raw: OpaquePointer) {
        self.raw = raw
    }

    deinit { PQclear(raw) }

    var status: ExecStatusType { PQresultStatus(raw) }

    /// How many rows the command touched.
    var changes: Int { PQcmdTuples(raw).flatMap { Int(String(cString: $0)) } ?? 0 }

    /// What was done, such as `COMMIT` or `ROLLBACK`.
    var tag: String { PQcmdStatus(raw).map { String(cString: $0) } ?? "" }

    func rows() throws(PostgresError) -> [PostgresRow] {
        let columns = Columns(self)
        var rows: [PostgresRow] = []
        rows.reserveCapacity(Int(PQntuples(raw)))
        for number in 0..<PQntuples(raw) { rows.append(try columns.row(number, of: self)) }
        return rows
    }

    /// A field of an error, by the letters of the protocol.
    private func field(_ letter: UnicodeScalar) -> String? {
        PQresultErrorField(raw, Int32(letter.value)).map { String(cString: $0) }
    }

    /// The code of an error; nil where libpq itself, and not the server, has something to say.
    var code: String? { field("C") }

    /// The error, without the server's detail and context: these hold values.
    var error: PostgresError {
        guard let code else { return .brokenOff(.unknown) }
        var message = field("M") ?? "no reason given"
        // Of bad input (class 22) the message itself says what it was.
        if code.hasPrefix("22") { message = Self.withoutQuoted(message) }
        return .statement(code: code, message: message, constraint: field("n"))
    }

    /// Whether the server ended the connection with this.
    var endsConnection: Bool {
        guard let code else { return true }
        return code.hasPrefix("08") || ["57P01", "57P02", "57P03", "57P05", "25P03"].contains(code)
    }

    /// A text with `…` for what stands between quotes.
    static func withoutQuoted(_ text: String) -> String {
        var result = ""
        var isQuoted = false
        for character in text {
            if character == "\"" {
                result += isQuoted ? "…\"" : "\""
                isQuoted.toggle()
            } else if !isQuoted {
                result.append(character)
            }
        }
        return isQuoted ? result + "…" : result
    }
}

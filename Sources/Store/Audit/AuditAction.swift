/// What was done: `meeting.open`, `search.words`, `sign-in`.
///
/// Made from a literal of the source text, or from a list that is closed when the program is built, so that nothing a person typed can get into the log with it.
public struct AuditAction: Hashable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
    /// 1 to 64 of a–z, 0–9, point and hyphen.
    public let description: String

    /// Any other character becomes a hyphen, and what is longer than 64 is cut.
    public init(stringLiteral literal: StaticString) {
        self.init(literal.description.utf8)
    }

    /// One of a closed list of names.
    public init<List: RawRepresentable & CaseIterable>(_ name: List) where List.RawValue == String {
        self.init(name.rawValue.utf8)
    }

    private init(_ text: some Collection<UInt8>) {
        let bytes = text.prefix(64).map { Self.isAllowed($0) ? $0 : UInt8(ascii: "-") }
        description = bytes.isEmpty ? "-" : String(decoding: bytes, as: UTF8.self)
    }

    /// Reads what the log holds; nil for what cannot be an action.
    init?(stored text: String) {
        guard (1...64).contains(text.utf8.count), text.utf8.allSatisfy(Self.isAllowed) else { return nil }
        description = text
    }

    static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"): true
        default: false
        }
    }
}

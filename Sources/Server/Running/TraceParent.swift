/// The trace that a request belongs to († W3C Trace Context, section 3.2).
struct TraceParent: Hashable, Sendable {
    /// 32 hexadecimal digits.
    var traceID: String
    /// 16 hexadecimal digits: the step of the caller.
    var parentID: String
    var isSampled: Bool

    /// Reads the header; nil where it is not well-formed, which is then as if there were none.
    init?(_ header: String) {
        guard header.utf8.count <= 512 else { return nil }
        let parts = header.split(separator: "-", omittingEmptySubsequences: false)
        // A later version may add parts; ff is no version.
        guard parts.count >= 4, Self.isHex(parts[0], 2), parts[0] != "ff", parts[0] != "00" || parts.count == 4,
              Self.isHex(parts[1], 32), Self.isHex(parts[2], 16), Self.isHex(parts[3], 2),
              parts[1].contains(where: { $0 != "0" }), parts[2].contains(where: { $0 != "0" }),
              let flags = UInt8(parts[3], radix: 16)
        else { return nil }
        traceID = String(parts[1])
        parentID = String(parts[2])
        isSampled = flags & 1 == 1
    }

    private static func isHex(_ text: Substring, _ length: Int) -> Bool {
        text.utf8.count == length && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }
}

/// How the bytes of a file were turned into text.
public enum TextEncodingName: String, Hashable, Sendable, Codable, CaseIterable {
    /// UTF-8 without a byte order mark.
    case utf8 = "utf-8"
    /// UTF-8 with a byte order mark.
    case utf8BOM = "utf-8-bom"
    /// UTF-16, low byte first, with or without a byte order mark.
    case utf16LE = "utf-16le"
    /// UTF-16, high byte first, with or without a byte order mark.
    case utf16BE = "utf-16be"
    /// Windows-1252: what is left when a file is neither of the others.
    case windows1252 = "windows-1252"

    /// The name to show.
    public var name: String {
        switch self {
        case .utf8: "UTF-8"
        case .utf8BOM: "UTF-8 with byte order mark"
        case .utf16LE: "UTF-16 (little-endian)"
        case .utf16BE: "UTF-16 (big-endian)"
        case .windows1252: "Windows-1252"
        }
    }
}

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Where from: an IP address, or a place of the machine itself.
public struct AuditOrigin: Hashable, Sendable, CustomStringConvertible {
    /// The address in its shortest usual form (RFC 5952), or `terminal`, `program`, `unknown`.
    public let description: String

    /// A command at the machine's terminal.
    public static let terminal = AuditOrigin(known: "terminal")
    /// The program on its own: a job, retention.
    public static let program = AuditOrigin(known: "program")
    /// A connection that has no address, such as one through a socket file.
    public static let unknown = AuditOrigin(known: "unknown")

    private init(known text: String) { description = text }

    /// Reads an IPv4 or IPv6 address; nil for anything else. `::ffff:192.0.2.1` is the IPv4 address it stands for; a zone (`%eth0`) is left off.
    public init?(address text: String) {
        guard text.utf8.count <= 128 else { return nil }
        let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, !first.utf8.contains(0) else { return nil }
        var bytes = [UInt8](repeating: 0, count: 16)
        let family: Int32
        if parts.count == 1, inet_pton(AF_INET, String(first), &bytes) == 1 {
            family = AF_INET
        } else if inet_pton(AF_INET6, String(first), &bytes) == 1 {
            if bytes.prefix(12) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF] {
                family = AF_INET
                bytes.removeFirst(12)
            } else {
                family = AF_INET6
            }
        } else {
            return nil
        }
        var shown = [CChar](repeating: 0, count: 64)
        guard inet_ntop(family, &bytes, &shown, 64) != nil else { return nil }
        description = String(decoding: shown.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Reads what the log holds.
    init?(stored text: String) {
        switch text {
        case "terminal": self = .terminal
        case "program": self = .program
        case "unknown": self = .unknown
        default: self.init(address: text)
        }
    }
}

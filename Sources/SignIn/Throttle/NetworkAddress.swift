import Foundation

/// An address of the Internet, read strictly.
public struct NetworkAddress: Hashable, Sendable, CustomStringConvertible {
    /// 4 bytes (IPv4) or 16 (IPv6). An IPv4 address inside IPv6 (`::ffff:…`) counts as IPv4.
    public let bytes: [UInt8]

    /// Reads `192.0.2.7` or `2001:db8::1`; nil for anything else: ports, brackets, zones, spaces, leading zeros, names.
    public init?(_ text: String) {
        // 45 is the longest IPv6 text; with a zero byte inside, C would read only the part before it.
        guard (2...45).contains(text.utf8.count), !text.utf8.contains(0) else { return nil }
        var four = in_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            bytes = withUnsafeBytes(of: four) { Array($0) }
            return
        }
        var six = in6_addr()
        guard inet_pton(AF_INET6, text, &six) == 1 else { return nil }
        let read = withUnsafeBytes(of: six) { Array($0) }
        let mapped: [UInt8] = Array(repeating: 0, count: 10) + [0xFF, 0xFF]
        bytes = read.starts(with: mapped) ? Array(read[12...]) : read
    }

    /// Whether it is of this machine only: 127.0.0.0/8 or ::1.
    public var isLoopback: Bool {
        bytes.count == 4 ? bytes[0] == 127 : bytes.dropLast().allSatisfy { $0 == 0 } && bytes.last == 1
    }

    /// What belongs to one subscriber: the address itself, or the first 64 bits of an IPv6 address, for whoever has one of
    /// these has 2⁶⁴.
    public var subscriber: [UInt8] { bytes.count == 4 ? bytes : Array(bytes.prefix(8)) }

    /// As text: dotted for IPv4, eight groups for IPv6.
    public var description: String {
        if bytes.count == 4 { return bytes.map(String.init).joined(separator: ".") }
        return stride(from: 0, to: 16, by: 2).map { String(Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]), radix: 16) }.joined(separator: ":")
    }
}

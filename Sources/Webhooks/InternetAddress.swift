import Foundation

/// An address of the Internet, as 4 or 16 bytes. What stands for an IPv4 address inside IPv6 is that IPv4 address.
public struct InternetAddress: Hashable, Sendable, CustomStringConvertible {
    public let bytes: [UInt8]

    /// Reads `192.0.2.7` or `2001:db8::1`; nil for anything else: names, ports, brackets, zones, short forms such as `127.1`.
    public init?(_ text: String) {
        guard (2...45).contains(text.utf8.count), !text.utf8.contains(0) else { return nil }
        var four = in_addr(), six = in6_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            self.init(bytes: withUnsafeBytes(of: four) { Array($0) })
        } else if inet_pton(AF_INET6, text, &six) == 1 {
            self.init(bytes: withUnsafeBytes(of: six) { Array($0) })
        } else {
            return nil
        }
    }

    /// Takes 4 or 16 bytes in network order; nil for another number.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    /// The IPv4 address that stands inside an IPv6 one, by which it would be reached: mapped (`::ffff:a.b.c.d`), compatible
    /// (`::a.b.c.d`), NAT64 (64:ff9b::/96), 6to4 (2002::/16). Nil where there is none.
    public var inner: InternetAddress? {
        guard bytes.count == 16 else { return nil }
        let zeros = bytes.prefix(10).allSatisfy { $0 == 0 }
        if zeros, bytes[10] == 0xFF, bytes[11] == 0xFF { return InternetAddress(bytes: Array(bytes[12...])) }
        if zeros, bytes[10] == 0, bytes[11] == 0, bytes[12...].contains(where: { $0 > 1 }) { return InternetAddress(bytes: Array(bytes[12...])) }
        if bytes.starts(with: [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]) { return InternetAddress(bytes: Array(bytes[12...])) }
        if bytes.starts(with: [0x20, 0x02]) { return InternetAddress(bytes: Array(bytes[2..<6])) }
        return nil
    }

    public var description: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let length = socklen_t(text.count)
        let isRead = bytes.withUnsafeBytes { inet_ntop(bytes.count == 4 ? AF_INET : AF_INET6, $0.baseAddress, &text, length) != nil }
        guard isRead else { return "?" }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// A range of addresses: `10.0.0.0/8`, `fd00::/8`, or one address.
public struct AddressRange: Hashable, Sendable, CustomStringConvertible {
    let address: InternetAddress
    let bits: Int

    /// Reads `address` or `address/bits`; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = InternetAddress(String(first)) else { return nil }
        let whole = address.bytes.count * 8
        var bits = whole
        if parts.count == 2 {
            guard parts[1].utf8.count <= 3, parts[1].utf8.allSatisfy({ (48...57).contains($0) }), let given = Int(parts[1]), given <= whole else { return nil }
            bits = given
        }
        self.address = address
        self.bits = bits
    }

    /// Whether an address is in it. Addresses of another length are not.
    public func contains(_ other: InternetAddress) -> Bool {
        guard other.bytes.count == address.bytes.count else { return false }
        let whole = bits / 8, rest = bits % 8
        guard other.bytes.prefix(whole) == address.bytes.prefix(whole) else { return false }
        return rest == 0 || (other.bytes[whole] ^ address.bytes[whole]) >> (8 - rest) == 0
    }

    public var description: String { "\(address)/\(bits)" }
}

import Foundation

/// Which addresses may be called. Nothing of this machine, of an inner network or of a special purpose, unless it was allowed.
public struct AddressGuard: Hashable, Sendable {
    /// Ranges that may be called besides, also without encryption: `COVALENCE_WEBHOOK_ALLOW`.
    public let allowed: [AddressRange]

    /// Nothing but public addresses.
    public init() { allowed = [] }

    /// Public addresses and these ranges.
    public init(allowed: [AddressRange]) { self.allowed = allowed }

    /// Reads `10.20.0.0/16, fd12::/16`.
    ///
    /// - Throws: `AddressProblem` naming the part that is no range.
    public init(allowing text: String) throws(AddressProblem) {
        var ranges: [AddressRange] = []
        for part in text.split(whereSeparator: { $0 == "," || $0.isWhitespace }) {
            guard let range = AddressRange(String(part)) else { throw .noRange(String(part.prefix(60))) }
            ranges.append(range)
        }
        allowed = ranges
    }

    /// Whether somebody allowed this very address.
    public func isAllowed(_ address: InternetAddress) -> Bool {
        let inner = address.inner
        return allowed.contains { range in range.contains(address) || inner.map(range.contains) ?? false }
    }

    /// Why an address may not be called; nil where it may.
    public func objection(to address: InternetAddress) -> String? {
        if isAllowed(address) { return nil }
        for place in [address, address.inner].compactMap(\.self) {
            if let special = Self.special.first(where: { $0.range.contains(place) }) { return special.what }
        }
        // Of IPv6, only what is given out to the world: 2000::/3.
        if address.bytes.count == 16, address.inner == nil, address.bytes[0] >> 5 != 1 { return "an address that is not public" }
        return nil
    }

    /// † IANA's registries of special-purpose addresses for IPv4 (RFC 6890) and IPv6, and multicast.
    private static let special: [(range: AddressRange, what: String)] = [
        ("0.0.0.0/8", "an address of this machine"), ("10.0.0.0/8", "a private address"), ("100.64.0.0/10", "an address inside a provider’s network"),
        ("127.0.0.0/8", "an address of this machine"), ("169.254.0.0/16", "an address of the local network segment"),
        ("172.16.0.0/12", "a private address"), ("192.0.0.0/24", "an address with a special purpose"), ("192.0.2.0/24", "an address for examples"),
        ("192.88.99.0/24", "an address with a special purpose"), ("192.168.0.0/16", "a private address"),
        ("198.18.0.0/15", "an address for measurements"), ("198.51.100.0/24", "an address for examples"), ("203.0.113.0/24", "an address for examples"),
        ("224.0.0.0/4", "an address of a group"), ("240.0.0.0/4", "an address with a special purpose"),
        ("::/128", "an address of this machine"), ("::1/128", "an address of this machine"), ("64:ff9b:1::/48", "a private address"),
        ("100::/64", "an address with a special purpose"), ("2001::/23", "an address with a special purpose"), ("2001:db8::/32", "an address for examples"),
        ("3fff::/20", "an address for examples"), ("5f00::/16", "an address with a special purpose"), ("fc00::/7", "a private address"),
        ("fe80::/10", "an address of the local network segment"), ("fec0::/10", "a private address"), ("ff00::/8", "an address of a group"),
    ].compactMap { text, what in AddressRange(text).map { ($0, what) } }
}

/// What is wrong with an address, in a sentence.
public enum AddressProblem: Error, Hashable, Sendable, CustomStringConvertible {
    case noRange(String)
    case noAddress
    case notEncrypted
    case forbidden(String)
    case unknownName

    public var description: String {
        switch self {
        case .noRange(let text): "“\(text)” is no range of addresses. Write ranges like 10.20.0.0/16 or fd12::/16, with commas between."
        case .noAddress: "This is no address that can be called. Write one like https://hooks.example.org/covalence: no user name, no “#”, at most 2,000 characters."
        case .notEncrypted: "The address must begin with https://. Without encryption only addresses are called that the operator allowed (COVALENCE_WEBHOOK_ALLOW)."
        case .forbidden(let what): "The name leads to \(what), which is not called. The operator can allow ranges of addresses with COVALENCE_WEBHOOK_ALLOW."
        case .unknownName: "The name of the server is not known to the name service. Check the address."
        }
    }
}

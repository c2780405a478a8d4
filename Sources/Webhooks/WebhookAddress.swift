import Foundation

/// Where deliveries go: an absolute address of http or https, read strictly.
public struct WebhookAddress: Hashable, Sendable {
    /// As it is called.
    public let text: String
    public let isEncrypted: Bool
    /// The name or address of the server, without brackets.
    public let host: String

    /// The most bytes of an address.
    public static let longest = 2_000

    /// Reads an address.
    ///
    /// - Throws: `AddressProblem.noAddress`.
    public init(_ text: String) throws(AddressProblem) {
        guard text.utf8.count <= Self.longest, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x5C }),
              let parts = URLComponents(string: text), let url = parts.url, let scheme = parts.scheme?.lowercased(), scheme == "https" || scheme == "http",
              parts.user == nil, parts.password == nil, parts.fragment == nil, let host = parts.host, !host.isEmpty,
              parts.port.map({ (1...65_535).contains($0) }) ?? true
        else { throw .noAddress }
        let bare = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        // A zone (`fe80::1%eth0`) or an escaped character would be read differently by whoever connects.
        let authority = text.dropFirst(scheme.count + 3).prefix { !"/?#".contains($0) }
        guard !authority.contains("%"), bare.utf8.count <= 253 else { throw .noAddress }
        if bare.contains(":") {
            guard InternetAddress(bare) != nil else { throw .noAddress }
        } else {
            guard bare.utf8.allSatisfy({ byte in
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 45 || byte == 46 || byte == 95
            }) else { throw .noAddress }
        }
        // Whoever connects reads the address once more, and has to find the same server in it.
        guard let again = URL(string: url.absoluteString)?.host, again == bare || again == "[\(bare)]" else { throw .noAddress }
        self.text = url.absoluteString
        isEncrypted = scheme == "https"
        self.host = bare
    }
}

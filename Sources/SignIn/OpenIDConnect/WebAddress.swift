import Foundation

/// An address we may ask: https, or http on this machine's own loopback where the provider itself is there.
struct WebAddress: Equatable, Sendable {
    let url: URL
    let text: String

    /// Nothing unless it is absolute, has a host and no user name, and is https, or http on loopback where allowed.
    init?(_ text: String, loopback: Bool) {
        guard text.utf8.count <= 2048, let url = URL(string: text), let scheme = url.scheme?.lowercased(),
            let host = url.host(percentEncoded: false), !host.isEmpty, url.user == nil, url.password == nil, url.fragment == nil
        else { return nil }
        switch scheme {
        case "https": break
        case "http" where loopback && Self.isLoopback(host): break
        default: return nil
        }
        self.url = url
        self.text = text
    }

    var isPlain: Bool { url.scheme?.lowercased() == "http" }

    /// Scheme, host and port, by which two addresses are of one server.
    var origin: String {
        let scheme = url.scheme?.lowercased() ?? ""
        return "\(scheme)://\(url.host()?.lowercased() ?? ""):\(url.port ?? (scheme == "https" ? 443 : 80))"
    }

    /// Names and numbers that always mean this machine.
    static func isLoopback(_ host: String) -> Bool {
        if ["localhost", "::1", "[::1]"].contains(host.lowercased()) { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}

/// The encoding of forms (application/x-www-form-urlencoded), with only RFC 3986's unreserved characters left as they are.
enum FormEncoding {
    static func encode(_ pairs: [(String, String)]) -> String {
        pairs.map { escape($0.0) + "=" + escape($0.1) }.joined(separator: "&")
    }

    static func escape(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let hex = String(byte, radix: 16, uppercase: true)
                result += "%" + (hex.count == 1 ? "0" + hex : hex)
            }
        }
        return result
    }
}

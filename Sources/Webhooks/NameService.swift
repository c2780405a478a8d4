import Foundation
import NIOPosix

/// Asks the name service for the addresses of a server. Tests give other answers.
public struct NameService: Sendable {
    /// All addresses of a name; throws `AddressProblem.unknownName` where there are none.
    public let addresses: @Sendable (_ host: String) async throws -> [InternetAddress]

    /// A service that answers as this does.
    public init(_ addresses: @escaping @Sendable (_ host: String) async throws -> [InternetAddress]) {
        self.addresses = addresses
    }

    /// The system's: files, then DNS.
    public static let system = NameService { host in
        // It blocks, for as long as the system's settings for DNS say.
        try await NIOThreadPool.singleton.runIfActive { try look(up: host) }
    }

    private static func look(up host: String) throws -> [InternetAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_family = AF_UNSPEC
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &list) == 0, let first = list else { throw AddressProblem.unknownName }
        defer { freeaddrinfo(first) }
        var found: [InternetAddress] = []
        var next: UnsafeMutablePointer<addrinfo>? = first
        while let entry = next {
            next = entry.pointee.ai_next
            guard let place = entry.pointee.ai_addr else { continue }
            let address: InternetAddress? = switch Int32(place.pointee.sa_family) {
            case AF_INET:
                place.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { place in
                    InternetAddress(bytes: withUnsafeBytes(of: place.pointee.sin_addr) { Array($0) })
                }
            case AF_INET6:
                place.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { place in
                    InternetAddress(bytes: withUnsafeBytes(of: place.pointee.sin6_addr) { Array($0) })
                }
            default: nil
            }
            if let address, !found.contains(address) { found.append(address) }
        }
        guard !found.isEmpty else { throw AddressProblem.unknownName }
        return found
    }
}

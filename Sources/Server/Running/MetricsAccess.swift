import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import SignIn

/// Who may read `/metrics`: whoever knows the token, or, where there is none, programs on this machine.
struct MetricsAccess: Sendable {
    /// Nil where none is set.
    var token: String?

    func allows(_ request: Request, _ context: ServerContext) -> Bool {
        guard let token, !token.isEmpty else {
            // A page that was rebound to our address comes by another name, a proxy's request is somebody else's.
            return context.came.isLocalName && !context.came.isForwarded && (context.peer.flatMap { NetworkAddress($0) }?.isLoopback ?? false)
        }
        guard let given = request.headers[.authorization], given.utf8.count <= 5000, given.lowercased().hasPrefix("bearer ") else { return false }
        // Hashes take the same time to compare wherever they differ.
        return SHA256.hash(data: Data(given.dropFirst(7).utf8)) == SHA256.hash(data: Data(token.utf8))
    }
}

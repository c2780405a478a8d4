public import Covalence
public import Foundation
public import Store

/// Requests that are carried out once, however often they are sent. These are no use cases: what is asked for goes through its own.
extension Workbench {
    /// How long a key is kept, in milliseconds.
    static let keyLife: Int64 = 24 * 3_600_000

    /// Notes the key of a request before it is carried out.
    ///
    /// - Returns: nil where the caller is to go on; what is noted under the key otherwise.
    public func reserve(_ key: String, of token: Identifier<APIToken>, request: Data) async throws -> KeptAnswer? {
        let time = machineTime()
        return try await store.reserve(key, of: token, request: request, at: time, forgettingBefore: time.advanced(by: -Self.keyLife))
    }

    /// Notes how a request was answered; without words.
    public func finish(_ key: String, of token: Identifier<APIToken>, status: Int, location: String?, answer: String?) async throws {
        try await store.finish(key, of: token, status: status, location: location, answer: answer)
    }

    /// Forgets the key of a request that changed nothing.
    public func release(_ key: String, of token: Identifier<APIToken>) async throws { try await store.release(key, of: token) }
}

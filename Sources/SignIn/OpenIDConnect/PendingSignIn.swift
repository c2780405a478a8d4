public import Foundation

/// A sign-in that waits for the browser to come back. Keep it on the server, bound to the browser by a cookie, and take
/// it out before calling `finish`, so that it is used once. Its text never shows what is in it.
public struct PendingSignIn: Codable, Equatable, Sendable {
    /// The provider it was started with, so that no other can answer for it.
    public let issuer: String
    public let state: String
    let nonce: String
    let verifier: String
    /// Where the provider sends the browser back to.
    public let redirect: String
    /// When it was started, and it ends ten minutes later.
    public let madeAt: Date
    /// The most seconds since the person proved themselves at the provider, if asked for.
    public let maxAge: Int?

    /// Ten minutes, in seconds.
    public static let lifetime: TimeInterval = 600

    /// Whether it can still be finished; a clock that went backwards by more than a minute ends it too.
    public func isOpen(at now: Date) -> Bool {
        let age = now.timeIntervalSince(madeAt)
        return age <= Self.lifetime && age >= -60
    }
}

extension PendingSignIn: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "PendingSignIn(hidden)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}

/// A started sign-in: where to send the browser, and what to keep meanwhile.
public struct StartedSignIn: Sendable {
    /// The provider's page, with all that it needs to know.
    public let address: String
    public let pending: PendingSignIn
}

public import ServiceLifecycle

/// Work that goes on beside the requests and stops with the server: it is cancelled once the last request has ended, and gets the rest of the limit to put
/// things in order.
public struct BackgroundService: Service, CustomStringConvertible {
    public let description: String
    private let work: @Sendable () async -> Void

    /// - Parameters:
    ///   - name: for the log.
    ///   - work: runs until it is cancelled.
    public init(_ name: String, _ work: @escaping @Sendable () async -> Void) {
        description = name
        self.work = work
    }

    public func run() async throws {
        await cancelWhenGracefulShutdown { await work() }
        // Ending early is no reason to stop the server.
        try? await gracefulShutdown()
    }
}

import Foundation
import Logging
import ServiceLifecycle
import UnixSignals

/// Runs services until a signal says to stop.
///
/// The first signal: not ready from now on; after the notice no more connections; requests that run may end within the limit and are broken off then,
/// after which what they had not acknowledged is as if it had never been asked for. The second signal ends the process at once: what was acknowledged is
/// on the disk, all else would not be finished anyway.
struct GracefulStop: Sendable {
    let plan: StopPlan
    let phase: ServerPhase
    let logger: Logger

    func run(_ services: [any Service]) async throws {
        var configuration = ServiceGroupConfiguration(services: services, logger: logger)
        configuration.maximumGracefulShutdownDuration = plan.limit
        let group = ServiceGroup(configuration: configuration)
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                do {
                    try await group.run()
                } catch {
                    // What is broken off at the limit may say so; that is how it was meant.
                    guard phase.isDraining else { throw error }
                    logger.warning("What still ran at the end of the limit was broken off.")
                }
            }
            tasks.addTask {
                var count = 0
                for await signal in signals {
                    count += 1
                    if count > 1 { Self.end(signal) }
                    phase.beginDraining()
                    logger.notice("stopping", metadata: ["signal": "\(signal)", "limit": "\(plan.limit)"])
                    Task {
                        try? await Task.sleep(for: plan.notice)
                        await group.triggerGracefulShutdown()
                    }
                }
            }
            // The services end, or fail to start; nobody needs to listen for signals any more.
            try await tasks.next()
            tasks.cancelAll()
        }
    }

    /// 128 and the signal's number, as shells count.
    private static func end(_ signal: UnixSignal) -> Never {
        _exit(128 + (signal == .sigint ? SIGINT : SIGTERM))
    }
}

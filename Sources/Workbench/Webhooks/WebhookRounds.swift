import Covalence
public import Logging
import Store

/// Delivers what is due, for every workspace: each event once, at least, in the order of events so far as all goes well. A delivery that
/// failed is tried again later, and those behind it pass. Any number of machines may do this: whoever takes a delivery has it for a minute.
public struct WebhookRounds: Sendable {
    private let benches: Workbenches
    /// The most deliveries of one webhook in one round ‡, so that none keeps the others waiting.
    private static let mostAtOnce = 100

    /// Rounds over the workspaces of a store.
    public init(_ benches: Workbenches) {
        self.benches = benches
    }

    /// Goes round until the task is cancelled, a second after the end of the last round.
    public func run(logger: Logger) async {
        while !Task.isCancelled {
            do {
                for workspace in try await benches.workspaces() {
                    try await Self.goRound(try await benches.bench(of: workspace.id))
                }
            } catch {
                logger.error("webhooks could not be delivered", metadata: ["error": "\(type(of: error))"])
            }
            do { try await Task.sleep(for: .seconds(1)) } catch { return }
        }
    }

    /// One round of a workspace.
    ///
    /// - Returns: how many attempts were made.
    @discardableResult
    static func goRound(_ bench: Workbench) async throws -> Int {
        let webhooks = try await bench.store.webhooks().filter { $0.state != .paused }
        guard !webhooks.isEmpty else { return 0 }
        return try await withThrowingTaskGroup(of: Int.self) { group in
            for webhook in webhooks { group.addTask { try await serve(webhook.id, bench) } }
            return try await group.reduce(0, +)
        }
    }

    private static func serve(_ id: Identifier<Webhook>, _ bench: Workbench) async throws -> Int {
        while try await bench.store.prepareDeliveries(for: id, at: bench.machineTime()) {}
        var attempts = 0
        while attempts < mostAtOnce, !Task.isCancelled {
            // It may have been removed meanwhile.
            guard let webhook = try await bench.store.webhooks().first(where: { $0.id == id }) else { return attempts }
            let now = bench.machineTime()
            guard webhook.state != .paused, webhook.heldUntil.map({ $0 <= now }) ?? true else { return attempts }
            guard let delivery = try await bench.store.takeDelivery(of: id, at: now, until: now.advanced(by: WebhookDesk.lease)) else { return attempts }
            _ = try await bench.deliver(delivery)
            attempts += 1
        }
        return attempts
    }
}

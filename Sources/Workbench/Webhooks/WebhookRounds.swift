import Covalence
public import Logging
import Store

/// Delivers what is due, for every workspace: each event once, at least, in the order of events so far as all goes well. A delivery that
/// failed is tried again later, and those behind it pass. Any number of machines may do this: whoever takes a delivery has it for a minute.
public struct WebhookRounds: Sendable {
    private let benches: Workbenches
    /// The most deliveries of one webhook in one round ‡, so that none keeps the others waiting.
    private static let mostAtOnce = 100
    /// After so long no other delivery of a webhook is begun in a round ‡: others wait for the place.
    private static let longestRound = Duration.seconds(20)
    /// The most webhooks that are served at the same time ‡, and of those the most of one workspace ‡: receivers that do not answer keep
    /// only so many places.
    private static let most = 64, mostOfOne = 16

    /// A workspace that is looked at for what is due, or one of its webhooks.
    private struct Place: Hashable {
        var workspace: Identifier<Workspace>
        var webhook: Identifier<Webhook>?
    }

    /// Rounds over the workspaces of a store.
    public init(_ benches: Workbenches) {
        self.benches = benches
    }

    /// Goes round until the task is cancelled. Each workspace is looked at once a second, and its webhooks are served when it is their turn; one that
    /// fails or whose receiver takes long holds up no other.
    public func run(logger: Logger) async {
        let watch = StoreWatch("webhooks", logger: logger)
        await Rounds<Place, Identifier<Workspace>>(
            most: Self.most, mostOfOne: Self.mostOfOne, owner: { $0.webhook == nil ? nil : $0.workspace }, pause: .seconds(1),
            places: {
                let workspaces = try await benches.workspaces()
                watch.answered()
                return workspaces.map { Place(workspace: $0.id) }
            },
            serve: { place in
                let bench = try await benches.bench(of: place.workspace)
                guard let webhook = place.webhook else {
                    return try await bench.store.webhooks().filter { $0.state != .paused }.map { Place(workspace: place.workspace, webhook: $0.id) }
                }
                _ = try await Self.serve(webhook, bench)
                return []
            },
            fail: { error, place in
                watch.failed(error, "webhooks could not be delivered", metadata: ["workspace": "\(place?.workspace.description ?? "all")"])
            }
        ).run()
    }

    /// One round of a workspace: all its webhooks at once. An error of one is thrown when all have had their turn.
    ///
    /// - Returns: how many attempts were made.
    @discardableResult
    static func goRound(_ bench: Workbench) async throws -> Int {
        let webhooks = try await bench.store.webhooks().filter { $0.state != .paused }
        guard !webhooks.isEmpty else { return 0 }
        let outcomes = await withTaskGroup(of: Result<Int, any Error>.self) { group in
            for webhook in webhooks {
                group.addTask {
                    do { return .success(try await serve(webhook.id, bench)) } catch { return .failure(error) }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        return try outcomes.reduce(0) { try $0 + $1.get() }
    }

    private static func serve(_ id: Identifier<Webhook>, _ bench: Workbench) async throws -> Int {
        while try await bench.store.prepareDeliveries(for: id, at: bench.machineTime()) {}
        var attempts = 0
        let start = ContinuousClock.now
        while attempts < mostAtOnce, ContinuousClock.now - start < longestRound, !Task.isCancelled {
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

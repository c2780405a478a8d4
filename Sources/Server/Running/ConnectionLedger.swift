import CoreMetrics
import NIOCore
import SignIn
import Synchronization

/// The open connections, and which of them wait without having asked for anything. Where there are too many, those go first, the one
/// that waits longest before the others: whoever asks is served.
final class ConnectionLedger: Sendable {
    private struct Entry {
        var channel: any Channel
        /// Who it belongs to; nil for proxies, which are not counted.
        var subscriber: [UInt8]?
        /// Since when no request is under way; nil while one is.
        var waitingSince: NIODeadline?
    }

    private struct State {
        var entries: [ObjectIdentifier: Entry] = [:]
        var perSubscriber: [[UInt8]: Int] = [:]
    }

    private let patience: Patience
    private let state = Mutex(State())

    init(_ patience: Patience) { self.patience = patience }

    /// How many are open.
    var count: Int { state.withLock { $0.entries.count } }

    /// Takes a new connection in, at the cost of one that waits where there must be one less.
    ///
    /// - Returns: whether it may stay.
    func enter(_ channel: any Channel, from peer: String?) -> Bool {
        let address = peer.flatMap { NetworkAddress($0) }
        let subscriber = address.flatMap { patience.exempt.contains($0) ? nil : $0.subscriber }
        let (mayStay, goes): (Bool, [any Channel]) = state.withLock { state in
            var goes: [any Channel] = []
            if let subscriber, state.perSubscriber[subscriber, default: 0] >= patience.connectionsPerAddress {
                guard let other = Self.longestWaiting(&state, of: subscriber) else { return (false, []) }
                goes.append(other)
            }
            if state.entries.count >= patience.connections {
                guard let other = Self.longestWaiting(&state, of: nil) else { return (false, goes) }
                goes.append(other)
            }
            state.entries[ObjectIdentifier(channel)] = Entry(channel: channel, subscriber: subscriber, waitingSince: .now())
            if let subscriber { state.perSubscriber[subscriber, default: 0] += 1 }
            return (true, goes)
        }
        for other in goes { Self.close(other, for: "too many") }
        return mayStay
    }

    /// A request is under way.
    func works(_ channel: any Channel) { state.withLock { $0.entries[ObjectIdentifier(channel)]?.waitingSince = nil } }

    /// The answer was sent; the next request may come.
    func waits(_ channel: any Channel) { state.withLock { $0.entries[ObjectIdentifier(channel)]?.waitingSince = .now() } }

    /// The connection is closed.
    func leave(_ channel: any Channel) { state.withLock { Self.remove(ObjectIdentifier(channel), &$0) } }

    /// Closes a connection and counts why.
    static func close(_ channel: any Channel, for reason: String) {
        Counter(label: "covalence_connections_closed_total", dimensions: [("reason", reason)]).increment()
        channel.close(promise: nil)
    }

    /// Takes the one that waits longest out of the books, so that it is not chosen twice.
    private static func longestWaiting(_ state: inout State, of subscriber: [UInt8]?) -> (any Channel)? {
        let waiting = state.entries.lazy.compactMap { key, entry in entry.waitingSince.map { (key: key, since: $0, entry: entry) } }
        guard let found = waiting.filter({ subscriber == nil || $0.entry.subscriber == subscriber }).min(by: { $0.since < $1.since }) else { return nil }
        remove(found.key, &state)
        return found.entry.channel
    }

    private static func remove(_ key: ObjectIdentifier, _ state: inout State) {
        guard let entry = state.entries.removeValue(forKey: key), let subscriber = entry.subscriber else { return }
        let left = state.perSubscriber[subscriber, default: 0] - 1
        state.perSubscriber[subscriber] = left > 0 ? left : nil
    }
}

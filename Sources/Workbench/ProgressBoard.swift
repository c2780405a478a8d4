public import Covalence
public import Store
import Synchronization

/// Where an import says how far it is; pages look on by server-sent events.
public final class ProgressBoard: Sendable {
    /// How far the import of one uploaded file is.
    public struct Step: Hashable, Sendable {
        public var item: Identifier<IntakeItem>
        /// In plain words: “Reading”, “Looking for findings”, “Done”.
        public var label: String
        /// 0 to 1.
        public var share: Double
        /// Whether nothing more will come.
        public var isLast: Bool

        /// A step of an import.
        public init(item: Identifier<IntakeItem>, label: String, share: Double, isLast: Bool = false) {
            self.item = item
            self.label = label
            self.share = share
            self.isLast = isLast
        }
    }

    private struct Watchers {
        var streams: [Int: AsyncStream<Step>.Continuation] = [:]
        var next = 0
    }

    private let watchers = Mutex(Watchers())

    /// Every step of every import from now on. Slow readers lose the oldest steps, never the latest.
    public func steps() -> AsyncStream<Step> {
        AsyncStream(bufferingPolicy: .bufferingNewest(256)) { continuation in
            let key = watchers.withLock { watchers in
                watchers.next += 1
                watchers.streams[watchers.next] = continuation
                return watchers.next
            }
            continuation.onTermination = { [weak self] _ in
                self?.watchers.withLock { $0.streams[key] = nil }
            }
        }
    }

    func post(_ step: Step) {
        for continuation in watchers.withLock({ Array($0.streams.values) }) { continuation.yield(step) }
    }
}

/// Brings events to the pages that watch a topic: a job's progress, a meeting that changes.
///
/// A page that comes late gets the last event of its topic first. A page that does not read gets the newest events only. Topics without
/// watchers are forgotten once they have ended.
actor LiveHub {
    private struct Topic {
        var latest: LiveEvent?
        var watchers: [Int: AsyncStream<LiveEvent>.Continuation] = [:]
        var touched: Int
    }

    private var topics: [String: Topic] = [:]
    private var nextWatcher = 0
    private var clock = 0
    private let buffer: Int
    private let maximumTopics: Int
    private let maximumWatchers: Int

    /// - Parameters:
    ///   - buffer: events kept for a page that does not read.
    ///   - maximumTopics: topics remembered; the one not touched for longest and not watched goes first.
    ///   - maximumWatchers: pages on one topic; one more is told to come back later.
    init(buffer: Int = 64, maximumTopics: Int = 1024, maximumWatchers: Int = 64) {
        self.buffer = buffer
        self.maximumTopics = maximumTopics
        self.maximumWatchers = maximumWatchers
    }

    /// Tells everybody who watches the topic.
    func publish(_ event: LiveEvent, to name: String) {
        clock += 1
        var topic = topics[name] ?? Topic(touched: clock)
        topic.latest = event
        topic.touched = clock
        for continuation in topic.watchers.values {
            continuation.yield(event)
            if event.isLast { continuation.finish() }
        }
        if event.isLast { topic.watchers = [:] }
        topics[name] = topic
        forgetOldTopics()
    }

    /// A watcher's key and events; nil where too many watch already.
    func watch(_ name: String) -> (key: Int, events: AsyncStream<LiveEvent>)? {
        clock += 1
        var topic = topics[name] ?? Topic(touched: clock)
        guard topic.watchers.count < maximumWatchers else { return nil }
        let (events, continuation) = AsyncStream.makeStream(of: LiveEvent.self, bufferingPolicy: .bufferingNewest(buffer))
        nextWatcher += 1
        if let latest = topic.latest { continuation.yield(latest) }
        if topic.latest?.isLast == true { continuation.finish() } else { topic.watchers[nextWatcher] = continuation }
        topic.touched = clock
        topics[name] = topic
        forgetOldTopics()
        return (nextWatcher, events)
    }

    /// Lets a watcher go; its stream ends.
    func leave(_ name: String, key: Int) {
        guard let continuation = topics[name]?.watchers.removeValue(forKey: key) else { return }
        continuation.finish()
        if topics[name]?.watchers.isEmpty == true, topics[name]?.latest == nil { topics[name] = nil }
    }

    /// Sends every watcher's stream a sign of life, by which a closed connection is noticed.
    func beat(_ name: String, key: Int) {
        topics[name]?.watchers[key]?.yield(.heartbeat)
    }

    /// How many watch anything.
    var watching: Int { topics.values.reduce(0) { $0 + $1.watchers.count } }

    /// How many watch a topic.
    func watchers(of name: String) -> Int { topics[name]?.watchers.count ?? 0 }

    private func forgetOldTopics() {
        guard topics.count > maximumTopics else { return }
        let idle = topics.filter { $0.value.watchers.isEmpty }.min { $0.value.touched < $1.value.touched }
        if let idle { topics[idle.key] = nil }
    }
}

extension LiveEvent {
    /// Goes over the wire as a comment.
    static let heartbeat = LiveEvent(name: "", data: "")
}

import Logging
import Synchronization

/// Keeps what is logged.
struct LogLines: LogHandler {
    private final class Box: Sendable { let lines = Mutex<[String]>([]) }

    private let box = Box()
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    var lines: [String] { box.lines.withLock { $0 } }

    func log(event: LogEvent) {
        box.lines.withLock { $0.append("\(event.level) \(event.message) \(event.metadata ?? [:])") }
    }
}

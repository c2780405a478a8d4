public import Logging
import Synchronization

/// Keeps what is logged.
public struct LogLines: LogHandler {
    private final class Box: Sendable { let lines = Mutex<[String]>([]) }

    private let box = Box()
    public var metadata: Logger.Metadata = [:]
    public var logLevel: Logger.Level = .trace

    public init() {}

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// What was logged so far: level, message and metadata.
    public var lines: [String] { box.lines.withLock { $0 } }

    public func log(event: LogEvent) {
        box.lines.withLock { $0.append("\(event.level) \(event.message) \(event.metadata ?? [:])") }
    }
}

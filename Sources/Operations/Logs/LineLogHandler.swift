public import Foundation
public import Logging

/// Writes log lines as text or as JSON lines: time, level, message, and what goes with it.
public struct LineLogHandler: LogHandler {
    public var logLevel: Logger.Level
    public var metadata: Logger.Metadata = [:]
    public var metadataProvider: Logger.MetadataProvider?
    private let format: LogFormat
    private let sink: LogSink
    private let now: @Sendable () -> Date
    private static let timeFormat = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

    public init(format: LogFormat, level: Logger.Level, sink: LogSink = .standardError, now: @escaping @Sendable () -> Date = { Date() }) {
        self.format = format
        self.sink = sink
        self.now = now
        logLevel = level
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { _, new in new } }
        if let given = event.metadata { all.merge(given) { _, new in new } }
        // The type only: what an error says could quote a meeting.
        if let error = event.error { all["error"] = "\(type(of: error))" }
        let fields = all.sorted { $0.key < $1.key }.map { (Self.cut($0.key, to: 100), Self.cut($0.value.description, to: 2000)) }
        let time = now().formatted(Self.timeFormat)
        sink.write(format == .json
            ? LogLine.json([("time", time), ("level", event.level.rawValue), ("message", event.message.description)] + fields)
            : LogLine.text(time: time, level: event.level.rawValue, message: event.message.description, fields: fields))
    }

    /// At most so many characters. Counting them is slow, and few values have as many bytes.
    private static func cut(_ text: String, to limit: Int) -> String { text.utf8.count <= limit ? text : String(text.prefix(limit)) }
}

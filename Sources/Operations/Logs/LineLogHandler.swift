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
        var fields = Self.fields(metadata, metadataProvider?.get() ?? [:], event.metadata ?? [:])
        // The type only: what an error says could quote a meeting.
        if let error = event.error {
            fields.removeAll { $0.key == "error" }
            fields.append(("error", Self.cut("\(type(of: error))", to: 2000)))
        }
        fields.sort { $0.key < $1.key }
        let time = LogTime.text(now())
        let line = format == .json
            ? LogLine.json(time: time, level: event.level.rawValue, message: event.message.description, fields: fields)
            : Array(LogLine.text(time: time, level: event.level.rawValue, message: event.message.description, fields: fields).utf8)
        sink.write(line, isUrgent: event.level >= .warning)
    }

    /// All of them, those of a later group in the place of an earlier one's. A dictionary of them all would cost more than the line.
    private static func fields(_ own: Logger.Metadata, _ provided: Logger.Metadata, _ said: Logger.Metadata) -> [(key: String, value: String)] {
        var fields: [(key: String, value: String)] = []
        fields.reserveCapacity(own.count + provided.count + said.count + 1)
        for (key, value) in own where provided[key] == nil && said[key] == nil { fields.append(field(key, value)) }
        for (key, value) in provided where said[key] == nil { fields.append(field(key, value)) }
        for (key, value) in said { fields.append(field(key, value)) }
        return fields
    }

    private static func field(_ key: String, _ value: Logger.MetadataValue) -> (key: String, value: String) {
        (cut(key, to: 100), cut(value.description, to: 2000))
    }

    /// At most so many characters. Counting them is slow, and few values have as many bytes.
    private static func cut(_ text: String, to limit: Int) -> String { text.utf8.count <= limit ? text : String(text.prefix(limit)) }
}

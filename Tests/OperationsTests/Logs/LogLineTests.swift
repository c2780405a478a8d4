import Foundation
import Logging
import Testing
@testable import Operations

@Suite("Log lines")
struct LogLineTests {
    private static let hostile = [
        "plain", "two words", "", "a=b", "quote \" and \\ backslash", "line\nbreak\r\n", "tab\tbell\u{07}", "\u{1B}[31mred", "right to left \u{202E}gnol",
        "line separator \u{2028} and \u{2029}", "emoji 👩‍👩‍👧", "nul \0", "ä̈ö", "\u{FEFF}bom", "\u{E000}", "\u{10FFFF}",
    ]

    private func logger(_ format: LogFormat, _ sink: LogSink) -> Logger {
        Logger(label: "test") { _ in LineLogHandler(format: format, level: .info, sink: sink, now: { Date(timeIntervalSince1970: 0) }) }
    }

    @Test("every JSON line is one object, and its values come out as they went in", arguments: hostile)
    func json(text: String) throws {
        let sink = LogSink.memory()
        var log = logger(.json, sink)
        log[metadataKey: "request"] = "abc"
        log.info("request", metadata: ["value": "\(text)", text: "key"])
        let line = try #require(sink.lines.first)
        #expect(sink.lines.count == 1)
        #expect(line.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 0x2028 && $0.value != 0x2029 && $0.value != 0x202E })
        // Foundation's reader is the independent tool.
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(object["time"] as? String == "1970-01-01T00:00:00.000Z")
        #expect(object["level"] as? String == "info")
        #expect(object["message"] as? String == "request")
        #expect(object["request"] as? String == "abc")
        #expect((object["value"] as? String).map { Array($0.utf8) } == Array(text.utf8))
    }

    @Test("no value ends a line of text or passes for another", arguments: hostile)
    func text(text: String) throws {
        let sink = LogSink.memory()
        logger(.text, sink).info("request", metadata: ["value": "\(text)"])
        let line = try #require(sink.lines.first)
        #expect(line.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 0x2028 && $0.value != 0x202E && $0.value != 0x1B })
        #expect(line.hasPrefix("1970-01-01T00:00:00.000Z info    request value="))
    }

    @Test("what is counted with is a number, and only that")
    func numbers() {
        let line = LogLine.json(time: "now", level: "info", message: "request", fields: [("status", "200"), ("bytes", "x"), ("member", "12")])
        #expect(String(decoding: line, as: UTF8.self) == #"{"time":"now","level":"info","message":"request","status":200,"bytes":"x","member":"12"}"#)
    }

    @Test("below its level nothing is written, and an error is named by its kind only")
    func levels() {
        struct Quoting: Error, CustomStringConvertible { var description: String { "Quagzimtorple said so" } }
        let sink = LogSink.memory()
        let log = logger(.json, sink)
        log.debug("not this")
        log.error("this", error: Quoting())
        #expect(sink.lines.count == 1)
        #expect(sink.lines[0].contains("Quoting"))
        #expect(!sink.lines[0].contains("Quagzimtorple"))
    }
}

import Foundation
import Testing
@testable import Operations

@Suite("Where log lines go")
struct LogSinkTests {
    /// What was written to a pipe so far.
    private final class Reading: Sendable {
        let pipe = Pipe()

        var writing: Int32 { pipe.fileHandleForWriting.fileDescriptor }

        init() { _ = fcntl(pipe.fileHandleForReading.fileDescriptor, F_SETFL, O_NONBLOCK) }

        /// What is there now; empty where nothing is.
        func now() -> String {
            var bytes = [UInt8](repeating: 0, count: 1 << 16)
            let count = read(pipe.fileHandleForReading.fileDescriptor, &bytes, bytes.count)
            return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
        }
    }

    @Test("a line that waits is written after a moment, without another one")
    func alone() async throws {
        let reading = Reading(), sink = LogSink.gathering(reading.writing)
        sink.write(Array("first".utf8), isUrgent: false)
        var said = ""
        for _ in 0..<500 where said.isEmpty {
            try await Task.sleep(for: .milliseconds(10))
            said = reading.now()
        }
        #expect(said == "first\n")
    }

    @Test("an urgent line is there at once, behind those that waited")
    func urgent() {
        let reading = Reading(), sink = LogSink.gathering(reading.writing)
        sink.write(Array("first".utf8), isUrgent: false)
        sink.write(Array("second".utf8), isUrgent: true)
        // The first may have been written by itself meanwhile.
        #expect(reading.now() + reading.now() == "first\nsecond\n")
    }

    @Test("what waits is written when it is asked for, once")
    func flushed() {
        let reading = Reading(), sink = LogSink.gathering(reading.writing)
        sink.write(Array("only".utf8), isUrgent: false)
        sink.flush()
        sink.flush()
        #expect(reading.now() + reading.now() == "only\n")
    }

    @Test("lines of several threads stay whole, and those of one in order", arguments: [false, true])
    func several(isUrgent: Bool) async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "covalence-log-\(UUID().uuidString)")
        _ = FileManager.default.createFile(atPath: file.path, contents: nil)
        defer { try? FileManager.default.removeItem(at: file) }
        let handle = try FileHandle(forWritingTo: file), sink = LogSink.gathering(handle.fileDescriptor)
        let rest = String(repeating: "x", count: 300)
        await withTaskGroup { group in
            for writer in 0..<4 {
                group.addTask {
                    for number in 0..<500 { sink.write(Array("\(writer) \(number) \(rest)".utf8), isUrgent: isUrgent && number % 7 == 0) }
                }
            }
        }
        sink.flush()
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { $0.split(separator: " ") }
        try #require(lines.count == 2_000 && lines.allSatisfy { $0.count == 3 && $0[2] == rest })
        for writer in 0..<4 { #expect(lines.filter { $0[0] == "\(writer)" }.map { $0[1] } == (0..<500).map { "\($0)" }) }
    }

    @Test("with much waiting, whoever brings a line writes it")
    func full() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "covalence-log-\(UUID().uuidString)")
        _ = FileManager.default.createFile(atPath: file.path, contents: nil)
        defer { try? FileManager.default.removeItem(at: file) }
        let handle = try FileHandle(forWritingTo: file), sink = LogSink.gathering(handle.fileDescriptor)
        sink.write([UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20), isUrgent: false)
        #expect(try Data(contentsOf: file).count == 1 << 20 + 1)
    }
}

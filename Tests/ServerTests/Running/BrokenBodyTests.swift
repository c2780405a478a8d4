import Covalence
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOPosix
import Operations
import Store
import Testing
@testable import Server
@testable import Workbench

@Suite("Bodies that break off")
struct BrokenBodyTests {
    /// Says this and goes away.
    private static func say(_ text: String, to port: Int) async throws {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).connect(host: "127.0.0.1", port: port).get()
        try await channel.writeAndFlush(ByteBuffer(string: text))
        try await channel.close()
    }

    @Test("what broke off leaves its key free: sent again, it is carried out")
    func key() async throws {
        let bench = try await TestBench()
        let token = try await bench.token()
        let words = "WEBVTT\n\n00:00:00.000 --> 00:00:04.000\n<v Anna>Good morning to all of you.\n\n00:00:05.000 --> 00:00:08.000\n<v Ben>And to you.\n"
        try await bench.program(secret: token.secret) { client in
            try await Self.say("""
                POST /api/v1/meetings?name=m.vtt HTTP/1.1\r\nHost: 127.0.0.1:\(client.server.port)\r\nAuthorization: Bearer \(token.secret)\r\nContent-Type: text/vtt\r
                Idempotency-Key: first\r\nContent-Length: \(words.utf8.count)\r\n\r\n\(words.prefix(40))
                """, to: client.server.port)
            var again: APIReply?
            for _ in 0..<200 {
                again = try await client.ask(.post, "/meetings?name=m.vtt", words, headers: [.contentType: "text/vtt", .known("Idempotency-Key"): "first"])
                // The first is still being taken apart.
                guard again?.problem == "idempotency-key-busy" else { break }
                try await Task.sleep(for: .milliseconds(20))
            }
            let reply = try #require(again)
            #expect(reply.status < 300, "\(reply.response.text)")
            #expect(try await bench.bench.store.intake(in: [.received, .needsDecision, .imported]).count == 1)
        }
    }

    @Test("a client that goes away in the middle of what it sends is no fault of ours, and what came is counted", arguments: [
        ("/api/v1/organizations", "application/json", #"{"name""#), ("/sign-in", "application/x-www-form-urlencoded", "address=a"),
    ])
    func log(path: String, type: String, part: String) async throws {
        let bench = try await TestBench()
        let token = try await bench.token()
        let sink = LogSink.memory()
        let logger = Logger(label: "test") { _ in LineLogHandler(format: .json, level: .info, sink: sink) }
        try await RunningServer.run(try bench.server(logger: logger).application(), as: nil) { server in
            try await Self.say("""
                POST \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\nAuthorization: Bearer \(token.secret)\r\nContent-Type: \(type)\r\nContent-Length: 1000\r\n\r\n\(part)
                """, to: server.port)
            for _ in 0..<500 where !sink.lines.contains(where: { $0.contains(#""method":"POST""#) }) { try await Task.sleep(for: .milliseconds(10)) }
        }
        let line = try #require(sink.lines.first { $0.contains(#""method":"POST""#) })
        let said = try JSONText.read(Array(line.utf8))
        #expect(said["status"]?.wholeNumber == 400, "\(line)")
        #expect(said["received"]?.wholeNumber == part.utf8.count, "\(line)")
        #expect(said["ended"]?.string == "early", "\(line)")
        #expect(!sink.lines.contains { $0.contains(#""level":"error""#) }, "\(sink.lines)")
    }
}

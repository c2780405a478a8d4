import Covalence
import CoreMetrics
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Operations
import Store
import HummingbirdTesting
import Testing
@testable import Server
@testable import Workbench

@Suite("What running leaves behind")
struct LogContentTests {
    /// In names, words, queries, forms, file names, addresses and headers of this test, and nowhere else.
    private static let mark = "Quagzimtorple"

    @Test("no word, name, query or token is in the log or among the figures, at its chattiest; every request is")
    func nothing() async throws {
        let bench = try await TestBench()
        let sink = LogSink.memory(), registry = MetricRegistry()
        let logger = Logger(label: "test") { _ in LineLogHandler(format: .json, level: .debug, sink: sink) }
        let store = bench.bench.store, time = Workbench.clock()
        let organization = Organization(id: .make(at: time), name: Self.mark, kind: .customer)
        try await store.add(organization, holders: AccountHolders(), at: time)
        let person = Person(id: .make(at: time), name: "\(Self.mark) Person", organization: organization.id)
        try await store.add(person, by: nil, at: time)
        let words = "WEBVTT\n\n00:00:00.000 --> 00:00:04.000\n<v Anna>The \(Self.mark) saves us money.\n\n00:00:05.000 --> 00:00:08.000\n<v Ben>And time.\n"
        let item = try await bench.bench.keepTranscript(Data(words.utf8), named: "\(Self.mark).vtt", details: ImportDetails(), by: .owner)
        guard case .imported(let meeting, _, _) = try await bench.bench.importTranscript(item, by: .owner) else { throw CancellationError() }

        let server = try bench.server(logger: logger) { $0.metrics = registry }
        let asked = Counted()
        // Signing out ends the session that the rest is asked with, so it comes last.
        let routes = server.router(port: BoundPort()).routes.filter { $0.method != .head }.map { (method: $0.method, pattern: "\($0.path)") }
            .sorted { ($0.pattern.hasSuffix("sign-out") ? 1 : 0) < ($1.pattern.hasSuffix("sign-out") ? 1 : 0) }
        #expect(Set(routes.map(\.method)) == [.get, .post, .put, .patch, .delete])
        try await withMetricsFactory(registry) {
            try await RunningServer.run(server.application(), as: bench.ticket) { running in
                // A stream that there is, and that ends.
                let ticket = try #require(SessionTicket(bench.ticket))
                if let visitor = try await bench.bench.visitor(for: ticket.token, origin: "127.0.0.1") {
                    await server.hub.publish(LiveEvent(name: "progress", data: Self.mark, isLast: true), to: LiveTopic.upload("a", bench.bench.workspace.id, visitor))
                }
                _ = try await running.ask("/live/upload-a?q=\(Self.mark)")
                await asked.add()
                _ = try await running.ask("/uploads", .post, headers: [.contentType: "multipart/form-data; boundary=b"], body: ByteBuffer(string: """
                    --b\r\nContent-Disposition: form-data; name="file"; filename="\(Self.mark).vtt"\r\n\r\nWEBVTT\n\n00:00:00.000 --> 99:99\n\(Self.mark)\r\n--b--\r\n
                    """))
                await asked.add()
                for route in routes {
                    let pattern = route.pattern
                    let id = pattern.contains("/accounts/") ? "\(organization.id)" : pattern.contains("/people/") ? "\(person.id)" : "\(meeting.id)"
                    let path = "/" + pattern.split(separator: "/").map { part -> String in
                        guard part.hasPrefix(":") || part.hasPrefix("{") else { return String(part) }
                        // Half of them with a word where an id is expected.
                        return part.contains("id") && pattern.utf8.count.isMultiple(of: 2) ? id : Self.mark
                    }.joined(separator: "/")
                    let takesBody = route.method != .get
                    var headers: HTTPFields = [.userAgent: Self.mark, .referer: "http://127.0.0.1/\(Self.mark)"]
                    headers[HTTPField.Name.requestId] = Self.mark
                    headers[HTTPField.Name("traceparent")!] = "00-\(Self.mark)-00f067aa0ba902b7-01"
                    if takesBody { headers[.contentType] = "application/x-www-form-urlencoded" }
                    let query = "?q=\(Self.mark)&token=\(Self.mark)&name=\(Self.mark)"
                    _ = try await running.ask(path + query, route.method, headers: headers, body: takesBody ? ByteBuffer(string: "name=\(Self.mark)&title=\(Self.mark)&token=\(Self.mark)") : nil)
                    await asked.add()
                }
                _ = try await running.ask("/\(Self.mark)")
                await asked.add()
            }
        }
        let lines = sink.lines
        for line in lines {
            #expect(!line.contains(Self.mark), "\(line)")
            #expect(!line.lowercased().contains(Self.mark.lowercased()), "\(line)")
            #expect(!line.contains(bench.ticket))
        }
        #expect(!registry.exposition().contains(Self.mark))
        var requests = 0
        for line in lines {
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
            guard object["message"] as? String == "request" else { continue }
            requests += 1
            #expect(object["request"] is String)
            #expect(object["status"] is Int)
            #expect(object["microseconds"] is Int)
        }
        let count = await asked.count
        #expect(count > 80)
        #expect(requests == count)
        // Ids are there, to find out whose request it was.
        #expect(lines.contains { $0.contains("\"workspace\":\"\(bench.bench.workspace.id)\"") && $0.contains("\"member\":") })
        #expect(registry.exposition().contains("route=\"/meetings/{id}\"") || registry.exposition().contains("route=\"/meetings/:id\""))
    }

    private actor Counted {
        private(set) var count = 0
        func add() { count += 1 }
    }
}

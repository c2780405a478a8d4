import Covalence
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Store
import Testing
@testable import Server
@testable import Workbench

@Suite("Events and bulk intake over HTTP")
struct StreamTests {
    private static func organization(_ name: String, _ bench: TestBench) async throws {
        let time = Workbench.clock()
        try await bench.bench.store.add(Organization(id: .make(at: time), name: name, kind: .customer), holders: AccountHolders(), at: time)
    }

    /// The numbers of the events of a stream, in order.
    private static func numbers(_ text: String) -> [Int] {
        text.split(separator: "\n\n").filter { $0.contains("data: ") }.compactMap { block in
            block.split(separator: "\n").first { $0.hasPrefix("id: ") }.flatMap { Int($0.dropFirst(4)) }
        }
    }

    /// Waits until a stream is open.
    private static func opened(_ streams: StreamPlaces) async throws {
        for _ in 0..<10_000 where streams.inAll == 0 { try await Task.sleep(for: .milliseconds(5)) }
    }

    @Test("a page of events goes on where the last one ended")
    func pages() async throws {
        let bench = try await TestBench()
        for name in ["A", "B", "C"] { try await Self.organization(name, bench) }
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { server in
            let first = try await server.ask("/api/v1/events?limit=2")
            #expect(first.status == .ok && first.headers[.contentType]?.hasPrefix("application/json") == true)
            #expect(first.text.contains(#""position":2"#) && first.text.contains(#""newest":3"#))
            let second = try await server.ask("/api/v1/events?after=2&limit=2")
            #expect(second.text.contains(#""sequence":3"#) && !second.text.contains(#""sequence":2,"#))
            #expect(try await server.ask("/api/v1/events?after=99").status == .unprocessableContent)
            #expect(try await server.ask("/api/v1/events?after=x").status == .badRequest)
            #expect(try await server.ask("/api/v1/events?limit=5000").status == .unprocessableContent)
            try await bench.bench.store.dropEvents(before: Workbench.clock().advanced(by: 60_000))
            #expect(try await server.ask("/api/v1/events?after=1").status == .gone)
            var nobody = server
            nobody.ticket = nil
            #expect(try await nobody.ask("/api/v1/events").status == .unauthorized)
        }
    }

    @Test("a stream tells what is there and what comes, ends with its session, and is gone on with without gap or double")
    func resumes() async throws {
        let bench = try await TestBench()
        try await Self.organization("First", bench)
        let made = try bench.server(heartbeat: .milliseconds(50))
        try await RunningServer.run(made.application(), as: bench.ticket) { server in
            var read: [Int] = []
            var position = 0
            let total = 40
            let writing = Task {
                for number in 0..<total - 1 { try await Self.organization("O\(number)", bench) }
            }
            // Each stream is broken off by the end of its session, in the middle of what is written.
            for round in 0..<100 where read.count < total {
                var reader = server
                reader.ticket = try await TestBench.signIn(bench.bench, "reader\(round)", .administrator)
                let ticket = try #require(SessionTicket(reader.ticket))
                let headers: HTTPFields = [.accept: "text/event-stream", .known("Last-Event-ID"): "\(position)"]
                let asking = reader
                async let answer = asking.ask("/api/v1/events", headers: headers)
                try await Self.opened(made.streams)
                try await Task.sleep(for: .milliseconds(60))
                try await bench.bench.signOut(ticket.token, origin: "127.0.0.1")
                let received = try await answer
                #expect(received.headers[.contentType] == "text/event-stream; charset=utf-8")
                let numbers = Self.numbers(received.text)
                read += numbers
                position = numbers.last ?? position
            }
            try await writing.value
            #expect(read == Array(1...total))
        }
    }

    @Test("a member is told of what they see and of nothing else; what others were told moves the position only")
    func sight() async throws {
        let bench = try await TestBench()
        let ticket = try await TestBench.signIn(bench.bench, "seller", .salesperson)
        try await Self.organization("Theirs", bench)
        let time = Workbench.clock()
        try await bench.bench.store.add(Organization(id: .make(at: time), name: "Partner", kind: .partner), holders: AccountHolders(), at: time)
        try await Self.organization("Theirs too", bench)
        let made = try bench.server(heartbeat: .milliseconds(50))
        try await RunningServer.run(made.application(), as: ticket) { server in
            async let answer = server.ask("/api/v1/events?after=0", headers: [.accept: "text/event-stream"])
            try await Self.opened(made.streams)
            try await bench.bench.signOut(try #require(SessionTicket(ticket)).token, origin: "127.0.0.1")
            let text = try await answer.text
            #expect(Self.numbers(text) == [2])
            #expect(text.contains("id: 3\n\n"))
            #expect(!text.contains("Partner"))
        }
    }

    @Test("streams are counted for each who opens them")
    func places() {
        let places = StreamPlaces(mostOfOne: 2, mostInAll: 3)
        let first = places.take("a")
        let second = places.take("a")
        #expect(first != nil && second != nil)
        #expect(places.take("a") == nil)
        let other = places.take("b")
        #expect(other != nil)
        #expect(places.take("c") == nil)
        withExtendedLifetime((first, second, other)) {}
        #expect(StreamPlaces().take("a").map { _ in true } == true)
    }

    @Test("lines are answered while they arrive, bad ones by themselves; sent again they change nothing")
    func bulk() async throws {
        let bench = try await TestBench()
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { server in
            let lines = (0..<3_000).map { #"{"source":"crm","id":"\#($0)","kind":"call","title":"Call \#($0)"}"# + "\n" }.joined() + "nonsense\n"
            let headers: HTTPFields = [.contentType: "application/x-ndjson"]
            let first = try await server.ask("/api/v1/interactions/bulk", .post, headers: headers, body: ByteBuffer(string: lines))
            #expect(first.status == .ok && first.headers[.contentType] == "application/x-ndjson")
            let answers = first.text.split(separator: "\n")
            #expect(answers.count == 3_001)
            #expect(answers.first?.contains(#""line":1,"#) == true && answers.first?.contains(#""status":"added""#) == true)
            #expect(answers.last?.contains(#""line":3001,"id":null,"status":"refused""#) == true)
            let second = try await server.ask("/api/v1/interactions/bulk", .post, headers: headers, body: ByteBuffer(string: lines))
            #expect(second.text.components(separatedBy: #""status":"unchanged""#).count == 3_001)
            #expect(try await server.ask("/api/v1/interactions/bulk", .post, headers: [.contentType: "application/json"], body: ByteBuffer(string: lines)).status == .unsupportedMediaType)
            var reader = server
            reader.ticket = try await TestBench.signIn(bench.bench, "reader", .reader)
            #expect(try await reader.ask("/api/v1/interactions/bulk", .post, headers: headers, body: ByteBuffer(string: lines)).status == .forbidden)
        }
    }
}

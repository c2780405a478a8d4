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
        try await bench.program(secret: try await bench.token().secret) { [bench] client in
            let first = try await client.ask(.get, "/events?limit=2")
            #expect(first.status == 200 && first.header("Content-Type") == "application/json")
            #expect(first.json["position"] == 2 && first.json["newest"] == 3)
            let second = try await client.ask(.get, "/events?after=2&limit=2")
            #expect(second.json["events"]?.items?.compactMap { $0["sequence"]?.wholeNumber } == [3])
            #expect(try await client.ask(.get, "/events?after=99").status == 422)
            #expect(try await client.ask(.get, "/events?after=x").places == ["after"])
            #expect(try await client.ask(.get, "/events?limit=5000").places == ["limit"])
            try await bench.bench.store.dropEvents(before: Workbench.clock().advanced(by: 60_000))
            #expect(try await client.ask(.get, "/events?after=1").status == 410)
            var nobody = client
            nobody.secret = nil
            #expect(try await nobody.ask(.get, "/events").status == 401)
        }
    }

    @Test("a stream tells what is there and what comes, ends with its token, and is gone on with without gap or double")
    func resumes() async throws {
        let bench = try await TestBench()
        try await Self.organization("First", bench)
        let made = try bench.server(heartbeat: .milliseconds(50))
        try await RunningServer.run(made.application(), as: nil) { server in
            var read: [Int] = []
            var position = 0
            let total = 40
            let writing = Task {
                for number in 0..<total - 1 { try await Self.organization("O\(number)", bench) }
            }
            // Each stream is broken off by the end of its token, in the middle of what is written.
            for round in 0..<100 where read.count < total {
                let token = try await bench.token("reader\(round)")
                let client = APIClient(server: server, secret: token.secret)
                let headers: HTTPFields = [.accept: "text/event-stream", .known("Last-Event-ID"): "\(position)"]
                async let answer = client.ask(.get, "/events", headers: headers)
                try await Self.opened(made.streams)
                try await Task.sleep(for: .milliseconds(60))
                try await bench.bench.revokeToken(token.id, by: .owner)
                let received = try await answer
                #expect(received.header("Content-Type") == "text/event-stream; charset=utf-8")
                let numbers = Self.numbers(received.response.text)
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
        let token = try await bench.token("seller", .salesperson)
        try await Self.organization("Theirs", bench)
        let time = Workbench.clock()
        try await bench.bench.store.add(Organization(id: .make(at: time), name: "Partner", kind: .partner), holders: AccountHolders(), at: time)
        try await Self.organization("Theirs too", bench)
        let made = try bench.server(heartbeat: .milliseconds(50))
        try await RunningServer.run(made.application(), as: nil) { server in
            let client = APIClient(server: server, secret: token.secret)
            async let answer = client.ask(.get, "/events?after=0", headers: [.accept: "text/event-stream"])
            try await Self.opened(made.streams)
            try await bench.bench.suspend(token.member, by: .owner)
            let text = try await answer.response.text
            #expect(Self.numbers(text) == [2])
            #expect(text.contains("id: 3\n\n"))
            #expect(!text.contains("Partner"))
        }
    }

    @Test("what happens after a token was revoked is not told, also where its stream was waiting for it")
    func revokedWhileWaiting() async throws {
        let bench = try await TestBench()
        let token = try await bench.token("reader")
        let made = try bench.server()
        try await RunningServer.run(made.application(), as: nil) { server in
            let client = APIClient(server: server, secret: token.secret)
            async let answer = client.ask(.get, "/events?after=0", headers: [.accept: "text/event-stream"])
            try await Self.opened(made.streams)
            // By now it waits for what comes next.
            try await Task.sleep(for: .milliseconds(200))
            try await bench.bench.revokeToken(token.id, by: .owner)
            try await Self.organization("Later", bench)
            #expect(Self.numbers(try await answer.response.text).isEmpty)
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
        let token = try await bench.token("writer", .salesperson, scopes: [.write]), reader = try await bench.token("reader", .reader)
        try await bench.program(secret: token.secret) { client in
            let lines = (0..<3_000).map { #"{"source":"crm","id":"\#($0)","kind":"call","title":"Call \#($0)"}"# + "\n" }.joined() + "nonsense\n"
            let headers: HTTPFields = [.contentType: "application/x-ndjson"]
            let first = try await client.ask(.post, "/interactions/bulk", lines, headers: headers)
            #expect(first.status == 200 && first.header("Content-Type") == "application/x-ndjson")
            let answers = first.response.text.split(separator: "\n")
            #expect(answers.count == 3_001)
            #expect(answers.first?.contains(#""line":1,"#) == true && answers.first?.contains(#""status":"added""#) == true)
            #expect(answers.last?.contains(#""line":3001,"id":null,"status":"refused""#) == true)
            let second = try await client.ask(.post, "/interactions/bulk", lines, headers: headers)
            #expect(second.response.text.components(separatedBy: #""status":"unchanged""#).count == 3_001)
            #expect(try await client.ask(.post, "/interactions/bulk", lines).status == 415)
            var them = client
            them.secret = reader.secret
            #expect(try await them.ask(.post, "/interactions/bulk", lines, headers: headers).problem == "scope-missing")
        }
    }

    /// Keeps what is written as an answer, piece by piece.
    private struct Written: ResponseBodyWriter {
        let pieces: AsyncStream<String>.Continuation

        mutating func write(_ buffer: ByteBuffer) async throws { pieces.yield(String(buffer: buffer)) }
        consuming func finish(_ trailingHeaders: HTTPFields?) async throws { pieces.finish() }
    }

    @Test("a token that is revoked while lines come: the last line says why no more of them is taken in")
    func revoked() async throws {
        let bench = try await TestBench()
        let token = try await bench.token("writer", .salesperson, scopes: [.write])
        let secret = try #require(APISecret(text: token.secret))
        let visitor = try #require(try await bench.bench.visitor(for: secret, origin: "192.0.2.7")).visitor
        let (body, source) = RequestBody.makeStream()
        let head = HTTPRequest(method: .post, scheme: "http", authority: "127.0.0.1", path: "/api/v1/interactions/bulk")
        let response = try await BulkIntakeAnswer.respond(to: Request(head: head, body: body), bench.bench, visitor)
        let (pieces, written) = AsyncStream<String>.makeStream()
        let answering = Task { try await response.body.write(Written(pieces: written)) }
        var answers = pieces.makeAsyncIterator()
        await source.yield(ByteBuffer(string: #"{"source":"a","id":"1","kind":"call","title":"T"}"# + "\n"))
        #expect(await answers.next()?.contains(#""status":"added""#) == true)
        try await bench.bench.revokeToken(token.id, by: .owner)
        await source.yield(ByteBuffer(string: #"{"source":"a","id":"2","kind":"call","title":"T"}"# + "\n"))
        let last = try #require(await answers.next())
        let error = try #require(try JSONText.read(Array(last.utf8))["error"]?.string)
        #expect(error.hasPrefix("The token has ended") && error.hasSuffix("Lines without an answer may be sent again."))
        source.finish()
        try await answering.value
        #expect(await answers.next() == nil)
        #expect(try await bench.bench.store.history(HistoryQuery(), in: .everything).items.count == 1)
    }
}

import Covalence
import HTTPTypes
import Hummingbird
import SignIn
import HummingbirdTesting
import Testing
@testable import Server
@testable import Workbench

@Suite("Ids of requests")
struct RequestIdentityTests {
    private func ids(trusting proxies: Set<NetworkAddress>, _ given: [String?]) async throws -> [String] {
        let bench = try await TestBench()
        let found = Found()
        try await RunningServer.run(bench.server(surroundings: Surroundings(trustedProxies: proxies)).application(), as: bench.ticket) { server in
            for id in given {
                var headers: HTTPFields = [:]
                headers[.requestId] = id
                await found.add(try await server.ask("/health", headers: headers).headers[.requestId] ?? "none")
            }
        }
        return await found.all
    }

    private actor Found {
        private(set) var all: [String] = []
        func add(_ id: String) { all.append(id) }
    }

    @Test("each has one of its own, which is a UUID of version 7, whatever the client says")
    func own() async throws {
        let ids = try await ids(trusting: [], [nil, "0123456789abcdef", nil])
        #expect(Set(ids).count == 3)
        for id in ids {
            let read = Identifier<RequestNotes>(id)
            #expect(read != nil, "\(id)")
            // † RFC 9562: the version is the first digit of the third group.
            #expect(id.split(separator: "-")[2].first == "7")
        }
    }

    @Test("a trusted proxy’s is taken where it is well-formed")
    func passedOn() async throws {
        let loopback = try #require(NetworkAddress("127.0.0.1"))
        let ids = try await ids(trusting: [loopback], ["01890a5d-ac96-774b-bcce-b302099a8057", "short", "has space in it", String(repeating: "a", count: 65), "req_42.A-b"])
        #expect(ids[0] == "01890a5d-ac96-774b-bcce-b302099a8057")
        #expect(ids[4] == "req_42.A-b")
        for id in ids[1...3] { #expect(Identifier<RequestNotes>(id) != nil) }
    }

    @Test("error pages and errors for programs name it")
    func onErrors() async throws {
        let bench = try await TestBench()
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { server in
            let page = try await server.ask("/meetings/nothing")
            let id = try #require(page.headers[.requestId])
            #expect(page.text.contains(id))
            let data = try await server.ask("/meetings/nothing", headers: [.accept: "application/json"])
            #expect(data.text.contains("\"request\":\"\(try #require(data.headers[.requestId]))\""))
        }
    }

    // The first is the example of W3C Trace Context, section 3.2.
    @Test("a trace is read where it is well-formed", arguments: [
        ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "4bf92f3577b34da6a3ce929d0e0e4736"),
        ("cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-comes", "4bf92f3577b34da6a3ce929d0e0e4736"),
        ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more", nil),
        ("ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", nil),
        ("00-00000000000000000000000000000000-00f067aa0ba902b7-01", nil),
        ("00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01", nil),
        ("00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01", nil),
        ("00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01", nil),
        ("", nil), ("00", nil), ("----", nil),
    ])
    func trace(header: String, id: String?) { #expect(TraceParent(header)?.traceID == id) }
}

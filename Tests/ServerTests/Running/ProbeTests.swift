import Covalence
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Operations
import Store
import Testing
@testable import Server
@testable import Workbench

@Suite("What load balancers and Prometheus ask")
struct ProbeTests {
    private func make(_ bench: TestBench, token: String? = nil, reserve: Int = 0, metrics: MetricRegistry? = MetricRegistry()) throws -> CovalenceServer {
        try bench.server { configuration in
            configuration.metrics = metrics
            configuration.metricsToken = token
            configuration.storeFolder = bench.folder
            configuration.diskReserve = reserve
        }
    }

    @Test("health and readiness answer to anybody, by any name, and say no more than that")
    func plain() async throws {
        let bench = try await TestBench()
        try await RunningServer.run(make(bench).application(), as: nil) { server in
            for (path, text) in [("/health", "ok\n"), ("/ready", "ready\n")] {
                let answer = try await server.ask(path, host: "10.1.2.3:8080")
                #expect(answer.status == .ok)
                #expect(answer.text == text)
                #expect(answer.headers[.setCookie] == nil)
            }
            #expect(try await server.ask("/health", .post).status.code >= 400)
        }
    }

    @Test("not ready while it stops, at once; and still alive")
    func draining() async throws {
        let bench = try await TestBench()
        let server = try make(bench)
        try await RunningServer.run(server.application(), as: nil) { running in
            #expect(try await running.ask("/ready").status == .ok)
            server.phase.beginDraining()
            let answer = try await running.ask("/ready")
            #expect(answer.status == .serviceUnavailable)
            #expect(answer.text == "not ready\n")
            #expect(try await running.ask("/health").status == .ok)
        }
    }

    @Test("not ready without room on the disk, and without a store that answers")
    func conditions() async throws {
        let bench = try await TestBench()
        try await RunningServer.run(make(bench, reserve: .max).application(), as: nil) { server in
            let answer = try await server.ask("/ready")
            #expect(answer.status == .serviceUnavailable)
        }
        let other = try await TestBench()
        let server = try make(other)
        try await other.benches.records.close()
        try await RunningServer.run(server.application(), as: nil) { running in
            let answer = try await running.ask("/ready")
            #expect(answer.status == .serviceUnavailable)
        }
    }

    @Test("figures are for programs on this machine, asked for by its name and not passed on")
    func local() async throws {
        let bench = try await TestBench()
        try await RunningServer.run(make(bench).application(), as: nil) { server in
            let answer = try await server.ask("/metrics")
            #expect(answer.status == .ok)
            #expect(answer.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
            #expect(answer.text.contains("process_resident_memory_bytes "))
            #expect(try await server.ask("/metrics", host: "rebound.example").status == .notFound)
            let forwarded = try #require(HTTPField.Name("X-Forwarded-For"))
            #expect(try await server.ask("/metrics", headers: [forwarded: "127.0.0.1"]).status == .notFound)
        }
        try await RunningServer.run(make(bench, metrics: nil).application(), as: nil) { server in
            let answer = try await server.ask("/metrics")
            #expect(answer.status == .notFound)
        }
    }

    @Test("the figures count the jobs of all workspaces by state")
    func jobs() async throws {
        let bench = try await TestBench()
        try await RunningServer.run(make(bench).application(), as: nil) { server in
            let before = try await server.ask("/metrics").text
            #expect(before.contains("covalence_jobs{state=\"waiting\"} 0"))
            let store = try await bench.benches.records.workspace(bench.bench.workspace.id)
            try await store.enqueue((0..<3).map { NewJob(Job.Kind("test.work"), payload: ["n": "\($0)"], at: Timestamp(milliseconds: 0)) })
            #expect(try await server.ask("/metrics").text.contains("covalence_jobs{state=\"waiting\"} 3"))
        }
    }

    @Test("with a token they are for whoever knows it, and for nobody else")
    func token() async throws {
        let bench = try await TestBench()
        try await RunningServer.run(make(bench, token: "Tuesday heron").application(), as: nil) { server in
            let answer = try await server.ask("/metrics")
            #expect(answer.status == .notFound)
            for wrong in ["Bearer", "Bearer ", "Bearer Tuesday", "Basic Tuesday heron", "Bearer Tuesday heron2"] {
                #expect(try await server.ask("/metrics", headers: [.authorization: wrong]).status == .notFound, "\(wrong)")
            }
            #expect(try await server.ask("/metrics", headers: [.authorization: "Bearer Tuesday heron"], host: "covalence.example.org").status == .ok)
        }
    }

    @Test("what the store does not answer in time counts as not answered, and so does what fails")
    func patience() async {
        // It does not end by being told to stop, as a call that hangs does not.
        let late = await Readiness.answer(within: .milliseconds(20)) {
            await Task { try? await Task.sleep(for: .seconds(2)) }.value
            return 1
        }
        #expect(late == nil)
        #expect(await Readiness.answer(within: .seconds(60), { () throws -> Int in throw StoreError.unavailable("away") }) == nil)
        #expect(await Readiness.answer(within: .seconds(60), { 2 }) == 2)
    }
}

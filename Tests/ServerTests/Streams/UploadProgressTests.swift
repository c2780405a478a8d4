import Covalence
import Foundation
import HTTPTypes
import Store
import StoreTesting
import Testing
@testable import Server
@testable import Workbench

@Suite("How far an upload is, on a node that did not take it")
struct UploadProgressTests {
    @Test("the page that watches one server is told of the file that another one reads")
    func crossesNodes() async throws {
        let bench = try await TestBench()
        // A second node: its own connection and workbenches on the same store.
        let other = Workbenches(try await TestStore.open(bench.folder), analyzer: try MeetingAnalyzer.bundled())
        let ticket = try #require(SessionTicket(bench.ticket))
        let visitor = try #require(try await bench.bench.visitor(for: ticket.token, origin: "127.0.0.1"))
        let there = try await other.bench(of: bench.bench.workspace.id)

        let file = try await there.receiveTranscript(by: visitor)
        try file.append(Data(UseTests.transcript.utf8))
        let item = try await there.keepTranscript(file, named: "kickoff.vtt", details: ImportDetails(), progress: "token-1", by: visitor)
        let job = try #require(try await there.store.jobs(JobQuery(kind: .importFile, subject: item.id.uuid)).items.first)
        #expect(try await bench.bench.importProgress("token-1", by: visitor) == nil)
        let now = Workbench.clock()
        let begun = try #require(try await there.store.begin(job.id, node: "elsewhere", until: now.advanced(by: 600_000), at: now))

        let hub = LiveHub(), topic = LiveTopic.upload("token-1", there.workspace.id, visitor)
        try await RunningServer.run(bench.server(heartbeat: .milliseconds(50), hub: hub).application(), as: bench.ticket) { server in
            let watching = try #require(await hub.watch(topic))
            var events = watching.events.makeAsyncIterator()
            async let page = server.ask("/live/upload-token-1")
            while await hub.watchers(of: topic) < 2 { try await Task.sleep(for: .milliseconds(5)) }
            let run = JobRun(begun, store: there.store, now: Workbench.clock)
            try await run.say(0.2, "Reading")
            #expect(await events.next()?.data == "Reading")
            // At once the next: each new step is written where somebody looks on.
            try await run.say(0.5, "Looking for findings")
            #expect(await events.next()?.data == "Looking for findings")
            try await there.store.complete(begun.held, at: Workbench.clock())
            #expect(await events.next() == LiveEvent(name: "progress", data: "Done", isLast: true))
            let told = try await page
            #expect(told.text.contains("event: progress\ndata: Reading\n\n"))
            #expect(told.text.contains("event: progress\ndata: Looking for findings\n\n"))
            #expect(told.text.hasSuffix("event: progress\ndata: Done\n\n"))
        }
        try await other.records.close()
    }

    @Test("a token is its sender’s: nobody else learns of the file by guessing it")
    func mine() async throws {
        let bench = try await TestBench()
        let ticket = try #require(SessionTicket(bench.ticket))
        let other = try #require(SessionTicket(try await TestBench.signIn(bench.bench, "stranger", .administrator)))
        let first = try #require(try await bench.bench.visitor(for: ticket.token, origin: "127.0.0.1"))
        let second = try #require(try await bench.bench.visitor(for: other.token, origin: "127.0.0.1"))
        let file = try await bench.bench.receiveTranscript(by: first)
        try file.append(Data(UseTests.transcript.utf8))
        let item = try await bench.bench.keepTranscript(file, named: "kickoff.vtt", details: ImportDetails(), progress: "token-1", by: first)
        let store = bench.bench.store, now = Workbench.clock()
        let job = try #require(try await store.jobs(JobQuery(kind: .importFile, subject: item.id.uuid)).items.first)
        let begun = try #require(try await store.begin(job.id, node: "a", until: now.advanced(by: 600_000), at: now))
        try await JobRun(begun, store: store, now: Workbench.clock).say(0.5, "Reading")
        #expect(try await bench.bench.importProgress("token-1", by: first) == Job.Progress(0.5, "Reading"))
        #expect(try await bench.bench.importProgress("token-1", by: second) == nil)
        #expect(try await bench.bench.importProgress("token-2", by: first) == nil)
    }
}

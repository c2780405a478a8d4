import Covalence
import Foundation
import Hummingbird
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Store
import Testing
import Workbench
@testable import Server

@Suite struct LiveTests {
    @Test func aLineBreakInTheDataCannotForgeAnEvent() {
        let event = LiveEvent(name: "progress\nevent: x", data: "one\ntwo\r\nevent: forged")
        #expect(event.wire == "event: progressevent: x\ndata: one\ndata: two\ndata: \ndata: event: forged\n\n")
    }

    @Test func aLatePageGetsTheLastEventFirst() async throws {
        let hub = LiveHub()
        await hub.publish(LiveEvent(name: "progress", data: "1"), to: "job")
        await hub.publish(LiveEvent(name: "progress", data: "2"), to: "job")
        let watch = try #require(await hub.watch("job"))
        await hub.publish(LiveEvent(name: "done", data: "3", isLast: true), to: "job")
        var seen: [String] = []
        for await event in watch.events { seen.append(event.data) }
        #expect(seen == ["2", "3"])
        #expect(await hub.watchers(of: "job") == 0)
    }

    @Test func aPageThatDoesNotReadGetsTheNewest() async throws {
        let hub = LiveHub(buffer: 3)
        let watch = try #require(await hub.watch("job"))
        for number in 1...10 { await hub.publish(LiveEvent(name: "progress", data: "\(number)"), to: "job") }
        await hub.leave("job", key: watch.key)
        var seen: [String] = []
        for await event in watch.events { seen.append(event.data) }
        #expect(seen == ["8", "9", "10"])
    }

    @Test func tooManyWatchersAreTurnedAway() async {
        let hub = LiveHub(maximumWatchers: 2)
        #expect(await hub.watch("job") != nil)
        #expect(await hub.watch("job") != nil)
        #expect(await hub.watch("job") == nil)
    }

    @Test func oldTopicsAreForgotten() async throws {
        let hub = LiveHub(maximumTopics: 2)
        for name in ["a", "b", "c"] { await hub.publish(LiveEvent(name: "done", data: name, isLast: true), to: name) }
        let first = try #require(await hub.watch("c"))
        var seen: [String] = []
        for await event in first.events { seen.append(event.data) }
        #expect(seen == ["c"])
    }

    @Test func aPageIsToldOverHTTP() async throws {
        let hub = LiveHub()
        let bench = try await TestBench()
        let ticket = try #require(SessionTicket(bench.ticket))
        let visitor = try #require(try await bench.bench.visitor(for: ticket.token, origin: "127.0.0.1"))
        let topic = LiveTopic.upload("job", bench.bench.workspace.id, visitor)
        await hub.publish(LiveEvent(name: "progress", data: "half"), to: topic)
        try await RunningServer.run(bench.server(heartbeat: .milliseconds(20), hub: hub).application(), as: bench.ticket) { server in
            async let answer = server.ask("/live/upload-job")
            while await hub.watchers(of: topic) == 0 { try await Task.sleep(for: .milliseconds(5)) }
            // A hundred signs of life are due by then: on a busy machine one of them is sent.
            try await Task.sleep(for: .seconds(2))
            await hub.publish(LiveEvent(name: "done", data: "whole", isLast: true), to: topic)
            // Another topic of another workspace cannot be named.
            #expect(try await server.ask("/live/\(bench.bench.workspace.id)").status == .notFound)
            let received = try await answer
            #expect(received.headers[.contentType] == "text/event-stream; charset=utf-8")
            #expect(received.text.contains("event: progress\ndata: half\n\n"))
            #expect(received.text.contains(": still here\n\n"))
            #expect(received.text.hasSuffix("event: done\ndata: whole\n\n"))
        }
    }
}

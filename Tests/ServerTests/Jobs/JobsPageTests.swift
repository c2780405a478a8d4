import Covalence
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Store
import Testing
@testable import Server
@testable import Workbench

/// The page of jobs, its buttons and its events.
@Suite struct JobsPageTests {
    private static let kind = Job.Kind("future.dream")

    @Test func onlyAdministratorsSeeJobsAndTheirEvents() async throws {
        let bench = try await TestBench()
        let seller = try await TestBench.signIn(bench.bench, "seller", .salesperson)
        let manager = try await TestBench.signIn(bench.bench, "manager", .manager)
        let id = try await bench.bench.store.enqueue([NewJob(Self.kind, at: Workbench.clock())])[0].id
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { (server: RunningServer) async throws -> Void in
            #expect(try await server.ask("/settings/jobs").status == .ok)
            for ticket in [seller, manager] {
                var other = server
                other.ticket = ticket
                for path in ["/settings/jobs", "/settings/jobs/list"] { #expect(try await other.ask(path).status == .forbidden, "\(path)") }
                #expect(try await other.ask("/live/jobs").status == .notFound)
                for path in ["/settings/jobs/\(id)/cancel", "/settings/jobs/\(id)/retry", "/settings/jobs/days"] {
                    #expect(try await other.ask(path, .post, headers: UseTests.fields([("days", "3")]).0, body: UseTests.fields([("days", "3")]).1).status == .forbidden)
                }
            }
            #expect(try await bench.bench.store.job(id).state == .waiting)
            #expect(bench.bench.settings.jobDays == 30)
        }
    }

    @Test func anEmptyPageTeachesAndAFullOneSaysWhatToDo() async throws {
        let bench = try await TestBench()
        let store = bench.bench.store, time = Workbench.clock()
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { (server: RunningServer) async throws -> Void in
            #expect(try await server.ask("/settings/jobs").text.contains("Nothing has been done yet"))
            let item = try await bench.bench.keepTranscript(Data("WEBVTT\n".utf8), named: "<b>kickoff.vtt", details: ImportDetails(), by: .owner)
            let job = try #require(try await store.jobs(JobQuery(subject: item.id.uuid)).items.first)
            let held = try #require(try await store.begin(job.id, node: "n", until: time.advanced(by: 60_000), at: time))
            try await store.report(.init(0.5, "Looking for findings"), on: held.held, at: time)
            let running = try await server.ask("/settings/jobs").text
            #expect(running.contains("Looking for findings") && running.contains("value=\"0.5\"") && running.contains("&lt;b&gt;kick"))
            #expect(try await server.ask("/waiting").text.contains("Looking for findings"))
            try await store.fail(held.held, "No room is left on the disk.", retry: nil, at: time)
            let failed = try await server.ask("/settings/jobs").text
            #expect(failed.contains("No room is left on the disk.") && failed.contains("/settings/jobs/\(job.id)/retry"))
            #expect(try await server.ask("/waiting").text.contains("No room is left on the disk."))
            // A form without a script: the answer is the page again.
            let retried = try await server.ask("/settings/jobs/\(job.id)/retry", .post)
            #expect(retried.status == .seeOther)
            #expect(try await store.job(job.id).state == .waiting)
            #expect(try await server.ask("/settings/jobs?saved=retried").text.contains("queued again"))
            #expect(try await server.ask("/settings/jobs/\(job.id)/cancel", .post).status == .seeOther)
            #expect(try await store.intake(item.id).state.name == .refused)
            #expect(try await server.ask("/settings/jobs/\(job.id)/cancel", .post).status.code == 422)
            #expect(try await server.ask("/settings/jobs/not-an-id/cancel", .post).status == .notFound)
            #expect(try await server.ask("/settings/jobs?after=%27nonsense").status.code == 422)
        }
    }

    @Test func theListIsKeptShortAndItsLengthIsSet() async throws {
        let bench = try await TestBench()
        let store = bench.bench.store, time = Workbench.clock()
        try await store.enqueue((0..<120).map { _ in NewJob(Self.kind, at: time) })
        for job in try await store.jobs(JobQuery(limit: 60)).items { try await store.cancelJob(job.id, at: time) }
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { (server: RunningServer) async throws -> Void in
            let page = try await server.ask("/settings/jobs").text
            #expect(page.ranges(of: "<li class=\"job\"").count == 100)
            #expect(page.contains("Waiting: 60") && page.contains("and 10 more") && page.contains("does not run it"))
            let older = try #require(page.firstMatch(of: /href="(\/settings\/jobs\?after=[^"]*)"/)?.output.1)
            #expect(try await server.ask(String(older)).text.ranges(of: ">cancelled<").count == 10)
            let wrong = UseTests.fields([("days", "0")]), right = UseTests.fields([("days", "7")])
            let refused = try await server.ask("/settings/jobs/days", .post, headers: wrong.0, body: wrong.1)
            #expect(refused.status.code == 422 && refused.text.contains("1 to 3,650"))
            #expect(try await server.ask("/settings/jobs/days", .post, headers: right.0, body: right.1).status == .seeOther)
            #expect(bench.bench.settings.jobDays == 7)
        }
    }

    @Test func whatWebhooksHaveNotBeenToldIsListed() async throws {
        let bench = try await TestBench()
        let store = bench.bench.store, time = Workbench.clock()
        let idle = try await bench.bench.addWebhook("http://127.0.0.1:9/idle", by: .owner).webhook
        let behind = try await bench.bench.addWebhook("http://127.0.0.1:9/behind", by: .owner).webhook
        let event = RecordEvent(sequence: 1, kind: .organizationAdded, thing: UUID(), at: time)
        for _ in 0..<2 {
            try await store.add(WebhookDelivery(id: .make(at: time), webhook: behind.id, event: event, dueAt: time.advanced(by: 7_200_000), madeAt: time))
        }
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { (server: RunningServer) async throws -> Void in
            for path in ["/settings/jobs", "/settings/jobs/list"] {
                let page = try await server.ask(path).text
                #expect(page.contains("2 changes wait to be told; the next try is at") && page.contains("/settings/webhooks/\(behind.id)"), "\(path)")
                #expect(!page.contains("/settings/webhooks/\(idle.id)"), "\(path)")
            }
        }
        // As it stands, in a sentence.
        var webhook = idle
        #expect(WebhookWords.backlog(webhook, now: time) == nil)
        (webhook.waiting, webhook.dueAt) = (1, time)
        #expect(WebhookWords.backlog(webhook, now: time) == "One change waits to be told; it is its turn.")
        webhook.state = .paused
        #expect(WebhookWords.backlog(webhook, now: time) == "One change waits to be told, until it is resumed.")
        webhook.waiting = 0
        #expect(WebhookWords.backlog(webhook, now: time) == "Nothing is sent until it is resumed.")
        // What comes or goes is seen by who looks on.
        let counts = JobCounts(byState: [:], changedAt: nil)
        webhook.waiting = 3
        #expect(JobsPiece.mark(counts, [webhook]) != JobsPiece.mark(counts, [idle]))
    }

    @Test func whoWatchesIsToldOfAChangeOnAnyNode() async throws {
        let bench = try await TestBench()
        let hub = LiveHub()
        let topic = LiveTopic.jobs(bench.bench.workspace.id)
        let (key, events) = try #require(await hub.watch(topic))
        await JobWatch(hub: hub, pause: .milliseconds(5)).begin(topic, bench.bench, .owner)
        var marks = events.makeAsyncIterator()
        let first = try #require(await marks.next())
        // Another process writes: this one’s workbench knows nothing of it.
        let other = try await Workbench(records: try await SQLiteStore.open(bench.folder), workspace: bench.bench.workspace.id, analyzer: try MeetingAnalyzer.bundled())
        try await other.store.enqueue([NewJob(Self.kind, at: Workbench.clock())])
        let second = try #require(await marks.next())
        #expect(first.name == "jobs" && second.name == "jobs" && first.data != second.data)
        await hub.leave(topic, key: key)
    }

    @Test func aFailedImportIsTriedAgainByWhoeverBroughtItIn() async throws {
        let bench = try await TestBench()
        let seller = try await TestBench.signIn(bench.bench, "seller", .salesperson)
        let other = try await TestBench.signIn(bench.bench, "other", .salesperson)
        let store = bench.bench.store, time = Workbench.clock()
        let member = try #require(try await store.member(withAddress: "seller@norrvik.example"))
        let item = try await bench.bench.keepTranscript(Data(UseTests.transcript.utf8), named: "mine.vtt", details: ImportDetails(), by: Visitor(member, in: store.id))
        let job = try #require(try await store.jobs(JobQuery(subject: item.id.uuid)).items.first)
        let held = try #require(try await store.begin(job.id, node: "n", until: time, at: time))
        try await store.fail(held.held, "The store was busy for too long.", retry: nil, at: time)
        try await RunningServer.run(bench.server().application(), as: seller) { (server: RunningServer) async throws -> Void in
            var stranger = server
            stranger.ticket = other
            #expect(try await server.ask("/waiting").text.contains("mine.vtt"))
            #expect(try await !stranger.ask("/waiting").text.contains("mine.vtt"))
            let again = UseTests.fields([("choice", "again")])
            #expect(try await stranger.ask("/waiting/\(item.id)", .post, headers: again.0, body: again.1).status == .notFound)
            #expect(try await server.ask("/waiting/\(item.id)", .post, headers: again.0, body: again.1).status == .seeOther)
            #expect(try await store.job(job.id).state == .waiting)
        }
    }
}

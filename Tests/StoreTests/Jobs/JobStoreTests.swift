import Covalence
import Foundation
import Store
import Testing

/// Queueing, leases and what they guard.
@Suite("Jobs in the store")
struct JobStoreTests {
    static let work = Job.Kind("test.work")
    static let node = "here"

    private func world() async throws -> (Room, any RecordStore, any WorkspaceStore) {
        let room = try Room()
        let (store, workspace) = try await room.makeWorkspace()
        return (room, store, workspace)
    }

    private func lease(_ store: any RecordStore, at minute: Int, node: String = node, kinds: Set<Job.Kind> = [work]) async throws -> Job? {
        try await store.lease(kinds, node: node, until: .minutes(minute + 1), at: .minutes(minute))
    }

    @Test("a job waits, runs and is done; what is not due is not begun")
    func life() async throws {
        let (room, store, workspace) = try await world()
        defer { withExtendedLifetime(room) {} }
        let subject = UUID()
        let made = try await workspace.enqueue([NewJob(Self.work, subject: subject, payload: ["n": "1"], notBefore: .minutes(5), at: .base)])[0]
        #expect(made.state == .waiting && made.attempt == 0 && made.subject == subject && made.payload == ["n": "1"])
        #expect(try await lease(store, at: 4) == nil)
        let begun = try #require(try await lease(store, at: 5))
        #expect(begun.id == made.id && begun.state == .running && begun.attempt == 1 && begun.failures == 0)
        #expect(begun.lease == Job.Lease(node: "here", until: .minutes(6)) && begun.begunAt == .minutes(5))
        try await workspace.report(.init(0.25, "Reading"), on: begun.held, at: .minutes(5))
        #expect(try await workspace.job(made.id).progress == Job.Progress(0.25, "Reading"))
        try await workspace.complete(begun.held, at: .minutes(6))
        let done = try await workspace.job(made.id)
        #expect(done.state == .done && done.lease == nil && done.endedAt == .minutes(6) && done.progress == nil)
        // Said twice, as when the first answer got lost.
        try await workspace.complete(begun.held, at: .minutes(7))
        #expect(try await workspace.job(made.id).endedAt == .minutes(6))
        // A beat that comes after the effect.
        try await workspace.extend(begun.held, until: .minutes(9))
        #expect(try await workspace.job(made.id) == done)
        #expect(try await lease(store, at: 60) == nil)
    }

    @Test("a lease that ran out is given to another, and the first may write nothing any more")
    func fencing() async throws {
        let (room, store, workspace) = try await world()
        defer { withExtendedLifetime(room) {} }
        let id = try await workspace.enqueue([NewJob(Self.work, at: .base)])[0].id
        let first = try #require(try await lease(store, at: 0, node: "first"))
        #expect(try await lease(store, at: 0, node: "second") == nil)
        try await workspace.extend(first.held, until: .minutes(3))
        #expect(try await lease(store, at: 2, node: "second") == nil)
        let second = try #require(try await lease(store, at: 3, node: "second"))
        #expect(second.id == id && second.attempt == 2 && second.failures == 1)
        let lost = StoreError.conflict(.job(id))
        await #expect(throws: lost) { try await workspace.extend(first.held, until: .minutes(9)) }
        await #expect(throws: lost) { try await workspace.report(.init(1, "Late"), on: first.held, at: .minutes(3)) }
        await #expect(throws: lost) { try await workspace.complete(first.held, at: .minutes(3)) }
        await #expect(throws: lost) { try await workspace.fail(first.held, "Late.", retry: nil, at: .minutes(3)) }
        await #expect(throws: lost) { try await workspace.giveBack(first.held, at: .minutes(3)) }
        #expect(try await workspace.job(id) == second)
        try await workspace.complete(second.held, at: .minutes(4))
        await #expect(throws: lost) { try await workspace.complete(first.held, at: .minutes(5)) }
        // A lease says nothing in another workspace.
        let elsewhere = JobLease(job: id, workspace: .make(at: .base), attempt: 2)
        await #expect(throws: lost) { try await workspace.extend(elsewhere, until: .minutes(9)) }
    }

    @Test("the effect of a job and its end are one transaction; without the lease there is no effect")
    func effect() async throws {
        let (room, store, workspace) = try await world()
        defer { withExtendedLifetime(room) {} }
        _ = try await workspace.enqueue([NewJob(Self.work, at: .base)])
        let first = try #require(try await lease(store, at: 0))
        let second = try #require(try await lease(store, at: 5))
        var late = newMeeting(title: "Late")
        late.step = JobStep(first.held, isLast: true, at: .minutes(6))
        await #expect(throws: StoreError.conflict(.job(first.id))) { try await workspace.add(late) }
        #expect(try await workspace.count(MeetingQuery()) == 0)
        var right = newMeeting(title: "Right")
        right.step = JobStep(second.held, isLast: true, at: .minutes(6))
        _ = try await workspace.add(right)
        #expect(try await workspace.job(second.id).state == .done)
        right = newMeeting(title: "Again")
        right.step = JobStep(second.held, isLast: true, at: .minutes(6))
        await #expect(throws: StoreError.conflict(.job(first.id))) { try await workspace.add(right) }
        #expect(try await workspace.count(MeetingQuery()) == 1)
    }

    @Test("what got on did not fail in vain; what fails waits, and is given up")
    func failing() async throws {
        let (room, store, workspace) = try await world()
        defer { withExtendedLifetime(room) {} }
        let id = try await workspace.enqueue([NewJob(Self.work, at: .base)])[0].id
        let first = try #require(try await lease(store, at: 0))
        try await workspace.fail(first.held, "The disk is full.", retry: .minutes(10), at: .minutes(0))
        let waiting = try await workspace.job(id)
        #expect(waiting.state == .waiting && waiting.failures == 1 && waiting.problem == "The disk is full." && waiting.notBefore == .minutes(10))
        #expect(try await lease(store, at: 9) == nil)
        let second = try #require(try await lease(store, at: 10))
        #expect(second.attempt == 2 && second.problem == "The disk is full.")
        try await workspace.giveBack(second.held, at: .minutes(11))
        #expect(try await workspace.job(id).failures == 1)
        let third = try #require(try await lease(store, at: 11))
        try await workspace.fail(third.held, String(repeating: "é", count: 2_000), retry: nil, at: .minutes(12))
        let failed = try await workspace.job(id)
        #expect(failed.state == .failed && failed.failures == 2 && failed.problem?.count == 500 && failed.endedAt == .minutes(12))
        let again = try await workspace.retryJob(id, at: .minutes(20))
        #expect(again.state == .waiting && again.failures == 0 && again.endedAt == nil)
        #expect(try #require(try await lease(store, at: 20)).attempt == 4)
        await #expect(throws: StoreError.self) { try await workspace.retryJob(id, at: .minutes(20)) }
    }

    @Test("cancelling works on what waits and on what runs, at once")
    func cancelling() async throws {
        let (room, store, workspace) = try await world()
        defer { withExtendedLifetime(room) {} }
        let ids = try await workspace.enqueue([NewJob(Self.work, at: .base), NewJob(Self.work, at: .base)]).map(\.id)
        let running = try #require(try await lease(store, at: 0))
        for id in ids { #expect(try await workspace.cancelJob(id, at: .minutes(1)).state == .cancelled) }
        #expect(try await lease(store, at: 30) == nil)
        await #expect(throws: StoreError.conflict(.job(running.id))) { try await workspace.complete(running.held, at: .minutes(2)) }
        await #expect(throws: StoreError.self) { try await workspace.cancelJob(ids[0], at: .minutes(2)) }
        await #expect(throws: StoreError.self) { try await workspace.cancelJob(.make(at: .base), at: .minutes(2)) }
        #expect(try await workspace.retryJob(ids[0], at: .minutes(3)).state == .waiting)
    }

    @Test("the same work is queued once, for as long as its key holds", arguments: NewJob.Key.Hold.allCases)
    func keys(hold: NewJob.Key.Hold) async throws {
        let (room, store, workspace) = try await world()
        defer { withExtendedLifetime(room) {} }
        func queue() async throws -> Identifier<Job> {
            try await workspace.enqueue([NewJob(Self.work, key: .init("same", holds: hold), at: .base)])[0].id
        }
        let first = try await queue()
        #expect(try await queue() == first)
        // Another kind and another workspace have keys of their own.
        #expect(try await workspace.enqueue([NewJob(Job.Kind("test.other"), key: .init("same", holds: hold), at: .base)])[0].id != first)
        let begun = try #require(try await lease(store, at: 0))
        #expect(try await (queue() == first) == (hold != .untilBegun))
        try await workspace.complete(begun.held, at: .minutes(1))
        #expect(try await (queue() == first) == (hold == .forPeriod || hold == .forGood))
        try await workspace.purgeJobs(endedBefore: .minutes(60))
        #expect(try await (queue() == first) == (hold == .forGood))
    }

    @Test("a job that carries words is refused, and nothing of the call is kept")
    func words() async throws {
        let (room, _, workspace) = try await world()
        defer { withExtendedLifetime(room) {} }
        await #expect(throws: StoreError.self) {
            try await workspace.enqueue([NewJob(Self.work, at: .base), NewJob(Self.work, payload: ["said": "we will buy"], at: .base)])
        }
        #expect(try await workspace.jobs(JobQuery()).items.isEmpty)
    }

    @Test("an upload and its job come together or not at all")
    func together() async throws {
        let (room, store, workspace) = try await world()
        defer { withExtendedLifetime(room) {} }
        let hash = try store.files.store(Data("words".utf8))
        let item = IntakeItem(id: .make(at: .base), file: StoredFile(hash: hash, bytes: 5, mediaType: "text/plain", name: "a", receivedAt: .base))
        await #expect(throws: StoreError.self) { try await workspace.receive(item, queueing: [NewJob(.importFile, payload: ["a": "b c"], at: .base)]) }
        #expect(try await workspace.intake(in: [.received]).isEmpty)
        try await workspace.receive(item, queueing: [NewJob(.importFile, subject: item.id.uuid, at: .base)])
        #expect(try await workspace.jobs(JobQuery(kind: .importFile, subject: item.id.uuid)).items.count == 1)
        // Somebody leaves the file out: nothing is left to be read.
        var out = item
        out.state = .refused(reason: "Left out.")
        try await workspace.update(out, expecting: .received)
        #expect(try await workspace.jobs(JobQuery()).items.map(\.state) == [.cancelled])
    }

    @Test("jobs of an unknown kind, with anything in them, are kept, listed and left alone")
    func unknown() async throws {
        let (room, store, workspace) = try await world()
        defer { withExtendedLifetime(room) {} }
        let newer = Job.Kind("future.dream")
        let id = try await workspace.enqueue([NewJob(newer, payload: ["v": "9"], at: .base)])[0].id
        #expect(try await lease(store, at: 60) == nil)
        #expect(try await store.lease([], node: "x", until: .minutes(1), at: .base) == nil)
        #expect(try await workspace.jobs(JobQuery()).items.map(\.kind) == [newer])
        #expect(try await lease(store, at: 60, kinds: [newer])?.id == id)
    }

    @Test("the list comes in pages, newest first, narrowed by state, kind and subject")
    func listing() async throws {
        let (room, store, workspace) = try await world()
        defer { withExtendedLifetime(room) {} }
        var ids: [Identifier<Job>] = []
        for minute in 0..<7 { ids.append(try await workspace.enqueue([NewJob(Self.work, at: .minutes(minute))])[0].id) }
        _ = try await lease(store, at: 20)
        var found: [Identifier<Job>] = []
        var cursor: PageCursor?
        repeat {
            let page = try await workspace.jobs(JobQuery(cursor: cursor, limit: 3))
            #expect(page.items.count <= 3)
            found += page.items.map(\.id)
            cursor = page.next
        } while cursor != nil
        #expect(found == ids.reversed())
        #expect(try await workspace.jobs(JobQuery(states: [.running])).items.map(\.id) == [ids[0]])
        #expect(try await workspace.jobs(JobQuery(kind: .importFile)).items.isEmpty)
        let counts = try await workspace.jobCounts()
        #expect(counts[.waiting] == 6 && counts[.running] == 1 && counts[.done] == 0 && counts.changedAt == .minutes(20))
        for query in [JobQuery(limit: 0), JobQuery(limit: 501), JobQuery(cursor: PageCursor(rawValue: "x'; DROP TABLE job"))] {
            await #expect(throws: StoreError.self) { try await workspace.jobs(query) }
        }
    }

    @Test("only what ended before goes when it is cleared away")
    func purging() async throws {
        let (room, store, workspace) = try await world()
        defer { withExtendedLifetime(room) {} }
        for minute in 0..<4 { _ = try await workspace.enqueue([NewJob(Self.work, at: .minutes(minute))]) }
        for minute in 10..<12 {
            let job = try #require(try await lease(store, at: minute))
            try await workspace.complete(job.held, at: .minutes(minute))
        }
        #expect(try await workspace.purgeJobs(endedBefore: .minutes(11)) == 1)
        #expect(try await workspace.jobCounts().byState == [.done: 1, .waiting: 2])
    }

    @Test("workspaces take turns: the one with a thousand jobs does not starve the one with three")
    func fairness() async throws {
        let (room, store, busy) = try await world()
        defer { withExtendedLifetime(room) {} }
        let other = WorkspaceRecord(id: .make(at: .minutes(1)), name: "Other", createdAt: .minutes(1))
        try await store.createWorkspace(other)
        let quiet = try await store.workspace(other.id)
        try await busy.enqueue((0..<1_000).map { _ in NewJob(Self.work, at: .base) })
        try await quiet.enqueue((0..<3).map { _ in NewJob(Self.work, at: .minutes(2)) })
        var order: [Identifier<Workspace>] = []
        for minute in 0..<8 {
            let job = try #require(try await lease(store, at: 10 + minute))
            order.append(job.workspace)
            try await (job.workspace == other.id ? quiet : busy).complete(job.held, at: .minutes(10 + minute))
        }
        // By hand: neither has begun a job, so the older workspace goes first; from then on the one that waited longer, until the quiet
        // one has nothing left.
        #expect(order.map { $0 == other.id } == [false, true, false, true, false, true, false, false])
        // Side by side: who has fewer running comes first.
        try await quiet.enqueue([NewJob(Self.work, at: .minutes(2))])
        _ = try await store.lease([Self.work], node: "a", until: .minutes(90), at: .minutes(30))
        let next = try await store.lease([Self.work], node: "a", until: .minutes(90), at: .minutes(30))
        let running = try await [busy.jobCounts()[.running], quiet.jobCounts()[.running]]
        #expect(next != nil && running == [1, 1])
        #expect(try await store.lease([Self.work], in: other.id, node: "a", until: .minutes(90), at: .minutes(30)) == nil)
    }

    @Test("what nobody waits for lets the rest of its workspace go first")
    func background() async throws {
        let (room, store, workspace) = try await world()
        defer { withExtendedLifetime(room) {} }
        let late = try await workspace.enqueue([NewJob(Self.work, isBackground: true, at: .base), NewJob(Self.work, at: .minutes(1))])[1].id
        #expect(try await lease(store, at: 5)?.id == late)
        #expect(try await lease(store, at: 5) != nil)
    }
}

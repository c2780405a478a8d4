import Covalence
import Foundation
import Store
import Synchronization
import Testing
import Webhooks
@testable import Workbench

@Suite("Webhooks: added, delivered, tried again, replayed, paused")
struct WebhookTests {
    /// A workbench whose clock the test moves and whose receiver is a table of answers.
    final class Desk: Sendable {
        let folder: URL
        let bench: Workbench
        let receiver: Answering
        let clock: Moving

        init(_ answers: [Int], headers: [String: String] = [:]) async throws {
            folder = FileManager.default.temporaryDirectory.appendingPathComponent("covalence-hooks-\(UUID().uuidString)")
            let clock = Moving()
            receiver = try await Answering.start(answers, headers: headers)
            let calls = WebhookCalls(guarding: try AddressGuard(allowing: "127.0.0.1"))
            let desk = WebhookDesk(
                keeper: SecretKeeper(key: Data(repeating: 7, count: 32)), calls: calls, schedule: RetrySchedule(), random: { 0.5 }
            )
            self.clock = clock
            bench = try await Workbench.opening(try await SQLiteStore.open(folder), analyzer: .forTests(), outward: desk, now: { clock.now })
        }

        deinit { try? FileManager.default.removeItem(at: folder) }

        var address: String { "http://127.0.0.1:\(receiver.port)/hook" }

        func add(_ kinds: Set<RecordEvent.Kind> = []) async throws -> Identifier<Webhook> {
            try await bench.addWebhook(address, kinds: kinds, by: .owner).webhook.id
        }

        func organization(_ name: String) async throws {
            _ = try await bench.store.add(Organization(id: .make(at: bench.now()), name: name, kind: .customer), holders: AccountHolders(), at: bench.now())
        }
    }

    /// Stands still until it is moved.
    final class Moving: Sendable {
        private let time = Mutex(Timestamp(Date()))
        var now: Timestamp { time.withLock { $0 } }
        func move(_ milliseconds: Int64) { time.withLock { $0 = $0.advanced(by: milliseconds) } }
    }

    @Test("what happens after it was added is delivered once, in order, by ids only, and signed with the secret that was shown")
    func delivers() async throws {
        let desk = try await Desk([200])
        try await desk.organization("Before")
        let made = try await desk.bench.addWebhook(desk.address, by: .owner)
        try await desk.organization("Quagzim")
        try await desk.organization("Zweiter")
        #expect(try await WebhookRounds.goRound(desk.bench) == 2)
        #expect(try await WebhookRounds.goRound(desk.bench) == 0)
        let got = desk.receiver.got
        #expect(got.count == 2)
        #expect(got.allSatisfy { $0.body.contains(#""type":"organization.added""#) && !$0.body.contains("Quagzim") })
        #expect(got[0].body.contains(#""sequence":2"#) && got[1].body.contains(#""sequence":3"#))
        let secret = try #require(WebhookSecret(text: made.secret))
        let id = try #require(got[0].headers["webhook-id"]), stamp = try #require(got[0].headers["webhook-timestamp"].flatMap { Int64($0) })
        #expect(got[0].headers["webhook-signature"] == secret.signature(id: id, timestamp: stamp, body: Data(got[0].body.utf8)))
        let logs = try await desk.bench.deliveries(of: made.webhook.id, by: .owner)
        #expect(logs.map(\.delivery.event.sequence) == [3, 2])
        #expect(logs.allSatisfy { $0.delivery.state == .delivered && $0.attempts.map(\.status) == [200] })
    }

    @Test("only of the kinds that were chosen")
    func kinds() async throws {
        let desk = try await Desk([200])
        _ = try await desk.add([.personAdded])
        try await desk.organization("A")
        try await desk.bench.store.add(Person(id: .make(at: desk.bench.now()), name: "P"), by: nil, at: desk.bench.now())
        #expect(try await WebhookRounds.goRound(desk.bench) == 1)
        #expect(desk.receiver.got.first?.body.contains("person.added") == true)
    }

    @Test("a failure is tried again when it is due, under the same id; those behind it pass")
    func retries() async throws {
        let desk = try await Desk([500, 200, 503, 200])
        let id = try await desk.add()
        try await desk.organization("A")
        try await desk.organization("B")
        // A fails, B passes it.
        #expect(try await WebhookRounds.goRound(desk.bench) == 2)
        #expect(try await WebhookRounds.goRound(desk.bench) == 0)
        desk.clock.move(9_999)
        #expect(try await WebhookRounds.goRound(desk.bench) == 0)
        desk.clock.move(1)
        // 503: three times as long.
        #expect(try await WebhookRounds.goRound(desk.bench) == 1)
        desk.clock.move(29_999)
        #expect(try await WebhookRounds.goRound(desk.bench) == 0)
        desk.clock.move(1)
        #expect(try await WebhookRounds.goRound(desk.bench) == 1)
        let got = desk.receiver.got
        #expect(got.count == 4)
        #expect(got[0].headers["webhook-id"] == got[2].headers["webhook-id"] && got[2].headers["webhook-id"] == got[3].headers["webhook-id"])
        #expect(got[0].headers["webhook-id"] != got[1].headers["webhook-id"])
        let log = try #require(try await desk.bench.deliveries(of: id, by: .owner).last)
        #expect(log.attempts.map(\.status) == [500, 503, 200])
        #expect(log.attempts[0].problem == "The server answered 500.")
        #expect(try await desk.bench.webhook(id, by: .owner).state == .active)
    }

    @Test("a receiver that asks for time gets it: nothing is sent until then, and no more than an hour is waited for what it did not refuse")
    func asksForTime() async throws {
        let desk = try await Desk([429, 200], headers: ["retry-after": "600"])
        let id = try await desk.add()
        for name in ["A", "B", "C"] { try await desk.organization(name) }
        #expect(try await WebhookRounds.goRound(desk.bench) == 1)
        #expect(try await desk.bench.webhook(id, by: .owner).state == .active)
        desk.clock.move(599_999)
        #expect(try await WebhookRounds.goRound(desk.bench) == 0)
        desk.clock.move(1)
        #expect(try await WebhookRounds.goRound(desk.bench) == 3)
        #expect(desk.receiver.got.count == 4)
        #expect(try await desk.bench.webhook(id, by: .owner).heldUntil == nil)

        let patient = try await Desk([503, 200], headers: ["retry-after": "7200"])
        _ = try await patient.add()
        for name in ["A", "B"] { try await patient.organization(name) }
        #expect(try await WebhookRounds.goRound(patient.bench) == 1)
        patient.clock.move(3_599_999)
        #expect(try await WebhookRounds.goRound(patient.bench) == 0)
        patient.clock.move(1)
        // B; A was refused for two hours.
        #expect(try await WebhookRounds.goRound(patient.bench) == 1)
        patient.clock.move(3_600_000)
        #expect(try await WebhookRounds.goRound(patient.bench) == 1)
        let got = patient.receiver.got
        #expect(got.count == 3 && got[0].headers["webhook-id"] == got[2].headers["webhook-id"] && got[0].headers["webhook-id"] != got[1].headers["webhook-id"])
    }

    @Test("after five failures it is failing and held back; after three days a delivery is given up, after five it is paused")
    func failing() async throws {
        let desk = try await Desk([500])
        let id = try await desk.add()
        for number in 0..<7 { try await desk.organization("O\(number)") }
        #expect(try await WebhookRounds.goRound(desk.bench) == 5)
        var webhook = try await desk.bench.webhook(id, by: .owner)
        #expect(webhook.state == .failing)
        #expect(webhook.failures == 5)
        #expect(webhook.reason == "The server answered 500.")
        // One attempt, and it is held back for longer.
        desk.clock.move(10_000)
        #expect(try await WebhookRounds.goRound(desk.bench) == 1)
        #expect(try await WebhookRounds.goRound(desk.bench) == 0)
        for hour in 0..<200 {
            desk.clock.move(3_600_000)
            if hour % 24 == 0 { try await desk.organization("H\(hour)") }
            _ = try await WebhookRounds.goRound(desk.bench)
        }
        webhook = try await desk.bench.webhook(id, by: .owner)
        #expect(webhook.state == .paused)
        #expect(webhook.reason?.contains("5 days") == true)
        #expect(try await desk.bench.deliveries(of: id, DeliveryQuery(state: .failed), by: .owner).isEmpty == false)
        let count = desk.receiver.got.count
        desk.clock.move(3_600_000)
        #expect(try await WebhookRounds.goRound(desk.bench) == 0)
        #expect(desk.receiver.got.count == count)
    }

    @Test("what is gone by the time it is delivered is not told, nor when it is sent again; that it was erased is")
    func erasedMeanwhile() async throws {
        let desk = try await Desk([500, 200])
        let id = try await desk.add()
        let time = desk.bench.now(), note = Interaction(id: .make(at: time), kind: .note, title: "T", recordedAt: time)
        _ = try await desk.bench.store.add([NewInteraction(note)], at: time)
        #expect(try await WebhookRounds.goRound(desk.bench) == 1)
        try await desk.bench.store.erase(note.id)
        desk.clock.move(10_000)
        // The addition, for which nothing is sent, and the erasure.
        #expect(try await WebhookRounds.goRound(desk.bench) == 2)
        func told() -> [String] { desk.receiver.got.map { $0.body.contains("interaction.added") ? "added" : $0.body.contains("interaction.erased") ? "erased" : $0.body } }
        #expect(told() == ["added", "erased"])
        let first = try #require(try await desk.bench.deliveries(of: id, by: .owner).last)
        #expect(first.delivery.state == .failed && first.attempts.map(\.status) == [500, nil])
        #expect(first.attempts.last?.problem == "What it is about is not there any more. Nothing was sent.")
        #expect(try await desk.bench.replay(first.delivery.id, of: id, by: .owner))
        #expect(try await WebhookRounds.goRound(desk.bench) == 1)
        #expect(told() == ["added", "erased"])
        #expect(try await desk.bench.webhook(id, by: .owner).state == .active)
    }

    @Test("410 pauses at once; going on sends what waited")
    func gone() async throws {
        let desk = try await Desk([410, 200])
        let id = try await desk.add()
        try await desk.organization("A")
        try await desk.organization("B")
        #expect(try await WebhookRounds.goRound(desk.bench) == 1)
        #expect(try await desk.bench.webhook(id, by: .owner).state == .paused)
        try await desk.organization("C")
        #expect(try await WebhookRounds.goRound(desk.bench) == 0)
        try await desk.bench.pauseWebhook(id, false, by: .owner)
        #expect(try await WebhookRounds.goRound(desk.bench) == 2)
        #expect(desk.receiver.got.last?.body.contains(#""sequence":3"#) == true)
    }

    @Test("one is sent again under its id, and so is a span of time; what is under way is left to it")
    func replays() async throws {
        let desk = try await Desk([200])
        let id = try await desk.add()
        for name in ["A", "B", "C"] { try await desk.organization(name) }
        _ = try await WebhookRounds.goRound(desk.bench)
        let first = try #require(try await desk.bench.deliveries(of: id, by: .owner).last?.delivery)
        #expect(try await desk.bench.replay(first.id, of: id, by: .owner))
        #expect(try await !desk.bench.replay(first.id, of: id, by: .owner))
        #expect(try await WebhookRounds.goRound(desk.bench) == 1)
        #expect(desk.receiver.got[3].headers["webhook-id"] == desk.receiver.got[0].headers["webhook-id"])
        let after = first.event.at.advanced(by: 600_000)
        #expect(try await desk.bench.replay(of: id, from: after, before: nil, by: .owner) == 0)
        #expect(try await desk.bench.replay(of: id, from: nil, before: after, by: .owner) == 3)
        #expect(try await WebhookRounds.goRound(desk.bench) == 3)
        #expect(desk.receiver.got.suffix(3).map { $0.body } == desk.receiver.got.prefix(3).map { $0.body })
        await #expect(throws: StoreError.self) { try await desk.bench.replay(.make(at: after), of: id, by: .owner) }
    }

    @Test("a new secret signs beside the former one for a day, and alone then")
    func rotation() async throws {
        let desk = try await Desk([200])
        let made = try await desk.bench.addWebhook(desk.address, by: .owner)
        let rotated = try await desk.bench.rotateSecret(of: made.webhook.id, by: .owner)
        #expect(rotated.secret != made.secret)
        for wait: Int64 in [0, 24 * 3_600_000] {
            desk.clock.move(wait)
            try await desk.organization("O\(wait)")
            _ = try await WebhookRounds.goRound(desk.bench)
        }
        let got = desk.receiver.got
        func signature(_ secret: String, _ got: Answering.Got) throws -> String {
            let id = try #require(got.headers["webhook-id"]), stamp = try #require(got.headers["webhook-timestamp"].flatMap { Int64($0) })
            return try #require(WebhookSecret(text: secret)).signature(id: id, timestamp: stamp, body: Data(got.body.utf8))
        }
        #expect(try got[0].headers["webhook-signature"] == "\(signature(rotated.secret, got[0])) \(signature(made.secret, got[0]))")
        #expect(try got[1].headers["webhook-signature"] == signature(rotated.secret, got[1]))
    }

    @Test("a test is sent at once and says what came of it; whoever is no administrator may do none of this")
    func tests() async throws {
        let desk = try await Desk([200, 500])
        let id = try await desk.add()
        #expect(try await desk.bench.testWebhook(id, by: .owner).delivery.state == .delivered)
        let failed = try await desk.bench.testWebhook(id, by: .owner)
        #expect(failed.delivery.state == .waiting)
        #expect(failed.attempts.map(\.status) == [500])
        let seller = Visitor(.member(.make(at: desk.bench.now())), name: "s", role: .manager, workspace: desk.bench.workspace.id)
        await #expect(throws: NotPermitted.self) { try await desk.bench.webhooks(by: seller) }
        await #expect(throws: NotPermitted.self) { try await desk.bench.addWebhook(desk.address, by: seller) }
        await #expect(throws: NotPermitted.self) { try await desk.bench.deliveries(of: id, by: seller) }
    }

    @Test("addresses of this machine are refused unless allowed, the secret is nowhere in the store in the clear")
    func refused() async throws {
        let desk = try await Desk([200])
        for address in ["http://127.0.0.2/", "https://10.0.0.1/", "https://[::1]/", "nonsense"] {
            expectSentence(await #expect(throws: StoreError.self) { try await desk.bench.addWebhook(address, by: .owner) })
        }
        let made = try await desk.bench.addWebhook(desk.address, by: .owner)
        let bytes = try #require(WebhookSecret(text: made.secret)).bytes
        let paths = FileManager.default.enumerator(atPath: desk.folder.path)
        var files = 0
        while let path = paths?.nextObject() as? String {
            guard let data = try? Data(contentsOf: desk.folder.appendingPathComponent(path)) else { continue }
            files += 1
            #expect(data.range(of: bytes) == nil && data.range(of: Data(made.secret.utf8)) == nil, "\(path)")
        }
        #expect(files > 0)
        for _ in 1..<20 { _ = try await desk.add() }
        await #expect(throws: StoreError.self) { try await desk.add() }
    }

    @Test("a key file is made once, for its owner only, and another key opens nothing")
    func keys() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("covalence-key-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "secrets.key")
        let sealed = try SecretKeeper(file: file).seal(Data("s".utf8), for: "a")
        #expect(try SecretKeeper(file: file).unseal(sealed, for: "a") == Data("s".utf8))
        #expect(throws: StoreError.self) { try SecretKeeper(file: file).unseal(sealed, for: "b") }
        #expect(throws: StoreError.self) { try SecretKeeper(file: folder.appending(path: "other.key")).unseal(sealed, for: "a") }
        let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        try Data("nonsense".utf8).write(to: file)
        #expect(throws: StoreError.self) { try SecretKeeper(file: file).unseal(sealed, for: "a") }
    }
}

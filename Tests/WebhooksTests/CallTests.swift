import Foundation
import NIOHTTP1
import Synchronization
import Testing
@testable import Webhooks

@Suite("Calls to receivers")
struct CallTests {
    private static let message = WebhookMessage(id: "msg_1", body: Data(#"{"a":1}"#.utf8), secrets: [.make()])

    private func calls(_ names: NameService = .system, patience: Duration = .seconds(120), limit: Int = 65_536) throws -> WebhookCalls {
        WebhookCalls(guarding: try AddressGuard(allowing: "127.0.0.0/8"), names: names, patience: patience, answerLimit: limit)
    }

    @Test("a message arrives as it is signed")
    func arrives() async throws {
        try await Receiver.run(.status(204, bytes: 0)) { receiver in
            let answer = await (try calls()).send(Self.message, to: "http://127.0.0.1:\(receiver.port)/in?x=1", timestamp: 1_772_616_600)
            #expect(answer == WebhookAnswer(status: 204, bytes: 0))
            let got = try #require(receiver.got.first)
            #expect(got.body == #"{"a":1}"#)
            #expect(got.headers.first(name: "webhook-signature") == Self.message.secrets[0].signature(id: "msg_1", timestamp: 1_772_616_600, body: Self.message.body))
            #expect(got.headers.first(name: "host") == "127.0.0.1:\(receiver.port)")
        }
    }

    @Test("the connection goes to the address that was checked: a name that changes afterwards changes nothing, and the Host stays")
    func rebinding() async throws {
        let asked = Mutex(0)
        // Allowed when it is checked; whoever asked again would be sent to a forbidden address.
        let names = NameService { _ in
            let count = asked.withLock { count in
                count += 1
                return count
            }
            return [InternetAddress(count == 1 ? "127.0.0.1" : "169.254.169.254")].compactMap(\.self)
        }
        try await Receiver.run(.status(200)) { receiver in
            // `.invalid` has no address in any name service (RFC 6761): it is only reached by the one we looked up.
            let address = "http://hooks.invalid:\(receiver.port)/"
            let answer = await (try calls(names)).send(Self.message, to: address, timestamp: 1)
            #expect(answer.isTaken)
            #expect(receiver.got.first?.headers.first(name: "host") == "hooks.invalid:\(receiver.port)")
            #expect(asked.withLock { $0 } == 1)
            let second = await (try calls(names)).send(Self.message, to: address, timestamp: 1)
            #expect(second.status == nil)
            #expect(second.problem?.contains("local network segment") == true)
            #expect(receiver.got.count == 1)
        }
    }

    @Test("redirects are said and not followed", arguments: [301, 302, 307, 308])
    func redirects(status: Int) async throws {
        try await Receiver.run(.status(200)) { inner in
            try await Receiver.run(.status(status, headers: [("location", "http://127.0.0.1:\(inner.port)/")])) { receiver in
                let answer = await (try calls()).send(Self.message, to: "http://127.0.0.1:\(receiver.port)/", timestamp: 1)
                #expect(answer.status == status)
                #expect(answer.problem?.contains("Redirects are not followed") == true)
                #expect(inner.got.isEmpty)
            }
        }
    }

    @Test("of a huge answer no more than the limit is read")
    func huge() async throws {
        try await Receiver.run(.status(200, bytes: 20_000_000)) { receiver in
            let answer = await (try calls(limit: 10_000)).send(Self.message, to: "http://127.0.0.1:\(receiver.port)/", timestamp: 1)
            #expect(answer == WebhookAnswer(status: 200, bytes: 10_000))
        }
    }

    @Test("an answer that does not come, or never ends, is waited for so long and no longer", arguments: [false, true])
    func slow(drips: Bool) async throws {
        try await Receiver.run(drips ? .drip : .nothing) { receiver in
            let answer = await (try calls(patience: .seconds(1))).send(Self.message, to: "http://127.0.0.1:\(receiver.port)/", timestamp: 1)
            #expect(answer.problem == "There was no whole answer within 1 seconds.")
        }
    }

    @Test("what the receiver says is told: statuses, and when to come again")
    func statuses() async throws {
        for (status, headers, after) in [(500, [("retry-after", "30")], nil), (503, [("retry-after", "30")], 30), (429, [("retry-after", "-1")], nil), (410, [], nil)] as [(Int, [(String, String)], Int?)] {
            try await Receiver.run(.status(status, headers: headers)) { receiver in
                let answer = await (try calls()).send(Self.message, to: "http://127.0.0.1:\(receiver.port)/", timestamp: 1)
                #expect(answer.status == status)
                #expect(answer.retryAfter == after)
                #expect(answer.problem != nil)
            }
        }
    }

    @Test("nobody there, no TLS, a forbidden place: each is said in words, and nothing is sent")
    func unreached() async throws {
        try await Receiver.run(.status(200)) { receiver in
            let plain = await (try calls()).send(Self.message, to: "https://127.0.0.1:\(receiver.port)/", timestamp: 1)
            #expect(plain.status == nil)
            #expect(plain.problem?.contains("encrypted") == true)
            let forbidden = await WebhookCalls().send(Self.message, to: "http://127.0.0.1:\(receiver.port)/", timestamp: 1)
            #expect(forbidden.problem?.contains("of this machine") == true)
            #expect(receiver.got.isEmpty)
        }
        let nobody = await (try calls()).send(Self.message, to: "http://127.0.0.1:1/", timestamp: 1)
        #expect(nobody.problem == "The server could not be reached.")
    }
}

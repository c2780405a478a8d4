import Foundation
import Testing
@testable import Webhooks

@Suite("Signatures of webhooks")
struct SignatureTests {
    /// Worked out with Python's hmac: base64(hmac.new(key, b"msg_0197.1772616600." + body, sha256).digest()), keys bytes(range(32)) and
    /// bytes(reversed(range(24))).
    static let first = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    static let second = "whsec_FxYVFBMSERAPDg0MCwoJCAcGBQQDAgEA"
    static let body = Data(#"{"type":"meeting.imported","sequence":7}"#.utf8)

    @Test("are those of another program, one for each secret that is valid")
    func signs() throws {
        let first = try #require(WebhookSecret(text: Self.first)), second = try #require(WebhookSecret(text: Self.second))
        let message = WebhookMessage(id: "msg_0197", body: Self.body, secrets: [first, second])
        let headers = Dictionary(uniqueKeysWithValues: message.headers(timestamp: 1_772_616_600).map { ($0.name, $0.value) })
        #expect(headers["webhook-id"] == "msg_0197")
        #expect(headers["webhook-timestamp"] == "1772616600")
        #expect(headers["webhook-signature"] == "v1,l5wUWh8RBbzkgRWIDh7WODJUwiciP7UDvRblJMA7D+0= v1,bWMFzsQ0NWyl/GNLIVgheE6FXLpLD0FeHk9SJ/8gxAA=")
    }

    @Test("secrets are read as they are written, and nothing else is")
    func secrets() throws {
        let new = WebhookSecret.make()
        #expect(WebhookSecret(text: new.text) == new)
        #expect(new.bytes.count == 32)
        #expect(WebhookSecret.make() != new)
        for text in ["", "whsec_", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "whsec_AAEC", "whsec_?"] { #expect(WebhookSecret(text: text) == nil) }
    }
}

@Suite("When a delivery is tried again")
struct RetryScheduleTests {
    @Test("waits grow threefold to half a day, and end after three days")
    func grows() {
        let schedule = RetrySchedule()
        let waits = (1...9).map { schedule.delay(after: $0, age: 0, retryAfter: nil, random: 0.5) }
        #expect(waits == [10_000, 30_000, 90_000, 270_000, 810_000, 2_430_000, 7_290_000, 21_870_000, 43_200_000])
        #expect(schedule.delay(after: 1_000_000, age: 0, retryAfter: nil, random: 0.5) == 43_200_000)
        #expect(schedule.delay(after: 12, age: 60 * 3_600_000, retryAfter: nil, random: 0.5) == 43_200_000)
        #expect(schedule.delay(after: 12, age: 60 * 3_600_000 + 1, retryAfter: nil, random: 0.5) == nil)
    }

    @Test("differ by a fifth at most; what the receiver asks for counts, up to a day")
    func differs() {
        let schedule = RetrySchedule()
        #expect(schedule.delay(after: 1, age: 0, retryAfter: nil, random: 0) == 8_000)
        #expect(schedule.delay(after: 1, age: 0, retryAfter: nil, random: 1) == 12_000)
        #expect(schedule.delay(after: 1, age: 0, retryAfter: 120, random: 0.5) == 120_000)
        #expect(schedule.delay(after: 5, age: 0, retryAfter: 1, random: 0.5) == 810_000)
        #expect(schedule.delay(after: 1, age: 0, retryAfter: 999_999_999, random: 0.5) == 86_400_000)
    }
}

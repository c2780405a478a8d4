import SignIn
import Testing

@Suite struct ThrottleTests {
    private func address(_ text: String) -> ThrottleKey { .address(NetworkAddress(text)!) }

    @Test func theWaitDoublesAfterFiveFailuresUpToAQuarterOfAnHour() {
        var throttle = Throttle()
        let keys = [ThrottleKey.account("anna@example.org")]
        var now: Int64 = 1_000
        for _ in 1...6 { #expect(throttle.begin(keys, now: now) == .allowed) }
        for wait in [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900] as [Int64] {
            #expect(throttle.decide(keys, now: now) == .wait(seconds: wait))
            #expect(throttle.begin(keys, now: now + wait - 1) == .wait(seconds: 1))
            now += wait
            #expect(throttle.begin(keys, now: now) == .allowed)
        }
        #expect(throttle.decide(keys, now: now + 3_600) == .allowed)
        // A clock set back a day.
        #expect(throttle.decide(keys, now: now - 86_400) == .wait(seconds: 900))
    }

    @Test func attemptsAtTheSameMomentDoNotAllPass() {
        var throttle = Throttle()
        let passed = (0..<100).count { _ in throttle.begin([.account("a")], now: 5) == .allowed }
        #expect(passed == 6)
    }

    @Test func successClearsTheAccountAndGivesTheAddressOneBack() {
        var throttle = Throttle()
        let keys = [ThrottleKey.account("a"), address("192.0.2.1")]
        for _ in 1...5 { _ = throttle.begin(keys, now: 0) }
        _ = throttle.begin(keys, now: 0)
        throttle.succeeded(keys)
        #expect(throttle.decide(keys, now: 0) == .allowed)
        // Five are left at the address: the next is the sixth, whatever the account.
        #expect(throttle.begin([.account("b"), address("192.0.2.1")], now: 0) == .allowed)
        #expect(throttle.begin([.account("c"), address("192.0.2.1")], now: 0) == .wait(seconds: 2))
        #expect(throttle.begin([.account("c"), address("192.0.2.2")], now: 0) == .allowed)
        throttle.withdraw([.account("c"), address("192.0.2.2"), .account("never seen")])
        #expect(throttle.count == 2)
    }

    @Test func theTableStaysSmallAndForgetsTheOldest() {
        var throttle = Throttle(capacity: 100)
        for _ in 1...6 { _ = throttle.begin([.account("victim")], now: 0) }
        for number in 0..<99 { _ = throttle.begin([.account("x\(number)")], now: 1) }
        #expect(throttle.decide([.account("victim")], now: 0) == .wait(seconds: 2))
        for number in 0..<5_000 { _ = throttle.begin([.account("y\(number)")], now: 1) }
        #expect(throttle.count == 100)
        #expect(throttle.decide([.account("victim")], now: 0) == .allowed)
        for number in 4_900..<5_000 { throttle.withdraw([.account("y\(number)")]) }
        #expect(throttle.count == 0)
    }

    @Test func spellingsOfOneAccountAndOneSubscriberAreOneKey() {
        #expect(ThrottleKey.account(" Anna@Example.org ") == .account("anna@example.org"))
        #expect(ThrottleKey.account("café") == .account("cafe\u{301}"))
        #expect(ThrottleKey.account("a") != .account("b"))
        #expect(address("2001:db8:1:2::1") == address("2001:db8:1:2:ffff::9"))
        #expect(address("2001:db8:1:2::1") != address("2001:db8:1:3::1"))
        #expect(address("::ffff:192.0.2.1") == address("192.0.2.1"))
        #expect(address("192.0.2.1") != address("192.0.2.2"))
    }

    @Test(arguments: [
        "", "1", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", " 1.2.3.4", "1.2.3.4\n", "1.2.3.4:80", "[::1]", "fe80::1%eth0", "::1\0",
        ":::", "1::2::3", "12345::", "localhost", "0x7f.1.1.1", String(repeating: "1", count: 100_000), "１.2.3.4",
    ])
    func addressesAreReadStrictly(text: String) {
        #expect(NetworkAddress(text) == nil)
    }

    @Test func loopbackIsKnown() {
        for text in ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"] { #expect(NetworkAddress(text)?.isLoopback == true) }
        for text in ["128.0.0.1", "::2", "1::1", "::", "0.0.0.0"] { #expect(NetworkAddress(text)?.isLoopback == false) }
    }
}

import NIOCore
import NIOEmbedded
import Testing
@testable import Server

@Suite("Alarms of a connection")
struct AlarmTests {
    private let loop = EmbeddedEventLoop()
    private let alarm = Alarm()

    /// The seconds of this clock, 1 to 60, in which the alarm went off.
    private func rings(_ work: (Int, @escaping () -> Void) -> Void) -> [Int] {
        var second = 0, rang: [Int] = []
        for next in 1...60 {
            work(second) { rang.append(second) }
            second = next
            loop.advanceTime(by: .seconds(1))
        }
        return rang
    }

    @Test("moved again and again, it goes off once, at the last of its times")
    func moved() {
        #expect(rings { second, ring in if second <= 20 { alarm.set(in: .seconds(10), on: loop, ring) } } == [30])
        #expect(!alarm.isSet)
    }

    @Test("set to an earlier time, it does not wait for the later one")
    func earlier() {
        #expect(rings { second, ring in
            if second == 0 { alarm.set(in: .seconds(50), on: loop) { Issue.record("This was replaced.") } }
            if second == 5 { alarm.set(in: .seconds(3), on: loop, ring) }
        } == [8])
    }

    @Test("stopped, it is silent, and can be set again before and after its old time")
    func stopped() {
        #expect(rings { second, ring in
            if second == 0 { alarm.set(in: .seconds(10), on: loop) { Issue.record("This was stopped.") } }
            if second == 4 { alarm.stop() }
            if second == 6 { alarm.set(in: .seconds(10), on: loop, ring) }
            if second == 20 { alarm.set(in: .seconds(5), on: loop, ring) }
        } == [16, 25])
    }

    @Test("it may be set from what it does")
    func again() {
        var left = 3
        #expect(rings { second, ring in
            func once() {
                ring()
                left -= 1
                if left > 0 { alarm.set(in: .seconds(7), on: loop, once) }
            }
            if second == 0 { alarm.set(in: .seconds(7), on: loop, once) }
        } == [7, 14, 21])
    }

    @Test("dismantled, it does nothing any more and keeps nothing alive")
    func dismantled() {
        final class Held {}
        weak var held: Held?
        do {
            let own = Held()
            held = own
            alarm.set(in: .seconds(5), on: loop) { _ = own }
        }
        #expect(held != nil)
        alarm.dismantle()
        #expect(held == nil)
        #expect(rings { _, _ in }.isEmpty)
    }
}

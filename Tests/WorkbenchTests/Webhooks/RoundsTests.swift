import Synchronization
import Testing
@testable import Workbench

@Suite("Rounds over several places")
struct RoundsTests {
    private struct Broken: Error {}

    @Test("a place that has no end and one that fails hold up no other, and what fails is said with its place")
    func others() async {
        let served = Mutex<[String: Int]>([:]), failed = Mutex<Set<String?>>([])
        let (good, isGood) = AsyncStream<Void>.makeStream()
        let rounds = Rounds<String, String>(
            most: 3, mostOfOne: 1, owner: { $0 }, pause: .milliseconds(1), places: { ["stuck", "broken", "good"] },
            serve: { place in
                served.withLock { $0[place, default: 0] += 1 }
                switch place {
                case "stuck": try await Task.sleep(for: .seconds(3600))
                case "broken": throw Broken()
                default: isGood.yield()
                }
                return []
            },
            fail: { _, place in failed.withLock { _ = $0.insert(place) } }
        )
        let running = Task { await rounds.run() }
        var times = 0
        for await _ in good {
            times += 1
            if times >= 3, served.withLock({ $0["broken", default: 0] >= 2 }) { break }
        }
        running.cancel()
        // It ends although a place was stuck.
        await running.value
        #expect(served.withLock { $0["stuck"] } == 1)
        // Being told to stop is no failure.
        #expect(failed.withLock { $0 } == ["broken"])
    }

    @Test("no more are served at the same time than said, none twice at once, and each has its turn")
    func bounded() async {
        let state = Mutex<(now: Set<Int>, most: Int, served: [Int: Int], twice: Bool)>(([], 0, [:], false))
        let (all, isServed) = AsyncStream<Void>.makeStream()
        let rounds = Rounds<Int, Int>(
            most: 2, mostOfOne: 1, owner: { $0 }, pause: .milliseconds(1), places: { Array(0..<5) },
            serve: { place in
                state.withLock { state in
                    if !state.now.insert(place).inserted { state.twice = true }
                    state.most = max(state.most, state.now.count)
                }
                try await Task.sleep(for: .milliseconds(5))
                state.withLock { state in
                    state.now.remove(place)
                    state.served[place, default: 0] += 1
                }
                isServed.yield()
                return []
            },
            fail: { _, _ in }
        )
        let running = Task { await rounds.run() }
        for await _ in all where state.withLock({ state in (0..<5).allSatisfy { state.served[$0, default: 0] >= 3 } }) { break }
        running.cancel()
        await running.value
        state.withLock { state in
            #expect(state.most <= 2)
            #expect(!state.twice)
        }
    }

    @Test("where the places cannot be told, it is said without a place, and asked again")
    func places() async {
        let asked = Mutex(0), failed = Mutex<[Int?]>([])
        let (good, isGood) = AsyncStream<Void>.makeStream()
        let rounds = Rounds<Int, Int>(
            most: 1, mostOfOne: 1, owner: { _ in nil }, pause: .milliseconds(1),
            places: {
                let isFirst = asked.withLock { asked in
                    asked += 1
                    return asked == 1
                }
                if isFirst { throw Broken() }
                return [7]
            },
            serve: { _ in
                isGood.yield()
                return []
            },
            fail: { _, place in failed.withLock { $0.append(place) } }
        )
        let running = Task { await rounds.run() }
        for await _ in good { break }
        running.cancel()
        await running.value
        #expect(failed.withLock { $0 } == [nil])
    }

    @Test("places that are found in a place wait for their turn, and those of one owner that take long leave places to others")
    func owners() async {
        // Of `a`, three receivers never answer and one would; two may be served at once. Those of `b` and the looks go on.
        let served = Mutex<[String: Int]>([:])
        let (good, isGood) = AsyncStream<Void>.makeStream()
        let rounds = Rounds<String, Character>(
            most: 8, mostOfOne: 2, owner: { $0.count > 1 ? $0.first : nil }, pause: .milliseconds(1), places: { ["a", "b"] },
            serve: { place in
                served.withLock { $0[place, default: 0] += 1 }
                switch place {
                case "a": return ["a1", "a2", "a3"]
                case "b": return ["b1", "b2"]
                case "a1", "a2", "b1": try await Task.sleep(for: .seconds(3600))
                default: break
                }
                isGood.yield()
                return []
            },
            fail: { _, _ in }
        )
        let running = Task { await rounds.run() }
        for await _ in good where served.withLock({ $0["b2", default: 0] >= 3 && $0["a", default: 0] >= 3 }) { break }
        running.cancel()
        await running.value
        served.withLock { served in
            #expect(served["a1"] == 1 && served["a2"] == 1 && served["b1"] == 1)
            #expect(served["a3"] == nil)
        }
    }
}

import CoreMetrics
import Synchronization

/// One row of numbers: a counter, a gauge or a histogram with its labels.
final class MetricSeries: CounterHandler, FloatingPointCounterHandler, MeterHandler, RecorderHandler, TimerHandler {
    /// The numbers at one moment.
    struct Values: Sendable {
        var value = 0.0
        /// How many values fell into each bucket, not added up; the last counts those above all bounds.
        var counts: [Int] = []
        var sum = 0.0
    }

    private let buckets: [Double]
    private let state: Mutex<Values>

    init(buckets: [Double]) {
        self.buckets = buckets
        state = Mutex(Values(counts: buckets.isEmpty ? [] : [Int](repeating: 0, count: buckets.count + 1)))
    }

    var values: Values { state.withLock { $0 } }

    func add(_ amount: Double) {
        guard amount.isFinite else { return }
        state.withLock { $0.value += amount }
    }

    private func observe(_ value: Double) {
        guard value.isFinite else { return }
        guard !buckets.isEmpty else { return state.withLock { $0.value = value } }
        let place = buckets.firstIndex { value <= $0 } ?? buckets.count
        state.withLock {
            $0.counts[place] += 1
            $0.sum += value
        }
    }

    // A counter only rises.
    func increment(by amount: Int64) { if amount > 0 { add(Double(amount)) } }
    func increment(by amount: Double) { add(amount) }
    func decrement(by amount: Double) { add(-amount) }
    func set(_ value: Int64) { state.withLock { $0.value = Double(value) } }
    func set(_ value: Double) { state.withLock { $0.value = value } }
    func record(_ value: Int64) { observe(Double(value)) }
    func record(_ value: Double) { observe(value) }
    func recordNanoseconds(_ duration: Int64) { observe(Double(duration) / 1_000_000_000) }
    func reset() { state.withLock { $0.value = 0 } }
}

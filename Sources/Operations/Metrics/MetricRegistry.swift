public import CoreMetrics
import Synchronization

/// Keeps the values of metrics, and writes them as Prometheus reads them. Names and labels are made legal, and the number of series of one metric is bounded.
public final class MetricRegistry: MetricsFactory {
    /// Series of one metric; what comes after goes to one series whose labels all say `other`.
    public static let seriesLimit = 1000
    /// The type of what `exposition()` gives.
    public static let contentType = MetricText.contentType
    /// Metrics of other libraries beside ours.
    static let familyLimit = 200
    /// Spellings of metrics and labels that are remembered; more are looked up each time.
    static let foundLimit = 4000

    private struct Family {
        var declared: MetricFamily
        var series: [[MetricLabel]: MetricSeries] = [:]
    }

    /// A metric and its labels as the program wrote them.
    private struct Asked: Hashable {
        var label: String
        var dimensions: [String]
        var kind: MetricFamily.Kind
    }

    private let families = Mutex<[String: Family]>([:])
    /// Series that were found before. Every request asks for several, and making names legal costs more than counting.
    private let found = Mutex<[Asked: MetricSeries]>([:])
    private let nowhere = MetricSeries(buckets: [])

    public init() {}

    /// The series of a metric with these labels, made on first use.
    func series(_ label: String, _ dimensions: [(String, String)], _ kind: MetricFamily.Kind) -> MetricSeries {
        let asked = Asked(label: label, dimensions: dimensions.flatMap { [$0.0, $0.1] }, kind: kind)
        if let series = found.withLock({ $0[asked] }) { return series }
        let (series, isOwn) = made(label, dimensions, kind)
        // What is dropped or gathered under `other` is counted each time.
        if isOwn { found.withLock { if $0.count < Self.foundLimit { $0[asked] = series } } }
        return series
    }

    /// The series, and whether it is that of these labels alone.
    private func made(_ label: String, _ dimensions: [(String, String)], _ kind: MetricFamily.Kind) -> (MetricSeries, isOwn: Bool) {
        let name = MetricText.name(label)
        let labels = MetricText.labels(dimensions)
        return families.withLock { families in
            if families[name] == nil {
                guard families.count < Self.familyLimit else { return (nowhere, false) }
                let declared = MetricFamily.all.first { $0.name == name }
                families[name] = Family(declared: declared ?? MetricFamily(name, kind, "", buckets: kind == .histogram ? MetricFamily.seconds : []))
            }
            guard let family = families[name], family.declared.kind == kind else { return (nowhere, false) }
            if let series = family.series[labels] { return (series, true) }
            guard family.series.count >= Self.seriesLimit else {
                let series = MetricSeries(buckets: family.declared.buckets)
                families[name]?.series[labels] = series
                return (series, true)
            }
            let dropped = "covalence_metrics_dropped_total"
            if families[dropped] == nil, let declared = MetricFamily.all.first(where: { $0.name == dropped }) {
                families[dropped] = Family(declared: declared, series: [[]: MetricSeries(buckets: [])])
            }
            families[dropped]?.series[[]]?.add(1)
            let rest = labels.map { MetricLabel(name: $0.name, value: "other") }
            if let series = family.series[rest] { return (series, false) }
            let series = MetricSeries(buckets: family.declared.buckets)
            families[name]?.series[rest] = series
            return (series, false)
        }
    }

    /// All values, in Prometheus' text format, by name.
    public func exposition() -> String {
        let all = families.withLock { $0.values.sorted { $0.declared.name < $1.declared.name } }
        return all.map { family in
            MetricText.write(family.declared, family.series.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { ($0.key, $0.value.values) })
        }.joined()
    }

    // MARK: What swift-metrics asks for

    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler { series(label, dimensions, .counter) }
    public func makeFloatingPointCounter(label: String, dimensions: [(String, String)]) -> any FloatingPointCounterHandler { series(label, dimensions, .counter) }
    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler { series(label, dimensions, .gauge) }
    public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        series(label, dimensions, aggregate ? .histogram : .gauge)
    }
    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler { series(label, dimensions, .histogram) }

    // Values stay until the process ends: a counter that vanished would look like a restart.
    public func destroyCounter(_ handler: any CounterHandler) {}
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    public func destroyMeter(_ handler: any MeterHandler) {}
    public func destroyRecorder(_ handler: any RecorderHandler) {}
    public func destroyTimer(_ handler: any TimerHandler) {}
}

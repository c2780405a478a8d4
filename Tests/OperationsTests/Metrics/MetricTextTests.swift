import CoreMetrics
import Foundation
import Testing
@testable import Operations

@Suite("Prometheus’ text")
struct MetricTextTests {
    @Test("counters, gauges and histograms, as the format has them")
    func whole() {
        let registry = MetricRegistry()
        Counter(label: "covalence_http_requests_total", dimensions: [("status", "2xx"), ("method", "GET"), ("route", "/a")], factory: registry).increment(by: 3)
        Meter(label: "covalence_connections", factory: registry).set(7)
        Meter(label: "covalence_connections", factory: registry).decrement()
        let waits = CoreMetrics.Timer(label: "covalence_store_wait_seconds", dimensions: [("kind", "read")], factory: registry)
        // 0.5 ms, 1 ms (a bound counts as within), 3 ms, 40 s.
        for nanoseconds in [500_000, 1_000_000, 3_000_000, 40_000_000_000] { waits.recordNanoseconds(Int64(nanoseconds)) }
        // Written by hand after the description of the format.
        #expect(registry.exposition() == """
            # HELP covalence_connections Open connections.
            # TYPE covalence_connections gauge
            covalence_connections 6
            # HELP covalence_http_requests_total Answered requests by method, route and class of status.
            # TYPE covalence_http_requests_total counter
            covalence_http_requests_total{method="GET",route="/a",status="2xx"} 3
            # HELP covalence_store_wait_seconds Waiting for a connection to the database, by read or write.
            # TYPE covalence_store_wait_seconds histogram
            covalence_store_wait_seconds_bucket{kind="read",le="0.001"} 2
            covalence_store_wait_seconds_bucket{kind="read",le="0.0025"} 2
            covalence_store_wait_seconds_bucket{kind="read",le="0.005"} 3
            covalence_store_wait_seconds_bucket{kind="read",le="0.01"} 3
            covalence_store_wait_seconds_bucket{kind="read",le="0.025"} 3
            covalence_store_wait_seconds_bucket{kind="read",le="0.05"} 3
            covalence_store_wait_seconds_bucket{kind="read",le="0.1"} 3
            covalence_store_wait_seconds_bucket{kind="read",le="0.25"} 3
            covalence_store_wait_seconds_bucket{kind="read",le="0.5"} 3
            covalence_store_wait_seconds_bucket{kind="read",le="1"} 3
            covalence_store_wait_seconds_bucket{kind="read",le="2.5"} 3
            covalence_store_wait_seconds_bucket{kind="read",le="5"} 3
            covalence_store_wait_seconds_bucket{kind="read",le="10"} 3
            covalence_store_wait_seconds_bucket{kind="read",le="30"} 3
            covalence_store_wait_seconds_bucket{kind="read",le="+Inf"} 4
            covalence_store_wait_seconds_sum{kind="read"} 40.0045
            covalence_store_wait_seconds_count{kind="read"} 4

            """)
    }

    @Test("a metric has a bounded number of series, and what is over it is counted")
    func bounded() {
        let registry = MetricRegistry()
        for number in 0..<(MetricRegistry.seriesLimit + 50) {
            Counter(label: "covalence_imports_total", dimensions: [("result", "r\(number)")], factory: registry).increment()
        }
        let lines = registry.exposition().split(separator: "\n")
        #expect(lines.count { $0.hasPrefix("covalence_imports_total{") } == MetricRegistry.seriesLimit + 1)
        #expect(lines.contains("covalence_imports_total{result=\"other\"} 50"))
        #expect(lines.contains("covalence_metrics_dropped_total 50"))
    }

    @Test("a name that is used for two kinds keeps its first one, and values that are no numbers are left out")
    func strange() {
        let registry = MetricRegistry()
        Counter(label: "x", factory: registry).increment()
        Meter(label: "x", factory: registry).set(99)
        FloatingPointCounter(label: "y", factory: registry).increment(by: Double.nan)
        Recorder(label: "z", factory: registry).record(Double.infinity)
        Counter(label: "1 bad-näme", factory: registry).increment()
        let text = registry.exposition()
        #expect(text.contains("\nx 1\n"))
        #expect(!text.contains("99"))
        #expect(text.contains("\ny 0\n"))
        #expect(text.contains("z_count 0\n"))
        #expect(text.contains("_1_bad_n_me 1\n"))
    }

    /// Prometheus’ own reader in Python, where ./test put it.
    private static let python = URL(filePath: #filePath).appending(path: "../../../../.deps/venv/bin/python").standardized

    @Test("Prometheus’ reader finds the values that went in, whatever the labels hold")
    func parsed() throws {
        try #require(FileManager.default.fileExists(atPath: Self.python.path), "./test installs it")
        let registry = MetricRegistry()
        var expected: [String: Double] = [:]
        var generator = SplitMix(state: 7)
        let pieces = ["\"", "\\", "\n", "n", "\\n", "{", "}", ",", "=", "a", "ä", "👩‍👩‍👧", " ", "#", "\\\"", "e\u{301}\n"]
        let count = ProcessInfo.processInfo.environment["COVALENCE_LONG"] == "1" ? 900 : 200
        for number in 0..<count {
            let label = (0..<Int(generator.next() % 8)).map { _ in pieces[Int(generator.next() % UInt64(pieces.count))] }.joined() + "\(number)"
            Counter(label: "fuzz_total", dimensions: [("value", label), ("9 bad\nname", "x")], factory: registry).increment(by: number + 1)
            expected[label] = Double(number + 1)
        }
        CoreMetrics.Timer(label: "fuzz_seconds", dimensions: [("le", "mine"), ("__name__", "no")], factory: registry).recordSeconds(2)
        let script = """
            import json, sys
            from prometheus_client.parser import text_string_to_metric_families
            found, sums = {}, {}
            for family in text_string_to_metric_families(sys.stdin.read()):
                for sample in family.samples:
                    if sample.name == "fuzz_total": found[sample.labels["value"]] = sample.value
                    elif sample.name == "fuzz_seconds_sum": sums = dict(sample.labels, sum=sample.value)
            print(json.dumps([found, sums]))
            """
        let input = FileManager.default.temporaryDirectory.appending(path: "covalence-metrics-\(UUID().uuidString)")
        let output = input.appendingPathExtension("out")
        defer { for file in [input, output] { try? FileManager.default.removeItem(at: file) } }
        try Data(registry.exposition().utf8).write(to: input)
        _ = FileManager.default.createFile(atPath: output.path, contents: nil)
        let process = Process()
        process.executableURL = Self.python
        process.arguments = ["-c", script]
        process.environment = ["PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"]
        process.standardInput = FileHandle(forReadingAtPath: input.path)
        process.standardOutput = FileHandle(forWritingAtPath: output.path)
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let both = try #require(try JSONSerialization.jsonObject(with: try Data(contentsOf: output)) as? [[String: Any]])
        let found = both[0].compactMapValues { $0 as? Double }
        #expect(found.count == expected.count)
        for (label, value) in expected { #expect(found[label] == value, "\(label.debugDescription)") }
        #expect(both[1]["sum"] as? Double == 2)
        #expect(both[1]["le_"] as? String == "mine")
        #expect(both[1]["_name__"] as? String == "no")
    }

    private struct SplitMix {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    @Test("docs/operations.md names every metric")
    func document() throws {
        let file = URL(filePath: #filePath).appending(path: "../../../../docs/operations.md").standardized
        let text = try String(contentsOf: file, encoding: .utf8)
        for family in MetricFamily.all { #expect(text.contains("`\(family.name)`"), "\(family.name)") }
    }
}

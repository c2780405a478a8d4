/// One metric of ours. Every one is declared once, here; docs/operations.md has the same list.
public struct MetricFamily: Sendable {
    /// What Prometheus calls its type.
    public enum Kind: String, Sendable { case counter, gauge, histogram }

    public let name: String
    public let kind: Kind
    public let help: String
    /// The upper bounds of a histogram's buckets, rising.
    public let buckets: [Double]

    init(_ name: String, _ kind: Kind, _ help: String, buckets: [Double] = []) {
        self.name = name
        self.kind = kind
        self.help = help
        self.buckets = buckets
    }

    /// Seconds, from what a page takes to what an import may.
    static let seconds: [Double] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

    /// Every metric of ours, by name.
    public static let all: [MetricFamily] = [
        MetricFamily("covalence_audit_waiting", .gauge, "Entries of the audit log that wait to be written."),
        MetricFamily("covalence_build_info", .gauge, "1, with the version as a label."),
        MetricFamily("covalence_connections", .gauge, "Open connections."),
        MetricFamily("covalence_connections_closed_total", .counter, "Connections that were closed for being too many or too slow, by reason."),
        MetricFamily("covalence_event_streams", .gauge, "Pages that watch something."),
        MetricFamily("covalence_http_request_duration_seconds", .histogram, "From the head of a request to its answer, by route.", buckets: seconds),
        MetricFamily("covalence_http_requests_in_flight", .gauge, "Requests that are being answered."),
        MetricFamily("covalence_http_requests_total", .counter, "Answered requests by method, route and class of status."),
        MetricFamily("covalence_imports_total", .counter, "Files brought in, by what became of them."),
        MetricFamily("covalence_jobs", .gauge, "Jobs by state."),
        MetricFamily("covalence_metrics_dropped_total", .counter, "Values that went to the series `other` because a metric had too many."),
        MetricFamily("covalence_ready", .gauge, "1 while the server is ready for requests."),
        MetricFamily("covalence_store_duration_seconds", .histogram, "In the database, by read or write.", buckets: seconds),
        MetricFamily("covalence_store_wait_seconds", .histogram, "Waiting for a connection to the database, by read or write.", buckets: seconds),
        MetricFamily("process_cpu_seconds_total", .counter, "Processor time, user and system."),
        MetricFamily("process_max_fds", .gauge, "How many files may be open."),
        MetricFamily("process_open_fds", .gauge, "Open files and connections."),
        MetricFamily("process_resident_memory_bytes", .gauge, "Memory in use."),
        MetricFamily("process_start_time_seconds", .gauge, "When the process began, in seconds since 1970."),
    ]
}

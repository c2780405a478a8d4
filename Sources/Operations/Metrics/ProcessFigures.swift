public import CoreMetrics
import Foundation

/// What the process takes of the machine, from /proc; nothing where there is none.
public struct ProcessFigures: Sendable {
    public var residentBytes: Int?
    public var cpuSeconds: Double?
    public var startTime: Double?
    public var openFiles: Int?
    public var fileLimit: Int?

    /// As it is now.
    public static func now() -> ProcessFigures {
        var figures = ProcessFigures()
        if let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8), let pages = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) {
            figures.residentBytes = pages * Int(sysconf(Int32(_SC_PAGESIZE)))
        }
        // The name in brackets may hold spaces; the fields are counted after it († proc(5): utime is the 14th, starttime the 22nd).
        if let text = try? String(contentsOfFile: "/proc/self/stat", encoding: .utf8), let end = text.lastIndex(of: ")") {
            let fields = text[text.index(after: end)...].split(separator: " ")
            let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
            if fields.count > 19, ticks > 0 {
                if let user = Double(fields[11]), let system = Double(fields[12]) { figures.cpuSeconds = (user + system) / ticks }
                if let start = Double(fields[19]), let boot = bootTime { figures.startTime = boot + start / ticks }
            }
        }
        // One is the folder that is being read.
        figures.openFiles = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")).map { max(0, $0.count - 1) }
        figures.fileLimit = OpenFiles.limit
        return figures
    }

    private static let bootTime: Double? = {
        guard let text = try? String(contentsOfFile: "/proc/stat", encoding: .utf8) else { return nil }
        return text.split(separator: "\n").first { $0.hasPrefix("btime ") }.flatMap { Double($0.dropFirst(6)) }
    }()

    /// Puts the figures where Prometheus finds them.
    public func record(in factory: any MetricsFactory) {
        func gauge(_ name: String, _ value: Double?) { if let value { Meter(label: name, factory: factory).set(value) } }
        gauge("process_resident_memory_bytes", residentBytes.map { Double($0) })
        gauge("process_open_fds", openFiles.map { Double($0) })
        gauge("process_max_fds", fileLimit.map { Double($0) })
        gauge("process_start_time_seconds", startTime)
        if let cpuSeconds {
            let counter = FloatingPointCounter(label: "process_cpu_seconds_total", factory: factory)
            counter.reset()
            counter.increment(by: cpuSeconds)
        }
    }
}

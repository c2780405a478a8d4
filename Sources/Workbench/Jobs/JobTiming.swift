public import Covalence
import Foundation

/// How long things take around jobs.
public struct JobTiming: Hashable, Sendable {
    /// How long a node may hold a job without a sign of life ‡. What a node was at when it died begins again after this.
    public var lease: Duration = .seconds(30)
    /// Between signs of life ‡.
    public var heartbeat: Duration = .seconds(10)
    /// Between looks for work, where there was none ‡.
    public var poll: Duration = .seconds(1)
    /// Between looks whether something recurring is due ‡.
    public var round: Duration = .seconds(60)
    /// Waits after failures.
    public var backoff = Backoff()

    /// The defaults.
    public init() {}
}

extension Duration {
    /// Whole milliseconds.
    var milliseconds: Int64 { components.seconds &* 1000 &+ components.attoseconds / 1_000_000_000_000_000 }
}

/// The name of this process among all that run jobs.
public enum JobNode {
    /// Host, process and a random part: two processes never have the same.
    public static let current: String = {
        let process = ProcessInfo.processInfo
        return "\(process.hostName.prefix(60))/\(process.processIdentifier)/\(String(UInt32.random(in: 0 ... .max), radix: 36))"
    }()
}

import Logging
import Store
import Synchronization

/// Tells the log what goes wrong in work that goes on by itself. Of a store that is away it tells once, and once that it is back: such work asks for
/// it each second.
final class StoreWatch: Sendable {
    private let logger: Logger?
    /// What is named as waiting, such as “webhooks”.
    private let work: String
    private let isAway = Mutex(false)

    init(_ work: String, logger: Logger?) {
        self.work = work
        self.logger = logger
    }

    /// What went wrong, told by its kind.
    func failed(_ error: any Error, _ message: Logger.Message, level: Logger.Level = .error, metadata: Logger.Metadata = [:]) {
        guard case StoreError.unavailable = error else {
            logger?.log(level: level, message, metadata: metadata.merging(["error": "\(error.kindForLogs)"]) { first, _ in first })
            return
        }
        let isNews = isAway.withLock { isAway in
            defer { isAway = true }
            return !isAway
        }
        if isNews { logger?.error("the store does not answer; what waits for it is tried again", metadata: ["work": "\(work)"]) }
    }

    /// The store did what it was asked.
    func answered() {
        let isNews = isAway.withLock { isAway in
            defer { isAway = false }
            return isAway
        }
        if isNews { logger?.notice("the store answers again", metadata: ["work": "\(work)"]) }
    }
}

extension Error {
    /// What kind of error it is, without its words: they could quote a meeting.
    package var kindForLogs: String {
        if let error = self as? StoreError { return "StoreError.\(error.kind)" }
        return "\(type(of: self))"
    }
}

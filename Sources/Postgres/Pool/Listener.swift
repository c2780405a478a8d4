internal import CLibPQ
import Dispatch
import Logging

/// Listens to channels on a thread of its own and comes back after every break.
final class Listener: Sendable {
    private let connector: Connector
    private let channels: [String]
    private let continuation: AsyncStream<PostgresNotification>.Continuation
    private let interrupt: Interrupt
    private let ticket: UInt64
    private let queue = DispatchQueue(label: "covalence.postgres.listener")

    /// How many messages wait for a slow reader.
    static let bufferLimit = 1024

    init(
        _ connector: Connector, channels: [String], _ continuation: AsyncStream<PostgresNotification>.Continuation
    ) throws(PostgresError) {
        self.connector = connector
        self.channels = channels
        self.continuation = continuation
        interrupt = try Interrupt()
        ticket = interrupt.begin()
    }

    func start() {
        queue.async { self.run() }
    }

    func stop() {
        interrupt.raise(ticket)
    }

    private func run() {
        defer { continuation.finish() }
        var greeting = PostgresNotification.listening
        var pause = Duration.milliseconds(50)
        while !interrupt.isRaised {
            do throws(PostgresError) {
                let connection = try connector.open(interrupt, until: .now + .seconds(10))
                try listen(connection, greeting: greeting) {
                    greeting = .reconnected
                    pause = .milliseconds(50)
                }
            } catch {
                guard !interrupt.isRaised else { return }
                connector.logger.debug("Listening to the database broke off", metadata: ["reason": "\(error)"])
            }
            // Half of it at random, so that not all come back at the same moment. The interrupt ends the wait.
            let wait = pause * Double.random(in: 0.5...1)
            _ = covalence_pq_wait(-1, 0, interrupt.descriptor, Int32(clamping: wait.milliseconds))
            pause = min(pause * 2, .seconds(10))
        }
    }

    /// Returns only by an error, or when it is stopped.
    private func listen(
        _ connection: PostgresConnection, greeting: PostgresNotification, _ begun: () -> Void
    ) throws(PostgresError) {
        for channel in channels {
            let quoted = channel.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
            try connection.command("LISTEN \"\(quoted)\"")
        }
        try connection.settle()
        begun()
        // Set while a message or a greeting found no room.
        var hasGap = false
        func say(_ what: PostgresNotification) {
            if case .dropped = continuation.yield(what) { hasGap = true }
        }
        say(greeting)
        let raw = connection.line.raw
        while !interrupt.isRaised {
            while let notification = PQnotifies(raw) {
                defer { PQfreemem(notification) }
                let message = PostgresNotification.message(
                    channel: String(cString: notification.pointee.relname), payload: String(cString: notification.pointee.extra))
                // After a gap the tables are to be read anyway.
                if !hasGap { say(message) }
            }
            if hasGap {
                hasGap = false
                say(.reconnected)
            }
            let came = covalence_pq_wait(PQsocket(raw), Int32(COVALENCE_PQ_READABLE), interrupt.descriptor, hasGap ? 100 : -1)
            if came & Int32(COVALENCE_PQ_READABLE) != 0 || came < 0 { try connection.line.consume() }
        }
    }
}

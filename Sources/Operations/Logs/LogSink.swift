import Foundation
import Synchronization

/// Where log lines go. A line is written whole: lines of several threads do not mix.
public final class LogSink: Sendable {
    private enum Place {
        case descriptor(Int32)
        /// Lines gather until they are written together.
        case gathering(Int32)
        case memory
    }

    private struct Gathered {
        var bytes: [UInt8] = []
        /// Whether somebody will write them.
        var isDue = false
    }

    private let place: Place
    private let kept = Mutex<[String]>([])
    private let gathered = Mutex(Gathered())
    private let turn = Mutex(())
    private let queue = DispatchQueue(label: "covalence.log")

    /// How long a line may wait for others. ‡
    private static let patience = DispatchTimeInterval.milliseconds(10)
    /// With so many bytes waiting, whoever brings a line writes them: a log that is read slowly slows down what is logged, and does not fill the memory. ‡
    private static let most = 1 << 20

    private init(_ place: Place) { self.place = place }

    /// Standard error.
    public static let standardError = LogSink(.descriptor(STDERR_FILENO))

    /// Standard error for a process that logs each request: lines of up to 10 ms are written together, since each writing costs more than making
    /// the line does. Urgent ones are not waited with. What has gathered is written when the process exits; a crash loses it.
    public static let gatheringStandardError: LogSink = {
        atexit { LogSink.gatheringStandardError.flush() }
        return LogSink(.gathering(STDERR_FILENO))
    }()

    /// As standard error that gathers, elsewhere.
    static func gathering(_ descriptor: Int32) -> LogSink { LogSink(.gathering(descriptor)) }

    /// Keeps lines in memory, for tests.
    public static func memory() -> LogSink { LogSink(.memory) }

    /// The lines of a sink in memory.
    public var lines: [String] { kept.withLock { $0 } }

    /// - Parameters:
    ///   - line: UTF-8, without an end.
    ///   - isUrgent: whether it is written before this returns, with all that came before it.
    func write(_ line: [UInt8], isUrgent: Bool) {
        switch place {
        case .memory: kept.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
        case .descriptor(let descriptor): turn.withLock { _ in Self.write(line + [UInt8(ascii: "\n")], to: descriptor) }
        case .gathering:
            let (isFirst, isFull) = gathered.withLock { gathered in
                gathered.bytes += line
                gathered.bytes.append(UInt8(ascii: "\n"))
                defer { gathered.isDue = true }
                return (!gathered.isDue, gathered.bytes.count >= Self.most)
            }
            if isUrgent || isFull { flush() } else if isFirst { queue.asyncAfter(deadline: .now() + Self.patience) { self.flush() } }
        }
    }

    /// Writes what has gathered.
    func flush() {
        guard case .gathering(let descriptor) = place else { return }
        // Taken in turn, so that lines stay in order.
        turn.withLock { _ in
            let bytes = gathered.withLock { gathered in
                defer { gathered = Gathered() }
                return gathered.bytes
            }
            Self.write(bytes, to: descriptor)
        }
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        bytes.withUnsafeBufferPointer { bytes in
            var done = 0
            while done < bytes.count {
                let written = Foundation.write(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done)
                if written < 0, errno == EINTR { continue }
                // Nobody reads any more; a log that cannot be written must not stop the program.
                guard written > 0 else { return }
                done += written
            }
        }
    }
}

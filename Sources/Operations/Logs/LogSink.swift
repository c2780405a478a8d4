import Foundation
import Synchronization

/// Where log lines go. A line is written whole: lines of several threads do not mix.
public final class LogSink: Sendable {
    private let descriptor: Int32
    private let kept: Mutex<[String]?>
    private let turn = Mutex(())

    private init(descriptor: Int32, keeps: Bool) {
        self.descriptor = descriptor
        kept = Mutex(keeps ? [] : nil)
    }

    /// Standard error.
    public static let standardError = LogSink(descriptor: STDERR_FILENO, keeps: false)

    /// Keeps lines in memory, for tests.
    public static func memory() -> LogSink { LogSink(descriptor: -1, keeps: true) }

    /// The lines of a sink in memory.
    public var lines: [String] { kept.withLock { $0 ?? [] } }

    func write(_ line: String) {
        let isKept = kept.withLock { kept in
            kept?.append(line)
            return kept != nil
        }
        guard !isKept else { return }
        var whole = line + "\n"
        whole.withUTF8 { write($0) }
    }

    private func write(_ bytes: UnsafeBufferPointer<UInt8>) {
        turn.withLock { _ in
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

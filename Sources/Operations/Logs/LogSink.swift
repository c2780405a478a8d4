import Foundation
import Synchronization

/// Where log lines go. A line is written whole: lines of several threads do not mix.
public final class LogSink: Sendable {
    private enum Place {
        case descriptor(Int32)
        case memory
    }

    private let place: Place
    private let kept = Mutex<[String]>([])
    private let turn = Mutex(())

    private init(_ place: Place) { self.place = place }

    /// Standard error.
    public static let standardError = LogSink(.descriptor(STDERR_FILENO))

    /// Keeps lines in memory, for tests.
    public static func memory() -> LogSink { LogSink(.memory) }

    /// The lines of a sink in memory.
    public var lines: [String] { kept.withLock { $0 } }

    /// - Parameter line: UTF-8, without an end.
    func write(_ line: [UInt8]) {
        switch place {
        case .memory: kept.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
        case .descriptor(let descriptor):
            (line + [UInt8(ascii: "\n")]).withUnsafeBufferPointer { write($0, to: descriptor) }
        }
    }

    private func write(_ bytes: UnsafeBufferPointer<UInt8>, to descriptor: Int32) {
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

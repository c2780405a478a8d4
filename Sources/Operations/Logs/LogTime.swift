import Foundation
import Synchronization

/// The time of a log line: `2026-11-28T21:30:00.000Z`. Lines of one second have all but the milliseconds in common.
enum LogTime {
    private static let last = Mutex((second: Int64.min, text: ""))
    private static let format = Date.ISO8601FormatStyle()

    /// To the millisecond, rounded down.
    static func text(_ time: Date) -> String {
        let milliseconds = Int64((time.timeIntervalSince1970 * 1000).rounded(.down))
        // The remainder of a time before 1970 is negative.
        let part = (milliseconds % 1000 + 1000) % 1000, second = (milliseconds - part) / 1000
        let whole = last.withLock { last in
            if last.second != second {
                // Without the Z at the end.
                last = (second, String(Date(timeIntervalSince1970: Double(second)).formatted(format).dropLast()))
            }
            return last.text
        }
        return whole + (part < 10 ? ".00" : part < 100 ? ".0" : ".") + String(part) + "Z"
    }
}

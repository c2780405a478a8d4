import Foundation
import Testing
@testable import Operations

@Suite("Times of log lines")
struct LogTimeTests {
    /// Foundation's own format is the independent tool; it rounds, so that the times have whole milliseconds.
    @Test("is as Foundation writes it", arguments: [
        0, 1, 999, 1000, 1_764_469_215_007, 1_764_469_215_070, 1_764_469_215_999, 1_764_469_216_000, 951_782_399_999, -1, -1000, -1001, 4_102_444_800_500,
    ] as [Int64])
    func asFoundation(milliseconds: Int64) {
        // In binary a millisecond is not whole: half a one more is the same for rounding down, and stays away from its edge.
        let time = Date(timeIntervalSince1970: (Double(milliseconds) + 0.5) / 1000)
        let (second, part) = (Int64((Double(milliseconds) / 1000).rounded(.down)), ((milliseconds % 1000) + 1000) % 1000)
        let whole = Date(timeIntervalSince1970: Double(second)).formatted(.iso8601).dropLast()
        #expect(LogTime.text(time) == "\(whole).\(String(format: "%03d", Int(part)))Z")
    }

    @Test("seconds that are asked for in turns are not mixed up")
    func turns() {
        for _ in 0..<3 {
            #expect(LogTime.text(Date(timeIntervalSince1970: 0.25)) == "1970-01-01T00:00:00.250Z")
            #expect(LogTime.text(Date(timeIntervalSince1970: 86_399.75)) == "1970-01-01T23:59:59.750Z")
        }
    }
}

import Covalence

/// Notes, while a sheet is made, the next instant at which it can change by the clock alone.
struct Horizon: Sendable {
    let clock: LocalClock
    private(set) var next: Timestamp?

    init(_ clock: LocalClock) {
        self.clock = clock
    }

    /// Whether an instant has come; if not, the sheet can change then.
    mutating func hasCome(_ instant: Timestamp) -> Bool {
        guard instant > clock.now else { return true }
        next = next.map { min($0, instant) } ?? instant
        return false
    }

    /// Whether a day is over; if not, the sheet can change when the next one begins.
    mutating func isOver(_ day: CalendarDay) -> Bool { hasCome(clock.start(of: day.next)) }
}

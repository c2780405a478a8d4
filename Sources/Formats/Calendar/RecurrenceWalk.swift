import CLibical

/// Steps through the wall times of a rule with libical's iterator. Zones are left aside: 09:00 stays 09:00.
///
/// libical looks up to the year 2582 for the next match before it gives up, in one call. So every step is paid for from a budget, by
/// the periods it passed; a file that has spent its budget gets no more steps.
struct RecurrenceWalk: ~Copyable {
    /// Periods of one file; about three seconds on a slow core at worst.
    static let budget = 1_000_000

    private let iterator: OpaquePointer
    private var last: Int64
    private let period: Int64
    private let price: Int64

    private static let lastYear: Int64 = 2582

    /// Nil where libical refuses the rule or it never comes.
    init?(_ rule: RecurrenceRule, from start: Int64, isDate: Bool, budget: inout Int) {
        guard budget > 0 else { return nil }
        let period = rule.frequency.aboutSeconds * rule.interval
        // Measured: a month or a year that is searched costs as much as 20 or 60 days.
        let price = Int64(rule.timesADay) * (rule.hasParts ? (rule.frequency == .monthly ? 20 : rule.frequency == .yearly ? 60 : 1) : 1)
        let first = WallTime(seconds: start, isDate: isDate).icaltime
        let pattern = rule.pattern
        let address: UInt = Libical.alone {
            defer { icalmemory_free_ring() }
            var parsed = icalrecurrencetype_from_string(pattern)
            let made = parsed.freq == ICAL_NO_RECURRENCE ? nil : icalrecur_iterator_new(parsed, first)
            if let scale = parsed.rscale { icalmemory_free_buffer(scale) }
            parsed.rscale = nil
            return UInt(bitPattern: made)
        }
        guard let iterator = OpaquePointer(bitPattern: address) else {
            budget -= Int(clamping: Self.remaining(start) / period * price + 1)
            return nil
        }
        self.iterator = iterator
        self.period = period
        self.price = price
        last = start
    }

    /// The next wall time; nil at the end, or when the budget is spent.
    mutating func next(budget: inout Int) -> Int64? {
        guard budget > 0 else { return nil }
        let iterator = iterator
        let found: Int64? = Libical.alone {
            let time = icalrecur_iterator_next(iterator)
            return icaltime_is_null_time(time) != 0 ? nil : WallTime(time, zone: nil)?.seconds
        }
        let passed = found.map { max(0, $0 - last) } ?? Self.remaining(last)
        budget -= Int(clamping: passed / period * price + 1)
        if let found { last = found }
        return found
    }

    private static func remaining(_ from: Int64) -> Int64 { max(0, (lastYear - 1970) * 31_556_952 - from) }

    deinit {
        let iterator = iterator
        Libical.alone { icalrecur_iterator_free(iterator) }
    }
}

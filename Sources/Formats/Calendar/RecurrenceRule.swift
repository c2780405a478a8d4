/// A RRULE (RFC 5545, 3.3.10), checked before libical sees it: a rule that libical would search centuries for is refused.
struct RecurrenceRule: Sendable {
    enum Frequency: String, Sendable {
        case secondly = "SECONDLY", minutely = "MINUTELY", hourly = "HOURLY", daily = "DAILY", weekly = "WEEKLY", monthly = "MONTHLY", yearly = "YEARLY"

        /// Seconds of one period, where all are equal.
        var seconds: Int64? {
            switch self {
            case .secondly: 1
            case .minutely: 60
            case .hourly: 3600
            case .daily: 86_400
            case .weekly: 604_800
            case .monthly, .yearly: nil
            }
        }

        /// Seconds of one period, about.
        var aboutSeconds: Int64 { seconds ?? (self == .monthly ? 2_629_746 : 31_556_952) }
    }

    /// Why a rule is not followed, to be read after “The rule …”.
    struct Fault: Error, Hashable {
        var reason: String
    }

    var frequency: Frequency
    var interval: Int64 = 1
    var count: Int?
    var until: WallTime?
    /// Whether it has parts that choose within a period (`BY…`).
    var hasParts = false
    /// How many times a day it can come at most.
    var timesADay = 1
    /// The rule for libical, without count and end, which are followed here.
    var pattern: String

    init(_ text: String) throws(Fault) {
        guard text.utf8.count <= 4_000 else { throw Fault(reason: "is longer than 4,000 letters") }
        var parts: [String: String] = [:]
        for part in text.uppercased().split(separator: ";") {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2 else { throw Fault(reason: "has a part that is no NAME=value") }
            parts[String(pair[0]).filter { $0 != " " }] = String(pair[1]).filter { $0 != " " }
        }
        guard let frequency = parts["FREQ"].flatMap(Frequency.init(rawValue:)) else { throw Fault(reason: "has no frequency that is known") }
        self.frequency = frequency
        pattern = "FREQ=" + frequency.rawValue
        if let text = parts["INTERVAL"] {
            guard let number = Int64(text), (1...30_000).contains(number) else { throw Fault(reason: "has an interval that is not between 1 and 30,000") }
            interval = number
            pattern += ";INTERVAL=\(number)"
        }
        if let text = parts["COUNT"] {
            guard let number = Int(text), number >= 1 else { throw Fault(reason: "has a count that is no number above 0") }
            count = number
        }
        if let text = parts["UNTIL"] {
            guard let time = WallTime(text) else { throw Fault(reason: "ends at a time that can't be read") }
            until = time
        }
        if let scale = parts["RSCALE"], scale != "GREGORIAN" { throw Fault(reason: "counts in the calendar \(ZoneTable.shown(scale)), which is not followed") }
        if let week = parts["WKST"] {
            guard Self.days.contains(week) else { throw Fault(reason: "has a first day of the week that is none") }
            pattern += ";WKST=" + week
        }
        var numbers: [String: [Int]] = [:]
        for (name, range) in Self.ranges {
            guard let text = parts[name] else { continue }
            let list = text.split(separator: ",").compactMap { Int($0) }
            guard !list.isEmpty, list.count == text.split(separator: ",").count, list.count <= 366, list.allSatisfy({ range.contains($0) && ($0 != 0 || range.lowerBound == 0) })
            else { throw Fault(reason: "has a \(name) that can't be read") }
            let sorted = Array(Set(list)).sorted()
            numbers[name] = sorted
            hasParts = true
            pattern += ";\(name)=" + sorted.map(String.init).joined(separator: ",")
        }
        if let text = parts["BYDAY"] {
            let list = text.split(separator: ",")
            let withNumbers = frequency == .monthly || (frequency == .yearly && parts["BYWEEKNO"] == nil)
            guard !list.isEmpty, list.count <= 100 else { throw Fault(reason: "has a BYDAY that can't be read") }
            var days: [String] = []
            for item in list {
                let (number, day) = (item.dropLast(2), String(item.suffix(2)))
                guard Self.days.contains(day), number.isEmpty || Int(number).map({ (1...53).contains(abs($0)) }) ?? false
                else { throw Fault(reason: "has a BYDAY that can't be read") }
                days.append(withNumbers ? String(item) : day)
            }
            hasParts = true
            pattern += ";BYDAY=" + days.joined(separator: ",")
        }
        timesADay = (numbers["BYHOUR"]?.count ?? 1) * (numbers["BYMINUTE"]?.count ?? 1) * (numbers["BYSECOND"]?.count ?? 1)
        if hasParts, frequency.aboutSeconds < 86_400 { throw Fault(reason: "repeats within a day under conditions") }
        if timesADay > 24 { throw Fault(reason: "comes more than 24 times a day") }
        if let months = numbers["BYMONTH"], let days = numbers["BYMONTHDAY"] {
            let longest = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            guard months.contains(where: { month in days.contains { abs($0) <= longest[month - 1] } }) else { throw Fault(reason: "names a day that its months never have") }
        }
    }

    /// Whether an occurrence lies behind the end of the rule.
    func isPast(wall: Int64, instant: Int64) -> Bool {
        guard let until else { return false }
        if until.isUTC { return instant > until.seconds }
        return wall > until.seconds + (until.isDate ? 86_399 : 0)
    }

    private static let days: Set<String> = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
    private static let ranges: [(String, ClosedRange<Int>)] = [
        ("BYMONTH", 1...12), ("BYWEEKNO", -53...53), ("BYYEARDAY", -366...366), ("BYMONTHDAY", -31...31), ("BYHOUR", 0...23),
        ("BYMINUTE", 0...59), ("BYSECOND", 0...59), ("BYSETPOS", -366...366),
    ]
}

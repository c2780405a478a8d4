import CLibical

/// One property of a component as libical reads it; a line with several values gives several.
struct CalendarProperty: Sendable {
    enum Value: Sendable {
        case text(String)
        case number(Int)
        case time(WallTime)
        /// A time with an end or a duration of its own.
        case period(WallTime, end: EventEnd)
        case duration(days: Int64, seconds: Int64)
        /// Seconds east of UTC.
        case offset(Int)
    }

    var value: Value
    var parameters: [String: String] = [:]

    /// Reads a line of a component; empty where libical finds a fault in it.
    static func read(_ line: ContentLine, in component: String) -> [CalendarProperty] {
        var bytes = line.bytes.map { CChar(bitPattern: $0) }
        bytes.append(0)
        return Libical.alone {
            defer { icalmemory_free_ring() }
            guard let read = bytes.withUnsafeMutableBufferPointer({ covalence_ical_read_line(component, $0.baseAddress) }) else { return [] }
            defer { icalcomponent_free(read) }
            var found: [CalendarProperty] = []
            var next = icalcomponent_get_first_property(read, ICAL_ANY_PROPERTY)
            while let property = next, found.count < 10_000 {
                if icalproperty_isa(property) != ICAL_XLICERROR_PROPERTY, let converted = CalendarProperty(property) { found.append(converted) }
                next = icalcomponent_get_next_property(read, ICAL_ANY_PROPERTY)
            }
            return found
        }
    }

    /// Nil where the value is of a kind that no property of ours has. The kind of the value is asked of the value itself: a
    /// `VALUE` parameter can make it another than the property's, and libical's getters don't look.
    private init?(_ property: OpaquePointer) {
        for name in ["TZID", "CN", "ROLE", "PARTSTAT", "CUTYPE", "EMAIL", "RANGE"] {
            guard let text = icalproperty_get_parameter_as_string_r(property, name) else { continue }
            parameters[name] = String(cString: text)
            icalmemory_free_buffer(text)
        }
        let zone = parameters["TZID"]
        guard let value = icalproperty_get_value(property) else { return nil }
        switch icalvalue_isa(value) {
        case ICAL_DATE_VALUE:
            guard let time = WallTime(icalvalue_get_date(value), zone: zone) else { return nil }
            self.value = .time(time)
        case ICAL_DATETIME_VALUE:
            guard let time = WallTime(icalvalue_get_datetime(value), zone: zone) else { return nil }
            self.value = .time(time)
        case ICAL_DATETIMEPERIOD_VALUE, ICAL_PERIOD_VALUE:
            let either = icalvalue_get_datetimeperiod(value)
            if let time = WallTime(either.time, zone: zone) {
                self.value = .time(time)
            } else if let start = WallTime(either.period.start, zone: zone) {
                let length = either.period.duration
                let end = WallTime(either.period.end, zone: zone).map { EventEnd.at($0) }
                self.value = .period(start, end: end ?? .after(days: Self.days(length), seconds: Self.seconds(length)))
            } else {
                return nil
            }
        case ICAL_DURATION_VALUE:
            let length = icalvalue_get_duration(value)
            self.value = .duration(days: Self.days(length), seconds: Self.seconds(length))
        case ICAL_INTEGER_VALUE: self.value = .number(Int(icalvalue_get_integer(value)))
        case ICAL_UTCOFFSET_VALUE: self.value = .offset(Int(icalvalue_get_utcoffset(value)))
        case ICAL_TEXT_VALUE:
            guard let text = icalvalue_get_text(value) else { return nil }
            self.value = .text(String(cString: text))
        default:
            guard let text = icalvalue_as_ical_string_r(value) else { return nil }
            self.value = .text(String(cString: text))
            icalmemory_free_buffer(text)
        }
    }

    private static func days(_ length: icaldurationtype) -> Int64 {
        (Int64(length.weeks) * 7 + Int64(length.days)) * (length.is_neg != 0 ? -1 : 1)
    }

    private static func seconds(_ length: icaldurationtype) -> Int64 {
        (Int64(length.hours) * 3600 + Int64(length.minutes) * 60 + Int64(length.seconds)) * (length.is_neg != 0 ? -1 : 1)
    }
}

/// How an event says when it ends.
enum EventEnd: Hashable, Sendable {
    /// At a time (`DTEND`).
    case at(WallTime)
    /// After days on the calendar, then seconds on the clock (`DURATION`).
    case after(days: Int64, seconds: Int64)
    /// Not at all: at once, or at the end of the day where the start is a date.
    case unsaid
}

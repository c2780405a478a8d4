import Covalence

/// Days among words, as plain dates: “15 July”, “the end of June”, “31.05.2026”, “by Friday”, “within two weeks”.
///
/// What does not come to one day is none: “in autumn”, “early June”, “next Friday” (this week’s or the week after’s), 3/4/2026. Of ours ‡: a month stands for its last day, its middle for
/// the 15th, the end of a week for Friday; quarters are those of the calendar; a day without a year is the first one from then on.
struct DayReader {
    private let words: ArraySlice<LexiconWords.Word>
    /// The day on which it was said; nil where that is not known: then only dates with a year are read.
    private let today: CalendarDay?

    /// A day with the words that say it.
    typealias Found = (day: CalendarDay, words: Range<Int>)

    init(_ words: ArraySlice<LexiconWords.Word>, on today: CalendarDay?) {
        self.words = words
        self.today = today
    }

    /// The days in the sentence, in order; without those before the day on which it was said, and those from which on or since when something is.
    func days() -> [Found] {
        var days: [Found] = []
        var place = words.startIndex
        while place < words.endIndex {
            guard let (day, end) = day(at: place), end > place else {
                place += 1
                continue
            }
            let before = text(place - 1) == "the" ? text(place - 2) : text(place - 1)
            let isPast = today.map { day < $0 } ?? false
            // “After 15 July” is no day, “the day after tomorrow” is one.
            let isBeginning = ["after", "since", "from"].contains(before) && text(place) != "tomorrow"
            // “In March next year”, “Friday next week”, “the week after next”, “two weeks after the delivery”: seen from elsewhere.
            let isSeenFromElsewhere = ["next", "after", "following", "from", "last", "of"].contains(text(end))
            if !isPast, !isBeginning, !isSeenFromElsewhere { days.append((day, place..<end)) }
            place = end
        }
        return days
    }

    private func text(_ place: Int) -> String { words.indices.contains(place) ? words[place].text : "" }

    private func number(_ place: Int, _ digits: ClosedRange<Int> = 1...2) -> Int? {
        guard words.indices.contains(place), words[place].isNumber, digits.contains(words[place].text.count) else { return nil }
        return Int(words[place].text)
    }

    private func isJoined(_ place: Int) -> Bool {
        words.indices.contains(place + 1) && words[place + 1].range.lowerBound == words[place].range.upperBound + 1
    }

    // MARK: One day

    private func day(at place: Int) -> (CalendarDay, Int)? {
        if let found = written(place) ?? ofMonth(place) { return found }
        guard let today else { return nil }
        return relative(place, today) ?? edge(place, today) ?? weekday(place, today) ?? alone(place, today)
    }

    /// 2026-05-29, 29.05.2026, 29/05/2026.
    private func written(_ place: Int) -> (CalendarDay, Int)? {
        guard words.indices.contains(place), words[place].isNumber else { return nil }
        let parts = words[place].text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        if parts.count == 3, let day = parts[0], let month = parts[1], let year = parts[2], year > 99 { return CalendarDay(year: year, month: month, day: day).map { ($0, place + 1) } }
        guard isJoined(place), isJoined(place + 1) else { return nil }
        if let year = number(place, 4...4), let month = number(place + 1), let day = number(place + 2) { return CalendarDay(year: year, month: month, day: day).map { ($0, place + 3) } }
        // With slashes some write the month first: only what can be one thing is read.
        guard let first = number(place), let second = number(place + 1), let year = number(place + 2, 4...4), first > 12 || second > 12 || first == second else { return nil }
        return (first > 12 ? CalendarDay(year: year, month: second, day: first) : CalendarDay(year: year, month: first, day: second)).map { ($0, place + 3) }
    }

    /// 15 July, the 15th of July, July 15th, July the fifteenth, each with or without a year.
    private func ofMonth(_ place: Int) -> (CalendarDay, Int)? {
        var start = place
        // “Friday, 15 May”, “Friday the 15th of May”.
        if Self.weekdays[text(start)] != nil { start += 1 }
        if text(start) == "the" { start += 1 }
        var found: (day: Int, month: Int, end: Int)?
        if let (day, end) = SaidNumber.ordinal(words, at: start) ?? number(start).map({ ($0, start + 1) }) {
            let named = text(end) == "of" ? end + 1 : end
            if let month = Self.months[text(named)] { found = (day, month, named + 1) }
        } else if let month = Self.months[text(start)] {
            let named = text(start + 1) == "the" ? start + 2 : start + 1
            if let (day, end) = SaidNumber.ordinal(words, at: named) ?? number(named).map({ ($0, named + 1) }) { found = (day, month, end) }
        }
        guard let (day, month, end) = found else { return nil }
        if let year = number(end, 4...4) { return CalendarDay(year: year, month: month, day: day).map { ($0, end + 1) } }
        guard let today else { return nil }
        return first(from: today) { CalendarDay(year: $0, month: month, day: day) }.map { ($0, end) }
    }

    /// The first of yearly days that is not before a day.
    private func first(from today: CalendarDay, _ day: (Int) -> CalendarDay?) -> CalendarDay? { (today.year...today.year + 4).lazy.compactMap(day).first { $0 >= today } }

    // MARK: Seen from the day on which it was said

    private func relative(_ place: Int, _ today: CalendarDay) -> (CalendarDay, Int)? {
        switch text(place) {
        case "today": return (today, place + 1)
        case "tomorrow": return (text(place - 1) == "after" ? Self.adding(2, today) : Self.adding(1, today), place + 1)
        case "in", "within":
            var start = place + 1
            if text(start) == "the" { start += 1 }
            if text(start) == "next" { start += 1 }
            let (count, end): (Int, Int)
            if ["a", "an"].contains(text(start)) {
                (count, end) = (1, start + 1)
            } else if let number = SaidNumber(words, at: start), number.value >= 1, number.value <= 99, number.value == number.value.rounded() {
                (count, end) = (Int(number.value), number.end)
            } else {
                return nil
            }
            switch text(end) {
            case "day", "days": return (Self.adding(count, today), end + 1)
            case "week", "weeks": return (Self.adding(7 * count, today), end + 1)
            case "fortnight": return (Self.adding(14 * count, today), end + 1)
            case "month", "months": return (Self.month(count, after: today, day: today.day), end + 1)
            default: return nil
            }
        default: return nil
        }
    }

    /// The end or middle of a week, month, quarter or year; and a whole month: “in April”.
    private func edge(_ place: Int, _ today: CalendarDay) -> (CalendarDay, Int)? {
        var start = text(place) == "the" ? place + 1 : place
        let edge = text(start)
        if edge == "mid", let month = Self.months[text(start + 1)] { return inMonth(month, 15, start + 2, today) }
        if edge == "year", text(start + 1) == "is", text(start + 2) == "over" { return period(edge, isNext: false, today).map { ($0, start + 3) } }
        if ["year", "month", "quarter"].contains(edge), text(start + 1) == "end" { return period(edge, isNext: false, today).map { ($0, start + 2) } }
        if ["in", "during"].contains(edge), let month = Self.months[text(start + 1)] { return inMonth(month, nil, start + 2, today) }
        guard ["end", "middle"].contains(edge) else { return nil }
        start += text(start + 1) == "of" ? 2 : 1
        let isMiddle = edge == "middle"
        if let month = Self.months[text(start)] { return inMonth(month, isMiddle ? 15 : nil, start + 1, today) }
        guard !isMiddle else { return nil }
        if let year = number(start, 4...4) { return CalendarDay(year: year, month: 12, day: 31).map { ($0, start + 1) } }
        var isNext = false
        if ["the", "this", "next"].contains(text(start)) {
            isNext = text(start) == "next"
            start += 1
        }
        if let quarter = Self.quarters[text(start)] { return quarterEnd(quarter, start + 1, today) }
        if let quarter = ["first", "second", "third", "fourth"].firstIndex(of: text(start)), text(start + 1) == "quarter" { return quarterEnd(quarter + 1, start + 2, today) }
        return period(text(start), isNext: isNext, today).map { ($0, start + 1) }
    }

    private func inMonth(_ month: Int, _ day: Int?, _ end: Int, _ today: CalendarDay) -> (CalendarDay, Int)? {
        func date(_ year: Int) -> CalendarDay? { day.flatMap { CalendarDay(year: year, month: month, day: $0) } ?? Self.lastDay(year, month) }
        if let year = number(end, 4...4) { return date(year).map { ($0, end + 1) } }
        return first(from: today, date).map { ($0, end) }
    }

    private func quarterEnd(_ quarter: Int, _ end: Int, _ today: CalendarDay) -> (CalendarDay, Int)? {
        let named = text(end) == "of" ? end + 1 : end
        if let year = number(named, 4...4) { return Self.lastDay(year, quarter * 3).map { ($0, named + 1) } }
        return first(from: today) { Self.lastDay($0, quarter * 3) }.map { ($0, end) }
    }

    private func period(_ name: String, isNext: Bool, _ today: CalendarDay) -> CalendarDay? {
        switch name {
        case "week": return Self.adding(4 - Self.weekday(today) + (isNext ? 7 : 0), today)
        case "month":
            let day = Self.month(isNext ? 1 : 0, after: today, day: 1)
            return Self.lastDay(day.year, day.month)
        case "quarter":
            let months = (today.month + 2) / 3 * 3 - today.month + (isNext ? 3 : 0), day = Self.month(months, after: today, day: 1)
            return Self.lastDay(day.year, day.month)
        case "year": return CalendarDay(year: today.year + (isNext ? 1 : 0), month: 12, day: 31)
        default: return nil
        }
    }

    /// “By Friday”: the next one. Which one “next Friday” is, is not known.
    private func weekday(_ place: Int, _ today: CalendarDay) -> (CalendarDay, Int)? {
        guard let weekday = Self.weekdays[text(place)], ["by", "on", "before", "until", "till", "this"].contains(text(place - 1)) else { return nil }
        let ahead = (weekday - Self.weekday(today) + 7) % 7
        return (Self.adding(ahead == 0 ? 7 : ahead, today), place + 1)
    }

    /// “By the 24th”: the next one.
    private func alone(_ place: Int, _ today: CalendarDay) -> (CalendarDay, Int)? {
        guard ["by", "on", "before", "until", "till"].contains(text(place)), text(place + 1) == "the", words.indices.contains(place + 2), words[place + 2].isNumber,
              let (day, end) = SaidNumber.ordinal(words, at: place + 2), text(end) != "of" else { return nil }
        return (0...12).lazy.compactMap { ahead -> CalendarDay? in
            let month = Self.month(ahead, after: today, day: 1)
            return CalendarDay(year: month.year, month: month.month, day: day)
        }.first { $0 >= today }.map { ($0, end) }
    }

    // MARK: The calendar

    private static func adding(_ days: Int, _ day: CalendarDay) -> CalendarDay { CalendarDay(daysSince1970: day.daysSince1970 + Int64(days)) }

    /// Monday is 0.
    private static func weekday(_ day: CalendarDay) -> Int { Int((day.daysSince1970 + 3) % 7 + 7) % 7 }

    private static func lastDay(_ year: Int, _ month: Int) -> CalendarDay? { (28...31).reversed().lazy.compactMap { CalendarDay(year: year, month: month, day: $0) }.first }

    /// A day so many months later; held at the end of a shorter month.
    private static func month(_ months: Int, after today: CalendarDay, day: Int) -> CalendarDay {
        let index = today.year * 12 + today.month - 1 + months
        return CalendarDay(year: index / 12, month: index % 12 + 1, day: day) ?? lastDay(index / 12, index % 12 + 1) ?? today
    }

    private static let weekdays = ["monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6]
    private static let quarters = ["q1": 1, "q2": 2, "q3": 3, "q4": 4]
    private static let months: [String: Int] = {
        let names = [
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug", "september sep sept", "october oct", "november nov", "december dec",
        ]
        var months: [String: Int] = [:]
        for (index, line) in names.enumerated() { for name in line.split(separator: " ") { months[String(name)] = index + 1 } }
        return months
    }()
}

/// What the cells of one column have in common, collected over the whole file.
struct ColumnEvidence {
    /// Cells that are not empty.
    private(set) var filled = 0
    /// Cells that are numbers, and what their marks say.
    private(set) var numbers = 0
    private(set) var withPoint = 0
    private(set) var withComma = 0
    private(set) var openNumbers = 0
    /// Numbers that have a currency beside them that can be no other.
    private(set) var withCurrency = 0
    /// Whether a % stands in any of them, whether all lie between 0 and 1, whether one is neither, and whether one is 1.
    private(set) var hasPercentSign = false
    private(set) var isWithinOne = true
    private(set) var hasProperFraction = false
    private(set) var hasOne = false
    /// Cells that are dates, and what their order says.
    private(set) var dates = 0
    private(set) var dayFirst = 0
    private(set) var monthFirst = 0
    private(set) var openDates = 0
    private(set) var hasMeridiem = false
    /// Times without a zone.
    private(set) var withoutZone = 0
    /// Cells that are mail addresses.
    private(set) var mails = 0
    /// Different cells whose reading is open, the first three.
    private(set) var openNumberExamples: [String] = []
    private(set) var openDateExamples: [String] = []

    mutating func add(_ cell: ArraySlice<UInt8>) {
        guard cell.contains(where: { $0 > 0x20 }) else { return }
        filled += 1
        guard cell.count <= 80 else { return }
        var digits = 0
        var letters = 0
        var hasAt = false
        for byte in cell {
            if byte.isDigit { digits += 1 } else if byte == 0x40 { hasAt = true } else if byte.isLetter { letters += 1 }
        }
        if hasAt {
            if MailParty.validated(RowText.line(cell, limit: 320) ?? "") != nil { mails += 1 }
            return
        }
        guard digits > 0, letters <= 14 else { return }
        if letters <= 5, let number = NumberText(cell) { add(number, cell) }
        if digits >= 3, let date = DateText(cell) { add(date, cell) }
    }

    private mutating func add(_ number: NumberText, _ cell: ArraySlice<UInt8>) {
        numbers += 1
        if let affix = number.affix, CurrencySigns.meanings(affix).count == 1 { withCurrency += 1 }
        if number.isPercent { hasPercentSign = true }
        switch number.marks {
        case .plain: break
        case .decided(.point): withPoint += 1
        case .decided(.comma): withComma += 1
        case .open:
            openNumbers += 1
            Self.note(cell, &openNumberExamples)
        }
        if let value = number.value(.point)?.double {
            if value < 0 || value > 1 { isWithinOne = false }
            if value > 0, value < 1 { hasProperFraction = true }
            if value == 1 { hasOne = true }
        }
    }

    private mutating func add(_ date: DateText, _ cell: ArraySlice<UInt8>) {
        dates += 1
        if date.hasMeridiem { hasMeridiem = true }
        if date.clock != nil, date.offset == nil { withoutZone += 1 }
        switch date.order {
        case .plain: break
        case .decided(.dayFirst): dayFirst += 1
        case .decided(.monthFirst): monthFirst += 1
        case .open:
            openDates += 1
            Self.note(cell, &openDateExamples)
        }
    }

    private static func note(_ cell: ArraySlice<UInt8>, _ examples: inout [String]) {
        guard examples.count < 3 else { return }
        let text = RowText.shown(cell)
        if !examples.contains(text) { examples.append(text) }
    }

    /// What the column itself says; nil where it says nothing, or both.
    var decimalMark: DecimalMark? { withPoint > 0 && withComma == 0 ? .point : withComma > 0 && withPoint == 0 ? .comma : nil }
    var dayOrder: DayOrder? { dayFirst > 0 && monthFirst == 0 ? .dayFirst : monthFirst > 0 && dayFirst == 0 ? .monthFirst : nil }
    /// Whether it holds numbers, or dates: four cells of five ‡, so that a note with a price in it says nothing about others.
    var isNumeric: Bool { numbers * 5 >= filled * 4 && numbers > 0 }
    var isDates: Bool { dates * 5 >= filled * 4 && dates > 0 }
    var isMails: Bool { mails * 5 >= filled * 4 && mails > 0 }
}

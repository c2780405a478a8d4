import Covalence

/// Reads the cells of one row as values, and collects what is wrong with them.
struct RowCells {
    let record: CSVRecord
    let plan: RowPlan
    private(set) var problems: [RowProblem] = []
    /// Whether a problem costs the row.
    private(set) var isLost = false

    init(_ record: CSVRecord, _ plan: RowPlan) {
        self.record = record
        self.plan = plan
    }

    /// The cells of a field that are not empty.
    private func cells(_ field: CRMField) -> [(index: Int, cell: ArraySlice<UInt8>)] {
        plan.indices(field).compactMap { index in
            let cell = Self.trimmed(record.field(index))
            return cell.isEmpty ? nil : (index, cell)
        }
    }

    private static func trimmed(_ cell: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var cell = cell
        while let first = cell.first, first <= 0x20 { cell.removeFirst() }
        while let last = cell.last, last <= 0x20 { cell.removeLast() }
        // `="0012"`, by which programs keep spreadsheets from changing a number.
        if cell.count >= 3, cell.first == 0x3D, cell[cell.startIndex + 1] == 0x22, cell.last == 0x22 { cell = cell.dropFirst(2).dropLast() }
        return cell
    }

    mutating func report(_ kind: RowProblem.Kind, _ index: Int?, _ cell: ArraySlice<UInt8>?, _ reason: String, _ advice: String, isRowLost: Bool) {
        if isRowLost { isLost = true }
        problems.append(RowProblem(
            kind: kind, file: plan.file, row: record.row, line: record.line, column: index.map(plan.header), value: cell.map(RowText.shown),
            reason: reason, advice: advice, isRowLost: isRowLost
        ))
    }

    /// What the record cannot be without is missing.
    mutating func missing(_ what: String) {
        report(.missing, nil, nil, "The row has no \(what).", "Fill it in, or map the column that holds it.", isRowLost: true)
    }

    // MARK: - Words

    func line(_ field: CRMField) -> String? { cells(field).first.flatMap { RowText.line($0.cell) } }

    func note(_ field: CRMField) -> String? {
        let notes = cells(field).compactMap { RowText.note($0.cell) }
        return notes.isEmpty ? nil : notes.joined(separator: "\n\n")
    }

    /// Words that commas or semicolons divide, each once.
    func list(_ field: CRMField) -> [String] {
        var result: [String] = []
        for (_, cell) in cells(field) {
            for part in cell.split(whereSeparator: { $0 == 0x2C || $0 == 0x3B }) {
                if let word = RowText.line(part), !result.contains(word) { result.append(word) }
            }
        }
        return result
    }

    // MARK: - Ids

    mutating func ids(_ field: CRMField) -> [String] {
        guard let (index, cell) = cells(field).first else { return [] }
        if Self.isShortened(cell) {
            report(
                .unreadable, index, cell, "“\(RowText.shown(cell))” is an id that a spreadsheet has shortened.",
                "Export the file again and do not save it in a spreadsheet in between.", isRowLost: field.decidesRow
            )
            return []
        }
        return cell.split(separator: 0x3B).compactMap { RowText.line($0, limit: 200) }.map { plan.mapping.source == .salesforce ? SalesforceID.long($0) : $0 }
    }

    /// `1.23457E+11`
    private static func isShortened(_ cell: ArraySlice<UInt8>) -> Bool {
        guard let mark = cell.firstIndex(where: { $0 | 0x20 == 0x65 }), mark + 1 < cell.endIndex, cell[mark + 1] == 0x2B, cell.first?.isDigit == true else { return false }
        return cell[..<mark].allSatisfy { $0.isDigit || $0 == 0x2E || $0 == 0x2C } && cell[(mark + 2)...].allSatisfy(\.isDigit)
    }

    mutating func reference(_ id: CRMField, _ name: CRMField) -> RecordReference? { references(id, name).first }

    /// Several ids come without names: which name is whose is not said.
    mutating func references(_ id: CRMField, _ name: CRMField) -> [RecordReference] {
        let ids = ids(id)
        let name = line(name)
        if ids.count > 1 { return ids.map { RecordReference(id: $0, name: nil) } }
        return ids.isEmpty && name == nil ? [] : [RecordReference(id: ids.first, name: name)]
    }

    mutating func origin() -> RowOrigin {
        var origin = RowOrigin(row: record.row, line: record.line)
        origin.id = ids(.id).first
        origin.createdAt = time(.createdAt)
        origin.modifiedAt = time(.modifiedAt)
        for index in plan.leftOver {
            let cell = Self.trimmed(record.field(index))
            if !cell.isEmpty, let value = RowText.note(cell, limit: 10_000) { origin.others.append(RowOrigin.OtherValue(column: index, value: value)) }
        }
        return origin
    }

    // MARK: - Numbers

    mutating func amount(_ field: CRMField) -> Money? {
        guard let (index, cell) = cells(field).first else { return nil }
        return amount(cell, index, isRowLost: field.decidesRow)
    }

    mutating func amount(_ cell: ArraySlice<UInt8>, _ index: Int, isRowLost: Bool) -> Money? {
        guard let number = NumberText(cell), !number.isPercent else {
            report(
                .unreadable, index, cell, "“\(RowText.shown(cell))” is no amount.",
                "Write it as 1234.56, the currency in front, behind or in a column of its own.", isRowLost: isRowLost
            )
            return nil
        }
        guard let value = value(number, index, cell, isRowLost: isRowLost), let currency = currency(number.affix, index, cell, isRowLost: isRowLost) else { return nil }
        guard let amount = Money(value, currency: currency) else {
            report(.unreadable, index, cell, "“\(RowText.shown(cell))” is more than can be kept.", "Look whether the amount is right.", isRowLost: isRowLost)
            return nil
        }
        return amount
    }

    private mutating func value(_ number: NumberText, _ index: Int, _ cell: ArraySlice<UInt8>, isRowLost: Bool) -> NumberText.Value? {
        let mark = plan.format(index).decimalMark
        if number.marks == .open, mark == nil {
            report(
                .open, index, cell, "“\(RowText.shown(cell))” can be more than a thousand or not, and the column does not show which.",
                "Say which mark is the decimal mark in this column.", isRowLost: isRowLost
            )
            return nil
        }
        guard let value = number.value(mark) else {
            report(.unreadable, index, cell, "“\(RowText.shown(cell))” has more digits than can be kept.", "Look whether the number is right.", isRowLost: isRowLost)
            return nil
        }
        return value
    }

    /// The currency beside the number, else that of the column of currencies, else the one that holds for the file.
    private mutating func currency(_ affix: String?, _ index: Int, _ cell: ArraySlice<UInt8>, isRowLost: Bool) -> String? {
        let beside = affix.map(Self.meanings)
        if let affix, beside?.isEmpty == true {
            report(.unknownCurrency, index, cell, "“\(TextCleaning.label(affix.utf8, limit: 20) ?? "")” is no currency.", Self.currencyAdvice, isRowLost: isRowLost)
            return nil
        }
        var column: [String]?
        if let (place, code) = cells(.currency).first {
            let meanings = Self.meanings(RowText.line(code, limit: 20) ?? "")
            guard !meanings.isEmpty else {
                report(.unknownCurrency, place, code, "“\(RowText.shown(code))” is no currency.", Self.currencyAdvice, isRowLost: isRowLost)
                return nil
            }
            column = meanings
        }
        let possible = [beside, column].compactMap { $0 }
        guard let first = possible.first else {
            if let currency = plan.mapping.defaultCurrency { return currency }
            report(.open, index, cell, "The file does not say in which currency the amount is.", "Say in which currency amounts without one are.", isRowLost: isRowLost)
            return nil
        }
        let agreed = possible.dropFirst().reduce(first) { left, right in left.filter(right.contains) }
        if agreed.count == 1 { return agreed.first }
        guard !agreed.isEmpty else {
            report(.unreadable, index, cell, "The amount has one currency and the row another.", "Look which of them is right.", isRowLost: isRowLost)
            return nil
        }
        if let currency = plan.mapping.defaultCurrency, agreed.contains(currency) { return currency }
        report(
            .open, index, cell, "The sign of the currency can be \(agreed.prefix(3).joined(separator: ", ")) or another.",
            "Say in which currency amounts are where the sign leaves it open.", isRowLost: isRowLost
        )
        return nil
    }

    private static let currencyAdvice = "Write a code of ISO 4217, such as EUR."

    private static func meanings(_ words: String) -> [String] {
        let whole = CurrencySigns.meanings(words)
        guard whole.isEmpty, words.contains(" ") else { return whole }
        // “$ … USD”: both have to agree.
        let parts = words.split(separator: " ").map { CurrencySigns.meanings(String($0)) }
        return parts.dropFirst().reduce(parts[0]) { left, right in left.filter(right.contains) }
    }

    mutating func count(_ field: CRMField) -> Int? {
        guard let (index, cell) = cells(field).first else { return nil }
        guard let number = NumberText(cell), number.affix == nil, !number.isPercent else {
            report(.unreadable, index, cell, "“\(RowText.shown(cell))” is no number.", "Write it in digits.", isRowLost: false)
            return nil
        }
        guard let value = value(number, index, cell, isRowLost: false)?.double, value >= 0, value < 1e9 else { return nil }
        return Int(value)
    }

    mutating func share(_ field: CRMField) -> Double? {
        guard let (index, cell) = cells(field).first else { return nil }
        return share(cell, index)
    }

    mutating func share(_ cell: ArraySlice<UInt8>, _ index: Int) -> Double? {
        guard let number = NumberText(cell), number.affix == nil else {
            report(.unreadable, index, cell, "“\(RowText.shown(cell))” is no percentage.", "Write it as 60 or 60 %.", isRowLost: true)
            return nil
        }
        guard let value = value(number, index, cell, isRowLost: true)?.double else { return nil }
        let scale: PercentScale
        if number.isPercent || value > 1 { scale = .hundred } else if let known = plan.format(index).percentScale { scale = known } else if value == 0 { return 0 } else {
            report(.open, index, cell, "“\(RowText.shown(cell))” can be one percent or certain.", "Say how percentages are written in this column.", isRowLost: true)
            return nil
        }
        let share = scale == .hundred ? value / 100 : value
        guard (0...1).contains(share) else {
            report(.unreadable, index, cell, "“\(RowText.shown(cell))” is no percentage from 0 to 100.", "Look whether the column is the right one.", isRowLost: true)
            return nil
        }
        return share
    }

    // MARK: - Days and times

    mutating func day(_ field: CRMField) -> CalendarDay? {
        guard let (index, cell) = cells(field).first else { return nil }
        return day(cell, index)
    }

    mutating func day(_ cell: ArraySlice<UInt8>, _ index: Int) -> CalendarDay? { date(cell, index)?.day(plan.format(index).dayOrder) }

    mutating func time(_ field: CRMField) -> Timestamp? {
        guard let (index, cell) = cells(field).first else { return nil }
        return date(cell, index)?.time(plan.format(index).dayOrder, zone: plan.offset)
    }

    /// A day, and the moment where a time of day is given with it.
    mutating func dayOrTime(_ field: CRMField) -> (day: CalendarDay, time: Timestamp?)? {
        guard let (index, cell) = cells(field).first, let date = date(cell, index), let day = date.day(plan.format(index).dayOrder) else { return nil }
        return (day, date.clock == nil ? nil : date.time(plan.format(index).dayOrder, zone: plan.offset))
    }

    /// A time of day in a column of its own, in seconds.
    mutating func clock(_ field: CRMField) -> Int? {
        guard let (index, cell) = cells(field).first else { return nil }
        if let clock = DateText((Array("2000-01-01 ".utf8) + cell)[...])?.clock { return clock }
        report(.unreadable, index, cell, "“\(RowText.shown(cell))” is no time of day.", "Write it as 14:30.", isRowLost: false)
        return nil
    }

    private mutating func date(_ cell: ArraySlice<UInt8>, _ index: Int) -> DateText? {
        guard let date = DateText(cell) else {
            let isSerial = cell.count == 5 && cell.allSatisfy(\.isDigit)
            report(
                .unreadable, index, cell,
                isSerial ? "“\(RowText.shown(cell))” is a date as spreadsheets count it." : "“\(RowText.shown(cell))” is no date that exists.",
                isSerial ? "Give the column the form of a date before saving it as CSV." : "Write it as 2026-03-04, with a time as 2026-03-04 14:30.", isRowLost: true
            )
            return nil
        }
        guard let day = date.day(plan.format(index).dayOrder) else {
            if date.order == .open, plan.format(index).dayOrder == nil {
                report(
                    .open, index, cell, "In “\(RowText.shown(cell))” the day or the month can come first, and the column does not show which.",
                    "Say which comes first in this column.", isRowLost: true
                )
            } else {
                report(.unreadable, index, cell, "“\(RowText.shown(cell))” is no date that exists.", "Write it as 2026-03-04.", isRowLost: true)
            }
            return nil
        }
        guard (1900...2199).contains(day.year) else {
            report(.unreadable, index, cell, "The year of “\(RowText.shown(cell))” cannot be right.", "Write it with four digits.", isRowLost: true)
            return nil
        }
        return date
    }

    // MARK: - Others

    mutating func boolean(_ field: CRMField) -> Bool? {
        guard let (index, cell) = cells(field).first else { return nil }
        if let answer = YesNo.read(RowText.line(cell, limit: 40) ?? "") { return answer }
        report(.unreadable, index, cell, "“\(RowText.shown(cell))” is neither yes nor no.", "Write true or false.", isRowLost: true)
        return nil
    }

    /// Mail addresses, each once; what is none is reported and left out.
    mutating func mails(_ field: CRMField) -> [String] {
        var result: [String] = []
        for (index, cell) in cells(field) {
            for part in cell.split(whereSeparator: { $0 == 0x2C || $0 == 0x3B || $0 == 0x0A }).prefix(20) {
                guard var text = RowText.line(part, limit: 400) else { continue }
                // “Anna Berg <anna@line.example>”, “mailto:anna@line.example”
                if let open = text.lastIndex(of: "<"), let close = text.lastIndex(of: ">"), open < close { text = String(text[text.index(after: open)..<close]) }
                if text.lowercased().hasPrefix("mailto:") { text = String(text.dropFirst(7)) }
                if let address = MailParty.validated(text) {
                    if !result.contains(address) { result.append(address) }
                } else {
                    report(.unreadable, index, part, "“\(RowText.shown(part))” is no mail address.", "Correct it, or leave it empty.", isRowLost: false)
                }
            }
        }
        return result
    }

    mutating func phones() -> [String] {
        var result: [String] = []
        for (index, cell) in cells(.phone) {
            for part in cell.split(whereSeparator: { $0 == 0x2C || $0 == 0x3B || $0 == 0x0A }).prefix(20) {
                guard let number = RowText.line(part, limit: 100) else { continue }
                if number.utf8.count(where: \.isDigit) < 3 {
                    report(.unreadable, index, part, "“\(RowText.shown(part))” is no telephone number.", "Correct it, or leave it empty.", isRowLost: false)
                } else if !result.contains(number) {
                    result.append(number)
                }
            }
        }
        return result
    }

    func country() -> ImportedCountry? { line(.country).map(ImportedCountry.init) }

    mutating func languages() -> [String] {
        var result: [String] = []
        for (index, cell) in cells(.language) {
            for part in cell.split(whereSeparator: { $0 == 0x2C || $0 == 0x3B }).prefix(20) {
                guard let name = RowText.line(part, limit: 60) else { continue }
                if let code = ImportedLanguage.code(name) {
                    if !result.contains(code) { result.append(code) }
                } else {
                    report(.unreadable, index, part, "“\(RowText.shown(part))” is no language that is known.", "Write its code, such as de or en-GB.", isRowLost: false)
                }
            }
        }
        return result
    }

    func domain() -> String? { line(.website).flatMap(WebAddress.domain) }

    /// A cell of a history, by the field it is of.
    mutating func changed(_ field: CRMField, of target: CRMField?) -> FieldChangeRow.Value? {
        guard let (index, cell) = cells(field).first else { return nil }
        switch target?.form {
        case .amount: return amount(cell, index, isRowLost: true).map { .amount($0) }
        case .day: return day(cell, index).map { .day($0) }
        case .percent: return share(cell, index).map { .share($0) }
        default: return RowText.note(cell).map { .text($0) }
        }
    }
}

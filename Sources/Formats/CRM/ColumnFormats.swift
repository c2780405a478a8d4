/// Decides how the values of each column are written: by the column itself, else by the others of the file, else it is asked.
struct ColumnFormats {
    private let evidence: [ColumnEvidence]
    /// What all columns that say something agree on.
    private let decimalMark: DecimalMark?
    private let dayOrder: DayOrder?

    init(_ evidence: [ColumnEvidence]) {
        self.evidence = evidence
        let marks = Set(evidence.filter(\.isNumeric).compactMap(\.decimalMark))
        let orders = Set(evidence.filter(\.isDates).compactMap(\.dayOrder))
        decimalMark = marks.count == 1 ? marks.first : nil
        dayOrder = orders.count == 1 ? orders.first : nil
    }

    /// A column's format. One program writes all columns of a file, so that what one of them shows holds for those that show nothing ‡.
    func format(_ index: Int, _ source: CRMSource) -> ColumnFormat {
        let column = evidence[index]
        let says = (marks: column.withPoint + column.withComma > 0, orders: column.dayFirst + column.monthFirst > 0)
        return ColumnFormat(
            decimalMark: column.numbers == 0 ? nil : column.decimalMark ?? (says.marks ? nil : decimalMark),
            dayOrder: column.dates == 0 ? nil : column.dayOrder ?? (says.orders ? nil : dayOrder),
            percentScale: percentScale(column, source)
        )
    }

    /// Nothing above 1 and something between: shares of one. HubSpot writes 0.6 for 60 %.
    private func percentScale(_ column: ColumnEvidence, _ source: CRMSource) -> PercentScale? {
        guard column.numbers > 0 else { return nil }
        if column.hasPercentSign || !column.isWithinOne { return .hundred }
        if column.hasProperFraction || source == .hubspot { return .one }
        return column.hasOne ? nil : .hundred
    }

    /// What a mapping leaves open.
    func questions(_ mapping: ColumnMapping) -> [ImportQuestion] {
        var questions: [ImportQuestion] = []
        func ask(_ kind: ImportQuestion.Kind, _ column: ColumnMapping.Column, _ examples: [String], _ count: Int, _ proposal: String?, _ sentence: String) {
            questions.append(ImportQuestion(kind: kind, column: column.index, header: column.header, examples: examples, count: count, proposal: proposal, sentence: sentence))
        }
        let hasCurrency = !mapping.columns(for: .currency).isEmpty
        for column in mapping.columns {
            guard let field = column.field, evidence.indices.contains(column.index) else { continue }
            let found = evidence[column.index]
            // The values of a history are of any kind.
            let isHistory = field == .oldValue || field == .newValue
            let form = field.form
            if form == .day || form == .time || isHistory, found.openDates > 0, column.format.dayOrder == nil, let example = found.openDateExamples.first {
                let proposal = found.hasMeridiem ? DayOrder.monthFirst : .dayFirst
                ask(.dayOrder, column, found.openDateExamples, found.openDates, proposal.rawValue, "Does the day or the month come first in “\(example)”?")
            }
            guard form == .amount || form == .count || form == .percent || isHistory else { continue }
            if found.openNumbers > 0, column.format.decimalMark == nil, let example = found.openNumberExamples.first {
                // Three digits behind the mark are thousands more often than thousandths ‡.
                let proposal = example.contains(".") ? DecimalMark.comma : .point
                let sentence = "Is “\(example)” more than a thousand, or is its mark the decimal mark?"
                ask(.decimalMark, column, found.openNumberExamples, found.openNumbers, proposal.rawValue, sentence)
            }
            if form == .percent, column.format.percentScale == nil, found.numbers > 0 {
                ask(.percentScale, column, ["1"], found.numbers, PercentScale.hundred.rawValue, "Is “1” one percent, or certain?")
            }
            if form == .amount || field == .newValue, !hasCurrency, mapping.defaultCurrency == nil, found.numbers > found.withCurrency {
                ask(.currency, column, [], found.numbers - found.withCurrency, nil, "In which currency are the amounts? The file does not say.")
            }
        }
        return questions
    }
}

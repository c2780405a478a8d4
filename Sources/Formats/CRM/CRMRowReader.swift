/// The rows of an export, one after the other. A row that cannot be taken is passed over and stands in the summary.
public struct CRMRowReader {
    private var reader: CSVReader
    private let plan: RowPlan
    private let limits: TableLimits
    private var tally: SummaryTally
    private var hasHeading = false
    /// Rows of one field: broken ones, or what reports have below their table.
    private var held: [CSVRecord] = []
    private var isPastEnd = false

    init(_ source: TableSource, _ layout: CSVLayout, _ plan: RowPlan, _ summary: ImportSummary, _ limits: TableLimits) throws(TableError) {
        reader = try CSVReader(source, layout, name: plan.file, limits: limits)
        self.plan = plan
        self.limits = limits
        tally = SummaryTally(summary, limits)
    }

    /// What was read so far; complete after the last row.
    public var summary: ImportSummary { tally.finished() }

    /// Rows that were read so far, and of them those that were left out; less work than the summary.
    public var rowsRead: Int { tally.summary.rowCount }
    public var rowsLost: Int { tally.summary.lostCount }

    /// The next row that can be taken; nil at the end.
    ///
    /// - Throws: `TableError` where the file can no longer be read.
    public mutating func next() throws(TableError) -> CRMRow? {
        while let entry = try reader.next() {
            switch entry {
            case .fault(let fault): note(fault)
            case .record(let record):
                guard hasHeading else {
                    hasHeading = true
                    continue
                }
                if let row = take(record) { return row }
                if isPastEnd { return nil }
            }
        }
        endTable()
        return nil
    }

    private mutating func take(_ record: CSVRecord) -> CRMRow? {
        guard tally.summary.rowCount < limits.maxRows else {
            if !isPastEnd { tally.summary.notes.append("Only the first \(limits.maxRows) rows were read. Export fewer records and add the files one after the other.") }
            isPastEnd = true
            return nil
        }
        if record.count == 1, plan.columnCount > 1 {
            held.append(record)
            if held.count > 20 { _ = read(held.removeFirst()) }
            return nil
        }
        // The table goes on: they were rows of it.
        for broken in held { _ = read(broken) }
        held = []
        return read(record)
    }

    /// Salesforce's reports end in a few lines of one field: their name, copyright, who made them ‡. One alone is a row that was cut.
    private mutating func endTable() {
        if held.count > 1 {
            tally.summary.notes.append("The lines below the table, from row \(held[0].row) on, were left out.")
        } else if let broken = held.first {
            _ = read(broken)
        }
        held = []
    }

    private mutating func read(_ record: CSVRecord) -> CRMRow? {
        tally.summary.rowCount += 1
        var cells = RowCells(record, plan)
        let row = cells.row()
        for problem in cells.problems { tally.add(problem) }
        if let row { tally.add(row) } else { tally.summary.lostCount += 1 }
        return row
    }

    private mutating func note(_ fault: CSVFault) {
        if fault.isRowLost {
            tally.summary.rowCount += 1
            tally.summary.lostCount += 1
        }
        tally.add(RowProblem(
            kind: .malformed, file: plan.file, row: fault.row, line: fault.line, column: nil, value: nil, reason: fault.reason, advice: fault.advice,
            isRowLost: fault.isRowLost
        ))
    }
}

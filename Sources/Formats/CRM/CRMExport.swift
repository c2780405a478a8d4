/// An export of a CRM as CSV: what it is, what its columns mean, its rows.
///
/// ```swift
/// let export = try CRMExport(.file(url), file: "deals.csv")
/// var mapping = export.proposal ?? export.mapping(as: .opportunity)
/// mapping.defaultCurrency = "EUR"
/// let summary = try export.dryRun(mapping)                  // counts, problems by row, questions
/// var rows = try export.rows(mapping)
/// while let row = try rows.next() { … }
/// ```
///
/// The file is gone through twice before its first row comes out: for its encoding, and for what its columns hold. What is in memory
/// does not grow with it.
public struct CRMExport: Sendable {
    /// The name the file came with, for messages.
    public let file: String?
    /// How the table is written.
    public let layout: CSVLayout
    /// The names of its columns, one line each; empty for a column without a name.
    public let headers: [String]
    /// Rows below the heading, as far as they are read.
    public let rowCount: Int
    /// What it was taken for and what its columns mean; nil where it is none of the kinds that are known.
    public let proposal: ColumnMapping?
    private let source: TableSource
    private let limits: TableLimits
    private let evidence: [ColumnEvidence]

    /// Opens an export and looks through it.
    ///
    /// - Parameter separator: where it is known; otherwise it is found out.
    /// - Throws: `TableError` where the file cannot be read, is empty, too large, no text or has no heading.
    public init(_ source: TableSource, file: String? = nil, separator: CSVSeparator? = nil, limits: TableLimits = TableLimits()) throws(TableError) {
        layout = try CSVLayout(source, name: file, separator: separator, limits: limits)
        var reader = try CSVReader(source, layout, name: file, limits: limits)
        headers = try Self.heading(&reader, file)
        var evidence = headers.map { _ in ColumnEvidence() }
        var rows = 0
        while rows < limits.maxRows, let entry = try reader.next() {
            guard case .record(let record) = entry else { continue }
            rows += 1
            guard record.count >= headers.count else { continue }
            for index in headers.indices { evidence[index].add(record.field(index)) }
        }
        self.file = file
        self.source = source
        self.limits = limits
        self.evidence = evidence
        rowCount = rows
        proposal = Self.formatted(MappingProposal(headers, evidence).mapping(), evidence)
    }

    private static func heading(_ reader: inout CSVReader, _ file: String?) throws(TableError) -> [String] {
        switch try reader.next() {
        case .record(let record):
            return (0..<record.count).map { RowText.line(record.field($0), limit: 200) ?? "" }
        case .fault(let fault):
            let kind: TableError.Kind = fault.kind == .tooManyColumns ? .tooManyColumns : .notRecognised
            guard fault.isRowLost else { return try heading(&reader, file) }
            throw TableError(kind: kind, file: file, line: fault.line, reason: "The heading cannot be read. " + fault.reason, advice: fault.advice)
        case nil:
            throw TableError(kind: .empty, file: file, reason: "The file holds no table.", advice: "Export it again, or choose another file.")
        }
    }

    private static func formatted(_ mapping: ColumnMapping?, _ evidence: [ColumnEvidence]) -> ColumnMapping? {
        guard var mapping else { return nil }
        let formats = ColumnFormats(evidence)
        for index in mapping.columns.indices { mapping.columns[index].format = formats.format(index, mapping.source) }
        return mapping
    }

    /// The mapping for a kind that a person has said.
    public func mapping(as kind: CRMRecordKind) -> ColumnMapping {
        let proposed = Self.formatted(MappingProposal(headers, evidence).mapping(as: kind), evidence)
        return proposed ?? ColumnMapping(
            kind: kind, isKindSure: true, kindReason: "Chosen.", source: .other, sourceReason: "", columns: [], defaultCurrency: nil, timeZone: "UTC"
        )
    }

    /// What a mapping leaves open and a person has to say.
    public func questions(_ mapping: ColumnMapping) -> [ImportQuestion] { ColumnFormats(evidence).questions(mapping) }

    /// The rows, read by a mapping.
    ///
    /// - Throws: `TableError` where the mapping is not for this file, or the file can no longer be read.
    public func rows(_ mapping: ColumnMapping) throws(TableError) -> CRMRowReader {
        var summary = ImportSummary(file: file, mapping: mapping, encoding: layout.encoding, separator: layout.separator)
        summary.notes = layout.notes
        summary.questions = questions(mapping)
        let timesWithoutZone = mapping.columns.contains { $0.field?.form == .time && evidence.indices.contains($0.index) && evidence[$0.index].withoutZone > 0 }
        if timesWithoutZone { summary.notes.append("Times without a zone were read as those of \(mapping.timeZone).") }
        return try CRMRowReader(source, layout, try RowPlan(mapping, headers, file: file), summary, limits)
    }

    /// Reads all rows and keeps none.
    public func dryRun(_ mapping: ColumnMapping) throws(TableError) -> ImportSummary {
        var rows = try rows(mapping)
        while try rows.next() != nil {}
        return rows.summary
    }
}

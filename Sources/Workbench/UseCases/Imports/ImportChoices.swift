import Covalence
public import Formats
import Foundation
import Store

/// What a person says of a file of records where it is not as it was proposed.
public struct ImportChoices: Hashable, Sendable, Codable {
    /// What its rows are.
    public var kind: CRMRecordKind?
    /// The program it comes from: by it records are known again, so it must stay the same from one export to the next.
    public var source: CRMSource?
    /// What columns mean, by their names; nil for “nothing”. Others stay as they are.
    public var columns: [String: CRMField?]
    /// ISO 4217, for amounts without a currency.
    public var currency: String?
    /// For times without a zone, as the zone database names it.
    public var timeZone: String?
    /// Answers to questions about how values are written, for all columns that leave it open.
    public var dayOrder: DayOrder?
    public var decimalMark: DecimalMark?
    public var percentScale: PercentScale?

    /// As it is proposed.
    public init(
        kind: CRMRecordKind? = nil, source: CRMSource? = nil, columns: [String: CRMField?] = [:], currency: String? = nil, timeZone: String? = nil,
        dayOrder: DayOrder? = nil, decimalMark: DecimalMark? = nil, percentScale: PercentScale? = nil
    ) {
        self.kind = kind
        self.source = source
        self.columns = columns
        self.currency = currency
        self.timeZone = timeZone
        self.dayOrder = dayOrder
        self.decimalMark = decimalMark
        self.percentScale = percentScale
    }

    /// Reads `column=field`, as the command line takes it; nothing behind the sign leaves the column out.
    ///
    /// - Throws: `StoreError.refused` that names the fields there are.
    public static func column(_ text: String) throws -> (name: String, field: CRMField?) {
        guard let sign = text.lastIndex(of: "=") else {
            throw StoreError.refused("“\(text.prefix(100))” is no mapping. Write column=field: \"Deal value=amount\"; with nothing behind the sign the column is left out.")
        }
        let (name, field) = (String(text[..<sign]), String(text[text.index(after: sign)...]).trimmingCharacters(in: .whitespaces))
        return (name, try Self.field(field))
    }

    /// A field by its name; nil for none.
    ///
    /// - Throws: `StoreError.refused` that names the fields there are.
    public static func field(_ name: String) throws -> CRMField? {
        guard !name.isEmpty else { return nil }
        guard let field = CRMField(rawValue: name) else {
            throw StoreError.refused("There is no field “\(name.prefix(100))”. There are: \(CRMField.allCases.map(\.rawValue).sorted().joined(separator: ", ")).")
        }
        return field
    }

    /// The mapping with what is chosen.
    func applied(to export: CRMExport, _ current: ColumnMapping?) throws -> ColumnMapping? {
        var mapping = current ?? export.proposal
        if let kind, kind != mapping?.kind {
            mapping = export.mapping(as: kind)
            mapping?.defaultCurrency = current?.defaultCurrency
        }
        guard var mapping else {
            guard columns.isEmpty else { throw StoreError.refused("It is not known yet what the rows of this file are. Choose the kind with the columns.", at: "/kind") }
            return nil
        }
        if let source, source != mapping.source {
            mapping.source = source
            mapping.sourceReason = "Chosen."
        }
        for (name, field) in columns.sorted(by: { $0.key < $1.key }) {
            guard let column = mapping.columns.first(where: { $0.header == name }) ?? mapping.columns.first(where: { $0.header.lowercased() == name.lowercased() }) else {
                throw StoreError.refused("The file has no column “\(name.prefix(100))”. It has: \(mapping.columns.map(\.header).joined(separator: ", ").prefix(1_000)).", at: "/columns/\(StoreError.Reason.token(name))")
            }
            if column.field != field { mapping.choose(field, forColumn: column.index) }
        }
        if let currency {
            let code = currency.trimmingCharacters(in: .whitespaces).uppercased()
            guard code.isEmpty || Currency(code) != nil else { throw StoreError.refused("“\(currency.prefix(20))” is no currency. Write a code of three letters: EUR, USD, SEK.", at: "/currency") }
            mapping.defaultCurrency = code.isEmpty ? nil : code
        }
        if let timeZone, !timeZone.isEmpty {
            guard TimeZone(identifier: timeZone) != nil else { throw StoreError.refused("“\(timeZone.prefix(50))” is no time zone. Write one like Europe/Helsinki.", at: "/timeZone") }
            mapping.timeZone = timeZone
        }
        for question in export.questions(mapping) {
            switch question.kind {
            case .dayOrder: mapping.columns[question.column].format.dayOrder = dayOrder ?? mapping.columns[question.column].format.dayOrder
            case .decimalMark: mapping.columns[question.column].format.decimalMark = decimalMark ?? mapping.columns[question.column].format.decimalMark
            case .percentScale: mapping.columns[question.column].format.percentScale = percentScale ?? mapping.columns[question.column].format.percentScale
            case .currency: break
            }
        }
        return mapping
    }
}

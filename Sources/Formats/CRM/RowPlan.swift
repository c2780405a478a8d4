import Covalence
import Foundation

/// A mapping made ready for reading many rows.
struct RowPlan {
    let mapping: ColumnMapping
    let file: String?
    let columnCount: Int
    let leftOver: [Int]
    private let columns: [CRMField: [Int]]
    private let formats: [ColumnFormat]
    private let headers: [String]
    private let zone: CalendarZone

    init(_ mapping: ColumnMapping, _ headers: [String], file: String?) throws(TableError) {
        func wrong(_ reason: String, _ advice: String) -> TableError { TableError(kind: .wrongMapping, file: file, reason: reason, advice: advice) }
        guard mapping.columns.map(\.header) == headers, mapping.columns.map(\.index) == Array(headers.indices) else {
            throw wrong("The mapping is for a file with other columns.", "Take the mapping that was proposed for this file and change that.")
        }
        guard let zone = TimeZone(identifier: mapping.timeZone) else {
            throw wrong("“\(mapping.timeZone)” is no time zone.", "Give one of the zone database, such as Europe/Berlin.")
        }
        if let currency = mapping.defaultCurrency, Currency(currency) == nil {
            throw wrong("“\(currency)” is no currency.", "Give a code of ISO 4217, such as EUR.")
        }
        var columns: [CRMField: [Int]] = [:]
        for column in mapping.columns { if let field = column.field { columns[field, default: []].append(column.index) } }
        if let field = columns.keys.filter({ !$0.takesSeveral && columns[$0, default: []].count > 1 }).map(\.label).min() {
            throw wrong("Several columns are mapped to the \(field).", "Choose one of them.")
        }
        self.mapping = mapping
        self.file = file
        self.columns = columns
        self.headers = headers
        self.zone = CalendarZone.named(zone)
        columnCount = headers.count
        leftOver = mapping.columns.filter { $0.field == nil }.map(\.index)
        formats = mapping.columns.map(\.format)
    }

    func indices(_ field: CRMField) -> [Int] { columns[field] ?? [] }
    func format(_ index: Int) -> ColumnFormat { formats[index] }
    /// A column's name; its letter, as spreadsheets have it, where it has none.
    func header(_ index: Int) -> String {
        guard headers[index].isEmpty else { return headers[index] }
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        return index < 26 ? String(letters[index]) : String(letters[(index / 26 - 1) % 26]) + String(letters[index % 26])
    }

    /// Seconds east of Greenwich at a time that clocks on the wall show.
    func offset(_ wall: Int64) -> Int64 { wall - zone.instant(wall) }
}

import Foundation

/// Values for `… IN (?, ?, …)`. The number of places is one of a few, filled up with the last value, so that a statement is prepared
/// a few times and not once for every length of a list.
struct SQLList {
    /// `(?, ?, …)`.
    let places: String
    let arguments: StatementArguments

    /// - Parameter values: at least one.
    init(_ values: [some DatabaseValue]) {
        let size = [1, 8, 64, 512].first { $0 >= values.count } ?? values.count
        places = "(" + String(repeating: "?, ", count: max(0, size - 1)) + "?)"
        arguments = StatementArguments(values + (values.last.map { Array(repeating: $0, count: size - values.count) } ?? []))
    }
}

import Foundation

/// Many rows for one table, packed: their numbers in one piece of memory, the bytes of their texts and ids in another. They are made without
/// the database, so beside a transaction that is still being written, and go into it without a value being looked at or copied again.
struct PackedRows: Sendable {
    /// What stands in a column of a row.
    struct Value: Sendable {
        enum Kind: UInt8, Sendable { case null, integer, text, bytes }

        let kind: Kind
        /// How many bytes a text or an id has.
        let length: Int32
        /// The integer, or where in `bytes` it begins.
        let number: Int64
    }

    let table: String
    let columns: [String]
    /// The statement that writes one row.
    let statement: String
    private(set) var values: [Value] = []
    /// Never empty, so that a text without bytes has a place too.
    private(set) var bytes: [UInt8] = [0]

    /// - Parameters:
    ///   - row: the values of a row in a statement where they are more than their places.
    ///   - expecting: about how many rows come.
    init(_ table: String, _ columns: [String], row: String? = nil, expecting: Int) {
        self.table = table
        self.columns = columns
        let row = row ?? "(" + columns.map { _ in "?" }.joined(separator: ", ") + ")"
        statement = "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES \(row)"
        values.reserveCapacity(expecting * columns.count)
    }

    /// How many whole rows there are.
    var count: Int { values.count / columns.count }

    // MARK: Adding, value by value

    mutating func addNull() { values.append(Value(kind: .null, length: 0, number: 0)) }

    mutating func add(_ number: Int64?) {
        guard let number else { return addNull() }
        values.append(Value(kind: .integer, length: 0, number: number))
    }

    mutating func add(_ flag: Bool) { add(flag ? 1 : 0) }

    mutating func add(_ text: String?) {
        guard var text else { return addNull() }
        let start = bytes.count
        text.withUTF8 { bytes.append(contentsOf: $0) }
        finish(.text, from: start)
    }

    mutating func add(_ id: UUID?) {
        guard let id else { return addNull() }
        let start = bytes.count
        withUnsafeBytes(of: id.uuid) { bytes.append(contentsOf: $0) }
        finish(.bytes, from: start)
    }

    mutating func add(_ data: Data?) {
        guard let data else { return addNull() }
        let start = bytes.count
        data.withUnsafeBytes { bytes.append(contentsOf: $0) }
        finish(.bytes, from: start)
    }

    private mutating func finish(_ kind: Value.Kind, from start: Int) {
        values.append(Value(kind: kind, length: Int32(truncatingIfNeeded: bytes.count - start), number: Int64(start)))
    }

    /// Sets a column of numbers, row by row: those that only the database gives.
    mutating func set(_ column: Int, to numbers: [Int64]) {
        var place = column
        for number in numbers where place < values.count {
            values[place] = Value(kind: .integer, length: 0, number: number)
            place += columns.count
        }
    }

    // MARK: Writing

    func write(_ db: Database) throws {
        if count > 0 { try db.connection.insert(self) }
    }
}

/// One row of an answer.
///
/// `smallint`, `integer`, `bigint`, `oid` come as integers, `boolean` as 0 or 1; `real` and `double precision` as reals; `numeric` (what
/// `sum` of a `bigint` gives) as an integer where it is whole and fits into 64 bits, else as a real; `text`, `varchar`, `char`, `name`,
/// `json`, `jsonb` and `uuid` as text; `bytea` as bytes; `void` as null. Any other type is an error that says to cast it.
public struct PostgresRow: Sendable, Hashable {
    /// The names of the columns, in the order they were asked for.
    public let columnNames: [String]
    private let values: [PostgresValue]

    init(columnNames: [String], values: [PostgresValue]) {
        self.columnNames = columnNames
        self.values = values
    }

    /// How many columns there are.
    public var count: Int { values.count }

    /// The value of a column, counted from 0.
    public subscript(column: Int) -> PostgresValue { values[column] }
}

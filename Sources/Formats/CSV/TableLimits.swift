/// How much of a table is read. Each limit can be set.
public struct TableLimits: Hashable, Sendable {
    /// Bytes of a file; a larger one is refused.
    public var maxBytes: Int64 = 2_000_000_000
    /// Bytes of one field; a quotation mark that is open for longer counts as one that nobody closed.
    public var maxFieldBytes = 1_000_000
    /// Bytes of one record; a longer one is left out and reported.
    public var maxRecordBytes = 4_000_000
    /// Columns; a heading with more is refused, a row with more is left out and reported.
    public var maxColumns = 1_000
    /// Rows below the heading; those after them are not read, which is said.
    public var maxRows = 1_000_000
    /// Problems listed one by one; all are counted.
    public var maxListedProblems = 200
    /// Different values of a column that are listed, such as stages.
    public var maxListedValues = 500

    /// The limits given above ‡.
    public init() {}
}

/// The rows of a table in the order of its key, some at a time: a cursor of PostgreSQL's would hold all of them.
struct SnapshotPages {
    /// How many bytes of rows a page should have.
    private static let bytes = 4 << 20

    private let columns: Int
    private let first: String
    private let following: String
    private let workspace: Scalar
    private let key: Int
    private var after: [Scalar] = []
    private var page: [Row] = []
    private var place = 0
    private var size = 16
    private var bytesRead = 0
    private var isLast = false

    /// - Parameters:
    ///   - key: columns that tell the rows of a workspace apart; none of them is NULL anywhere.
    ///   - condition: says which rows; its one place takes `workspace`.
    init(table: String, columns: [String], key: [String], condition: String, workspace: Scalar) {
        func list(_ names: [String]) -> String { names.map { "\"\($0)\"" }.joined(separator: ", ") }
        let places = key.map { _ in "?" }.joined(separator: ", ")
        let start = "SELECT \(list(columns + key)) FROM \"\(table)\" WHERE \(condition)"
        let end = "ORDER BY \(list(key)) LIMIT ?"
        first = "\(start) \(end)"
        following = "\(start) AND (\(list(key))) > (\(places)) \(end)"
        self.columns = columns.count
        self.key = key.count
        self.workspace = workspace
    }

    /// The next row: its columns, then its key.
    mutating func next(_ db: Database) throws -> Row? {
        if place == page.count {
            guard !isLast else { return nil }
            if !page.isEmpty { size = min(max(Self.bytes / max(bytesRead / page.count, 1), 1), 1000) }
            let arguments = [workspace] + after + [.integer(Int64(size))]
            page = try Row.fetchAll(db, sql: after.isEmpty ? first : following, arguments: StatementArguments(scalars: arguments))
            (place, bytesRead) = (0, 0)
            isLast = page.count < size
            guard let last = page.last else { return nil }
            after = (columns..<columns + key).map { last.scalar($0) }
        }
        defer { place += 1 }
        return page[place]
    }

    /// Notes how large a row was, from which follows how many the next page takes.
    mutating func read(_ bytes: Int) { bytesRead += bytes }
}

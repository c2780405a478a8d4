import Covalence
import Foundation

/// Writes the rows of one section into a store.
struct SnapshotTableWriting {
    private let section: SnapshotSection
    private let reader: SnapshotReader
    private let db: Database
    private let isRefusal: (any Error) -> Bool
    private var done: Set<String> = []
    /// The workspace's number in this store, once its row is there.
    private var workspace: Int64?
    /// New numbers by id, of each table that is referred to.
    private var numbers: [String: [Data: Int64]] = [:]

    /// - Parameter isRefusal: whether an error says that a row breaks a rule of its table, and not that disk or machine failed.
    init(_ section: SnapshotSection, _ reader: SnapshotReader, _ db: Database, isRefusal: @escaping (any Error) -> Bool) {
        self.isRefusal = isRefusal
        self.section = section
        self.reader = reader
        self.db = db
    }

    /// Takes the rows of a table, up to its end.
    mutating func take(_ head: SnapshotTableHead) throws {
        let tables = SnapshotCatalog.tables(of: section.part, isMove: reader.header.isMove ?? false)
        guard let table = tables.first(where: { $0.name == head.name }), done.insert(head.name).inserted else {
            throw reader.broken("a table that is unknown, or there twice")
        }
        let all = try SnapshotDatabase(db: db).columns(of: table.name).map(\.name)
        let own = SnapshotTableReading.workspaceColumn(of: table, section.part)
        let expected = all.filter { $0 != table.number && $0 != own }
        guard !all.isEmpty, Set(expected) == Set(head.columns), expected.count == head.columns.count else {
            throw reader.broken("the table \(table.name.prefix(60)) has other columns than in this Covalence")
        }
        let references = head.columns.map { table.references[$0] }
        let id = head.columns.firstIndex(of: SnapshotCatalog.idColumn(of: table.name))
        let insert = try statement(table, head.columns, own)
        while case .row(let row) = try reader.peek() {
            _ = try reader.next()
            var values = row
            for (index, target) in references.enumerated() {
                if let target { values[index] = try number(for: row[index], in: target) }
            }
            if own != nil { values.append(try ownValue()) }
            try checkWorkspace(table, row, id)
            do {
                guard table.number != nil else {
                    try insert.execute(arguments: StatementArguments(scalars: values))
                    continue
                }
                let new = try Int64.fetchOne(insert, arguments: StatementArguments(scalars: values))
                if let new, table.name == "workspace" { workspace = new }
                if let new, let id, case .bytes(let bytes) = row[id] { numbers[table.name, default: [:]][bytes] = new }
            } catch where isRefusal(error) {
                throw reader.broken("a row breaks a rule of its table")
            }
        }
        guard case .tableEnd = try reader.next() else { throw reader.broken("something stands within a table") }
        if table.name == "workspace", workspace == nil { throw reader.broken("a workspace without its row") }
    }

    /// That the section is a whole one.
    func finish() throws {
        guard section.part == .audit || workspace != nil else { throw reader.broken("a workspace without its row") }
    }

    private func statement(_ table: SnapshotCatalog.Table, _ columns: [String], _ own: String?) throws -> Statement {
        let names = columns + (own.map { [$0] } ?? [])
        let places = Array(repeating: "?", count: names.count).joined(separator: ", ")
        let returning = table.number.map { " RETURNING \($0)" } ?? ""
        return try db.cachedStatement(sql: """
            INSERT INTO "\(table.name)" (\(names.map { "\"\($0)\"" }.joined(separator: ", "))) VALUES (\(places))\(returning)
            """)
    }

    private func ownValue() throws -> Scalar {
        if section.part == .audit { return .bytes(section.workspace.uuid.data) }
        guard let workspace else { throw reader.broken("a row before its workspace") }
        return .integer(workspace)
    }

    private func number(for value: Scalar, in table: String) throws -> Scalar {
        switch value {
        case .null, .integer(0): return value
        case .bytes(let id):
            guard let number = numbers[table]?[id] else { throw reader.broken("a row refers to one that is not there") }
            return .integer(number)
        default: throw reader.broken("a row refers to nothing")
        }
    }

    /// A section holds one workspace, the one it names, and that is not in the store yet.
    private func checkWorkspace(_ table: SnapshotCatalog.Table, _ row: [Scalar], _ id: Int?) throws {
        guard table.name == "workspace" else { return }
        guard workspace == nil, let id, row[id] == .bytes(section.workspace.uuid.data) else { throw reader.broken("another workspace than its section names") }
        let there = try Int.fetchOne(db, sql: "SELECT 1 FROM workspace WHERE id = ?", arguments: [section.workspace.uuid])
        guard there == nil else {
            throw SnapshotError.refused("The workspace \(section.workspace) is in the store already. Restore it into a folder of its own.")
        }
    }
}

/// Makes the search indexes of a workspace from its words: a snapshot does not carry them.
struct SnapshotIndexing {
    private let workspace: Int64
    private let db: Database

    init(workspace id: Identifier<Workspace>, _ db: Database) throws {
        guard let number = try Int64.fetchOne(db, sql: "SELECT number FROM workspace WHERE id = ?", arguments: [id.uuid]) else {
            throw StoreError.notFound("The workspace \(id)")
        }
        workspace = number
        self.db = db
    }

    func run() throws {
        try WordIndex(.said, of: workspace).create(db)
        try said()
        // A store of the first level has no interactions, and gets this index when it is brought up.
        guard try !SnapshotDatabase(db: db).columns(of: "interaction").isEmpty else { return }
        try WordIndex(.wrote, of: workspace).create(db)
        try written()
    }

    private func said() throws {
        let index = try IndexWriting(workspace: workspace, db)
        let words = try db.cachedStatement(sql: """
            SELECT position, text FROM utterance WHERE workspace = ? AND meeting = ? AND position < ? ORDER BY position, version
            """)
        for meeting in try Row.fetchAll(db, sql: "SELECT number, search_key, utterances FROM meeting WHERE workspace = ?", arguments: [workspace]) {
            let key = SearchKey(rawValue: meeting[1])
            let rows = try Row.fetchCursor(words, arguments: [workspace, meeting[0] as Int64, meeting[2] as Int64])
            // At each position the newest version is the current one.
            var last: (position: Int, text: String)?
            while let row = try rows.next() {
                let position: Int = row[0]
                if let last, last.position != position { try index.add(last.text, at: key.row(last.position)) }
                last = (position, row[1])
            }
            if let last { try index.add(last.text, at: key.row(last.position)) }
        }
    }

    private func written() throws {
        let index = try IndexWriting(WordIndex(.wrote, of: workspace), db)
        var pages = SnapshotPages(
            table: "interaction", columns: ["number", "title", "text"], key: ["number"], condition: "workspace = ?", workspace: .integer(workspace)
        )
        while let row = try pages.next(db) {
            let text = WrittenIndex.text(title: row[1], row[2])
            try index.add(text, at: row[0])
            pages.read(text.utf8.count)
        }
    }
}

import Covalence
import Foundation

/// The rows of one workspace's tables in the form that does not depend on engine or inner numbers.
struct SnapshotTableReading {
    let section: SnapshotSection
    private let db: Database
    private let workspace: Scalar
    private let isMove: Bool
    private let isWhole: Bool
    /// Ids by inner number, of each table that is referred to.
    private var ids: [String: [Int64: Data]] = [:]

    /// - Parameters:
    ///   - isMove: see `SnapshotHeader.isMove`.
    ///   - isWhole: with the rows of carried tables that snapshots leave out: those of older ones have them.
    /// - Throws: `StoreError.notFound` where the store has no such workspace.
    init(_ section: SnapshotSection, _ db: Database, isMove: Bool = false, isWhole: Bool = false) throws {
        self.section = section
        self.isMove = isMove
        self.isWhole = isWhole
        self.db = db
        let id = section.workspace.uuid
        switch section.part {
        case .store:
            guard let number = try Int64.fetchOne(db, sql: "SELECT number FROM workspace WHERE id = ?", arguments: [id]) else {
                throw StoreError.notFound("The workspace \(section.workspace)")
            }
            workspace = .integer(number)
        // The audit log names workspaces by their id.
        case .audit: workspace = .bytes(id.data)
        }
    }

    /// Goes through the tables that are there.
    mutating func read(
        _ begin: (SnapshotTableHead) throws -> Void, row: ([UInt8]) throws -> Void, end: () throws -> Void
    ) throws {
        for table in SnapshotCatalog.tables(of: section.part, isMove: isMove) {
            let all = try SnapshotDatabase(db: db).columns(of: table.name)
            guard !all.isEmpty else { continue }
            try read(table, all, begin, row)
            try end()
        }
    }

    /// Counts and checksums of all tables that are there.
    mutating func digests() throws -> [TableDigest] {
        var found: [TableDigest] = []
        let section = section
        try read { found.append(TableDigest(workspace: section.workspace, part: section.part, table: $0.name)) } row: { row in
            found[found.count - 1].add(row)
        } end: {}
        return found
    }

    private mutating func read(
        _ table: SnapshotCatalog.Table, _ all: [SnapshotDatabase.Column],
        _ begin: (SnapshotTableHead) throws -> Void, _ body: ([UInt8]) throws -> Void
    ) throws {
        // In an order that is the same on both engines.
        let columns = all.map(\.name).sorted().filter { $0 != table.number && $0 != Self.workspaceColumn(of: table, section.part) }
        try begin(SnapshotTableHead(name: table.name, columns: columns))
        if table.number != nil { ids[table.name] = try numbers(of: table) }
        let key: [String] = if let number = table.number { [number] } else {
            all.filter { $0.key != nil }.sorted { ($0.key ?? 0) < ($1.key ?? 0) }.map(\.name)
                .filter { $0 != Self.workspaceColumn(of: table, section.part) }
        }
        let references = columns.map { table.references[$0].map { ids[$0] ?? [:] } }
        var pages = SnapshotPages(table: table.name, columns: columns, key: key, condition: condition(of: table), workspace: workspace)
        var bytes: [UInt8] = []
        while let row = try pages.next(db) {
            bytes.removeAll(keepingCapacity: true)
            for index in columns.indices {
                var value = row.scalar(index)
                if let known = references[index] { value = try id(for: value, known, table.name) }
                value.encode(into: &bytes)
            }
            pages.read(bytes.count)
            try body(bytes)
        }
    }

    /// The column that names the workspace, which the section says already.
    static func workspaceColumn(of table: SnapshotCatalog.Table, _ part: SnapshotPart) -> String? {
        table.name == "workspace" || part == .audit && table.name != "chain" ? nil : "workspace"
    }

    private func condition(of table: SnapshotCatalog.Table) -> String {
        if table.name == "workspace" { return "number = ?" }
        if section.part == .audit && table.name != "chain" { return "chain IN (SELECT number FROM chain WHERE workspace = ?)" }
        guard !isWhole, let leftOut = table.leavingOut else { return "workspace = ?" }
        return "workspace = ? AND NOT (\(leftOut))"
    }

    private func numbers(of table: SnapshotCatalog.Table) throws -> [Int64: Data] {
        guard let number = table.number, SnapshotCatalog.tables(of: section.part).contains(where: { $0.references.values.contains(table.name) }) else { return [:] }
        var found: [Int64: Data] = [:]
        let rows = try Row.fetchCursor(
            db, sql: "SELECT \(number), \(SnapshotCatalog.idColumn(of: table.name)) FROM \(table.name) WHERE workspace = ?",
            arguments: StatementArguments(scalars: [workspace])
        )
        while let row = try rows.next() { found[row[0]] = row[1] }
        return found
    }

    private func id(for value: Scalar, _ known: [Int64: Data], _ table: String) throws -> Scalar {
        guard case .integer(let number) = value, number != 0 else { return value }
        guard let id = known[number] else {
            throw StoreError.corrupt("A row of the table \(table) refers to one that is not there: covalence doctor says more.")
        }
        return .bytes(id)
    }
}

extension UUID {
    /// Its sixteen bytes.
    var data: Data { withUnsafeBytes(of: uuid) { Data($0) } }
}

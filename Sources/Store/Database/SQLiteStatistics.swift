import Foundation
import GRDB

/// What SQLite's planner is told of how rows are spread over the indexes.
///
/// Told nothing, it takes the first column of every index to be telling; here that is the workspace, which most rows share. It looked through
/// a whole workspace where an index on the second column would have led to ten rows. Measured figures (`ANALYZE`) would change with what a
/// store holds when it is measured, and its plans with them. So the figures are written, the same for every store († sqlite.org, “The Query
/// Planner”, on filling `sqlite_stat1` by hand): as SQLite assumes them itself, but with a twentieth of all rows in a workspace.
enum SQLiteStatistics {
    /// Columns of few different values: each is taken to leave a tenth.
    private static let coarse: Set = ["codebook", "is_team", "issuer", "kind", "purpose", "role", "sight", "source_system", "state", "verdict", "version"]
    /// Tables in which most rows belong to no meeting, and so share that column's value.
    private static let mostlyWithoutMeeting: Set = ["claim", "decision", "evidence"]
    private static let rows = 1_000_000

    private struct Line: Equatable {
        let table: String, index: String, text: String
    }

    /// Whether the figures are not there, or are those of other indexes.
    static func areMissing(_ db: GRDB.Database) throws -> Bool {
        let lines = try lines(db)
        return try db.tableExists("sqlite_stat1") ? present(db) != lines : !lines.isEmpty
    }

    /// Connections that are open do not know them yet.
    static func write(_ db: GRDB.Database) throws {
        // Makes the table; of our tables it measures nothing.
        try db.execute(sql: "ANALYZE sqlite_schema; DELETE FROM sqlite_stat1")
        for line in try lines(db) {
            try db.execute(sql: "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)", arguments: [line.table, line.index, line.text])
        }
        // Has them read again, by this connection.
        try db.execute(sql: "ANALYZE sqlite_schema")
    }

    private static func present(_ db: GRDB.Database) throws -> [Line] {
        try GRDB.Row.fetchAll(db, sql: "SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY tbl, idx").map {
            Line(table: $0[0], index: $0[1] ?? "", text: $0[2] ?? "")
        }
    }

    private static func lines(_ db: GRDB.Database) throws -> [Line] {
        var columns: [String: [String]] = [:], found: [(table: String, index: String, isUnique: Bool)] = []
        let rows = try GRDB.Row.fetchAll(db, sql: """
            SELECT t.name, l.name, l."unique", i.name
            FROM sqlite_schema t JOIN pragma_index_list(t.name) l JOIN pragma_index_info(l.name) i
            WHERE t.type = 'table' AND t.sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY t.name, l.name, i.seqno
            """)
        for row in rows {
            let index: String = row[1]
            if found.last?.index != index { found.append((row[0], index, row[2])) }
            // A column that is an expression has no name.
            columns[index, default: []].append(row[3] ?? "")
        }
        return found.compactMap { found in
            guard let columns = columns[found.index], columns.first == "workspace" else { return nil }
            let figures = figures(columns, of: found.table, isUnique: found.isUnique)
            return Line(table: found.table, index: found.index, text: figures.map(String.init).joined(separator: " "))
        }
    }

    /// The rows of the table, then of those that share the first column, the first two and so on.
    private static func figures(_ columns: [String], of table: String, isUnique: Bool) -> [Int] {
        var figures = [rows, rows / 20], guess = 10
        for (place, column) in columns.enumerated().dropFirst() {
            let before = figures[place]
            if isUnique, place == columns.count - 1 {
                figures.append(1)
            } else if coarse.contains(column) || column == "meeting" && mostlyWithoutMeeting.contains(table) {
                figures.append(max(2, before / 10))
            } else {
                figures.append(max(2, min(before, guess)))
                guess -= 1
            }
        }
        return figures
    }
}

import GRDB

/// The tables, columns, indexes and triggers of a database, by name: whether all that the migrations make is still there.
enum SQLiteParts {
    /// What is missing of what these migrations make, for a sentence each. What is there besides, such as the indexes of words of each workspace, is not looked at.
    static func missing(from db: Database, of migrations: [Migration]) throws -> [String] {
        let queue = try DatabaseQueue()
        try SQLiteEngine.migrator(migrations).migrate(queue)
        let wanted = try queue.read { try parts(Database($0)) }
        let found = try parts(db)
        return wanted.compactMap { name, text in
            guard let there = found[name] else {
                // Of a table that is missing its columns need not be named.
                let table = name.hasPrefix("column ") ? name.dropFirst("column ".count).prefix { $0 != "." } : nil
                return table.map { found["table \($0)"] == nil } == true ? nil : "the \(name) is missing"
            }
            return there == text ? nil : "the \(name) is not as it was made"
        }.sorted()
    }

    /// Of a trigger, what it does belongs to it: those of the audit log keep its entries from being changed.
    private static func parts(_ db: Database) throws -> [String: String] {
        var parts: [String: String] = [:]
        for row in try Row.fetchAll(db, sql: "SELECT type, name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'") {
            let (type, name, text): (String, String, String) = (row[0], row[1], row[2])
            parts["\(type) \(name)"] = type == "trigger" ? text : ""
        }
        let columns = try Row.fetchAll(db, sql: """
            SELECT s.name, c.name FROM sqlite_schema s JOIN pragma_table_info(s.name) c WHERE s.type = 'table' AND s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
            """)
        for row in columns { parts["column \(row[0] as String).\(row[1] as String)"] = "" }
        return parts
    }
}

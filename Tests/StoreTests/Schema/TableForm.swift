@testable import Store

/// What a table asks of whoever writes to it, as the engine itself says it: enough to tell whether a program that knew its former form
/// can go on with the new one.
struct TableForm: Equatable {
    struct Column: Hashable {
        var name: String
        var type: String
        var mayBeMissing: Bool
        var isFilled: Bool
    }

    /// A key, a condition, a reference, a trigger.
    struct Rule: Hashable {
        var text: String
        /// The columns it is about; none where that is not known.
        var columns: Set<String> = []
        /// Whether a row of which one of the columns is empty meets it.
        var isMetByNothing = false
    }

    /// What rows are found by without looking through all of them: a key or another index.
    struct Way: Hashable {
        /// In the order of the index; an expression as the engine says it.
        var columns: [String]
        /// Which rows are in it; empty for all.
        var condition = ""

        var text: String { "(\(columns.joined(separator: ", ")))\(condition.isEmpty ? "" : " where \(condition)")" }
    }

    var columns: Set<Column> = []
    var rules: Set<Rule> = []
    var ways: Set<Way> = []

    /// All tables of a store, those of the engine, of migrations and of single workspaces apart.
    static func all(_ db: Database) throws -> [String: TableForm] {
        var forms: [String: TableForm] = [:]
        for table in try SnapshotDatabase(db: db).tables() where table != "migration" {
            forms[table] = switch db.dialect {
            case .sqlite: try onSQLite(table, db)
            case .postgres: try onPostgres(table, db)
            }
        }
        return forms
    }

    /// What of the former form a program can rely on no more, in sentences; nothing where the new one only has more.
    static func broken(from former: [String: TableForm], to new: [String: TableForm]) -> Set<String> {
        var found: Set<String> = []
        for (table, before) in former {
            guard let after = new[table] else {
                found.insert("\(table) is gone")
                continue
            }
            for column in before.columns {
                guard let now = after.columns.first(where: { $0.name == column.name }) else {
                    found.insert("\(table).\(column.name) is gone")
                    continue
                }
                if now.type != column.type { found.insert("\(table).\(column.name) was \(column.type) and is \(now.type)") }
                if column.mayBeMissing, !now.mayBeMissing { found.insert("\(table).\(column.name) may not be missing any more") }
                // What reads it counts on a value.
                if !column.mayBeMissing, now.mayBeMissing { found.insert("\(table).\(column.name) may be missing now") }
                if column.isFilled, !now.isFilled { found.insert("\(table).\(column.name) is not filled in any more") }
            }
            let added = after.columns.filter { column in !before.columns.contains { $0.name == column.name } }
            for column in added where !column.mayBeMissing && !column.isFilled { found.insert("\(table).\(column.name) is new and has to be given") }
            // New columns that the former program leaves empty.
            let empty = Set(added.filter { $0.mayBeMissing && !$0.isFilled }.map(\.name))
            for rule in after.rules.subtracting(before.rules) where !(rule.isMetByNothing && !rule.columns.isDisjoint(with: empty)) {
                found.insert("\(table) has a new rule: \(rule.text)")
            }
            // ON CONFLICT names keys.
            for rule in before.rules.subtracting(after.rules) where rule.text.hasPrefix("unique") || rule.text.hasPrefix("primary key") {
                found.insert("\(table) has no such key any more: \(rule.text)")
            }
        }
        return found
    }

    /// What a program that asks as before finds only by looking through more rows, in sentences. An index that begins with the columns of another serves
    /// as that one did.
    static func slower(from former: [String: TableForm], to new: [String: TableForm]) -> Set<String> {
        var found: Set<String> = []
        for (table, before) in former {
            let ways = new[table]?.ways ?? []
            for way in before.ways where !ways.contains(where: { $0.columns.starts(with: way.columns) && ($0.condition.isEmpty || $0.condition == way.condition) }) {
                found.insert("\(table) is not found any more by \(way.text)")
            }
        }
        return found
    }

    // MARK: As the engines say it

    private static func onSQLite(_ table: String, _ db: Database) throws -> TableForm {
        var form = TableForm()
        let numbered = try Int.fetchOne(db, sql: "SELECT count(*) FROM pragma_table_info(?) WHERE pk > 0", arguments: [table]) == 1
        for row in try Row.fetchAll(db, sql: "SELECT name, type, \"notnull\", dflt_value IS NOT NULL, pk FROM pragma_table_info(?)", arguments: [table]) {
            let (type, pk) = (row[1] as String, row[4] as Int)
            form.columns.insert(Column(
                name: row[0], type: type, mayBeMissing: row[2] == 0 && pk == 0, isFilled: row[3] == 1 || numbered && pk == 1 && type == "INTEGER"
            ))
        }
        let text = try String.fetchOne(db, sql: "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?", arguments: [table]) ?? ""
        for check in conditions(in: text) { form.rules.insert(Rule(text: "check \(check)")) }
        let keys = try Row.fetchAll(db, sql: "SELECT name, origin FROM pragma_index_list(?) WHERE \"unique\" = 1", arguments: [table])
        for key in keys {
            let (name, origin) = (key[0] as String, key[1] as String)
            let columns = try String.fetchAll(db, sql: "SELECT name FROM pragma_index_info(?) ORDER BY seqno", arguments: [name])
            let made = try String.fetchOne(db, sql: "SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = ?", arguments: [name]) ?? ""
            let condition = made.firstRange(of: " WHERE ").map { String(made[$0.lowerBound...]) } ?? ""
            form.rules.insert(Rule(
                text: "\(origin == "pk" ? "primary key" : "unique") (\(columns.joined(separator: ", ")))\(condition)",
                columns: Set(columns), isMetByNothing: origin != "pk"
            ))
        }
        for name in try String.fetchAll(db, sql: "SELECT name FROM pragma_index_list(?)", arguments: [table]) {
            let columns = try String.fetchAll(db, sql: "SELECT coalesce(name, '(expression)') FROM pragma_index_info(?) ORDER BY seqno", arguments: [name])
            let made = try String.fetchOne(db, sql: "SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = ?", arguments: [name]) ?? ""
            form.ways.insert(Way(columns: columns, condition: made.firstRange(of: " WHERE ").map { String(made[$0.upperBound...]) } ?? ""))
        }
        let references = try Row.fetchAll(db, sql: """
            SELECT id, group_concat("from", ', '), "table" FROM (SELECT * FROM pragma_foreign_key_list(?) ORDER BY id, seq) GROUP BY id, "table"
            """, arguments: [table])
        for row in references {
            let columns = row[1] as String
            form.rules.insert(Rule(
                text: "reference (\(columns)) to \(row[2] as String)", columns: Set(columns.split(separator: ", ").map(String.init)), isMetByNothing: true
            ))
        }
        for sql in try String.fetchAll(db, sql: "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?", arguments: [table]) {
            form.rules.insert(Rule(text: sql))
        }
        return form
    }

    /// What stands in the brackets behind `CHECK`. None of our conditions has a bracket in quotes.
    private static func conditions(in sql: String) -> [String] {
        var found: [String] = [], rest = sql[...]
        while let start = rest.firstRange(of: "CHECK (") {
            var depth = 1, end = start.upperBound
            while depth > 0, end < rest.endIndex {
                if rest[end] == "(" { depth += 1 } else if rest[end] == ")" { depth -= 1 }
                end = rest.index(after: end)
            }
            found.append("(" + rest[start.upperBound..<end])
            rest = rest[end...]
        }
        return found
    }

    private static func onPostgres(_ table: String, _ db: Database) throws -> TableForm {
        var form = TableForm()
        let columns = try Row.fetchAll(db, sql: """
            SELECT CAST(column_name AS text), CAST(data_type AS text),
                CASE is_nullable WHEN 'YES' THEN 1 ELSE 0 END, CASE WHEN column_default IS NOT NULL OR is_identity = 'YES' THEN 1 ELSE 0 END
            FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = ?
            """, arguments: [table])
        for row in columns { form.columns.insert(Column(name: row[0], type: row[1], mayBeMissing: row[2], isFilled: row[3])) }
        let rules = try Row.fetchAll(db, sql: """
            SELECT CAST(c.contype AS text), pg_get_constraintdef(c.oid),
                coalesce((SELECT string_agg(CAST(a.attname AS text), ' ') FROM pg_attribute a WHERE a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)), '')
            FROM pg_constraint c WHERE c.conrelid = to_regclass(CAST(? AS text))
            """, arguments: [table])
        for row in rules {
            let names = Set((row[2] as String).split(separator: " ").map(String.init))
            form.rules.insert(Rule(text: (row[1] as String).lowercased(), columns: names, isMetByNothing: row[0] == "u" || row[0] == "f"))
        }
        // Keys that are indexes only.
        let keys = try Row.fetchAll(db, sql: """
            SELECT pg_get_indexdef(i.indexrelid),
                (SELECT string_agg(CAST(a.attname AS text), ' ') FROM pg_attribute a WHERE a.attrelid = i.indrelid AND a.attnum = ANY (CAST(i.indkey AS int2[])))
            FROM pg_index i WHERE i.indrelid = to_regclass(CAST(? AS text)) AND i.indisunique
                AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u'))
            """, arguments: [table])
        for row in keys {
            let definition = row[0] as String
            let names = Set((row[1] as String).split(separator: " ").map(String.init))
            let what = definition.firstRange(of: " USING ").map { String(definition[$0.upperBound...]) } ?? definition
            form.rules.insert(Rule(text: "unique \(what)", columns: names, isMetByNothing: true))
        }
        let ways = try Row.fetchAll(db, sql: """
            SELECT (SELECT string_agg(pg_get_indexdef(i.indexrelid, CAST(place AS integer), true), '|' ORDER BY place) FROM generate_series(1, i.indnkeyatts) place),
                coalesce(pg_get_expr(i.indpred, i.indrelid), '')
            FROM pg_index i WHERE i.indrelid = to_regclass(CAST(? AS text))
            """, arguments: [table])
        for row in ways { form.ways.insert(Way(columns: (row[0] as String).split(separator: "|").map(String.init), condition: row[1])) }
        let triggers = try String.fetchAll(db, sql: """
            SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = to_regclass(CAST(? AS text)) AND NOT tgisinternal
            """, arguments: [table])
        for definition in triggers { form.rules.insert(Rule(text: definition)) }
        return form
    }
}

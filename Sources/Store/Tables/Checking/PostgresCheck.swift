/// PostgreSQL looks at a row when it is asked for it. So every row is asked for, with all that lies beside its page; then what foreign keys promise, from the
/// rows alone; then the indexes, where the extension amcheck is there.
extension SQLRecordStore {
    /// What was found, and a sentence about the indexes.
    func checkPostgres() async throws(StoreError) -> (faults: [String], indexes: String) {
        let (tables, references) = try await engine.read { db in (try Self.tablesToRead(db), try Self.foreignKeys(db)) }
        var faults: [String] = []
        for table in tables {
            if let found = try await fault(in: table, { db in try Self.readWhole(table, db) }) { faults.append(found) }
        }
        for reference in references {
            if let found = try await fault(in: reference.table, { db in try reference.fault(db) }) { faults.append(found) }
        }
        let (damaged, sentence) = try await checkIndexes()
        return (faults + damaged, sentence)
    }

    // MARK: Rows

    private static func tablesToRead(_ db: Database) throws -> [String] {
        try String.fetchAll(db, sql: "SELECT CAST(tablename AS text) FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1")
    }

    /// Makes a text of every row: for that, each page of the table is read, and what of a row is kept beside it.
    ///
    /// - Returns: nil; what is wrong is an error of the database's.
    private static func readWhole(_ table: String, _ db: Database) throws -> String? {
        _ = try Int.fetchOne(db, sql: "SELECT CAST(sum(length(CAST(whole_row AS text))) AS bigint) FROM \"\(table)\" whole_row")
        return nil
    }

    private static func foreignKeys(_ db: Database) throws -> [TableReference] {
        func names(_ key: String, of table: String) -> String {
            """
            (SELECT string_agg(CAST(a.attname AS text), ' ' ORDER BY k.place) FROM unnest(c.\(key)) WITH ORDINALITY AS k (number, place)
                JOIN pg_attribute a ON a.attrelid = c.\(table) AND a.attnum = k.number)
            """
        }
        func list(_ names: String) -> [String] { names.split(separator: " ").map(String.init) }
        let rows = try Row.fetchAll(db, sql: """
            SELECT CAST(t.relname AS text), \(names("conkey", of: "conrelid")), CAST(p.relname AS text), \(names("confkey", of: "confrelid"))
            FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class p ON p.oid = c.confrelid
            WHERE c.contype = 'f' AND c.conparentid = 0 AND t.relnamespace = CAST(quote_ident(current_schema()) AS regnamespace) ORDER BY 1, 2, 3
            """)
        return rows.map { row in TableReference(row[0], list(row[1]), to: [.init(table: row[2], columns: list(row[3]))]) }
    }

    // MARK: Indexes

    /// The most indexes that are named.
    private static let mostDamaged = 10

    /// The extension that looks at indexes.
    private struct Amcheck: Equatable {
        /// As it is written in a statement.
        var schema: String
        var isAllowed: Bool
    }

    private func amcheck() async throws(StoreError) -> Amcheck? {
        try await engine.read { db in
            try Row.fetchOne(db, sql: """
                SELECT quote_ident(CAST(n.nspname AS text)), CASE WHEN has_function_privilege(p.oid, 'EXECUTE') THEN 1 ELSE 0 END
                FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace JOIN pg_proc p ON p.pronamespace = n.oid
                WHERE e.extname = 'amcheck' AND p.proname = 'bt_index_check' AND p.pronargs = 2
                """).map { Amcheck(schema: $0[0], isAllowed: $0[1]) }
        }
    }

    private func checkIndexes() async throws(StoreError) -> (faults: [String], sentence: String) {
        guard let amcheck = try await amcheck() else { return ([], "Indexes: not checked, amcheck is not installed.") }
        guard amcheck.isAllowed else { return ([], "Indexes: not checked, this role may not use amcheck’s bt_index_check.") }
        let indexes = try await engine.read { db in
            try Row.fetchAll(db, sql: """
                SELECT CAST(i.indexrelid AS bigint), CAST(c.relname AS text) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam
                WHERE a.amname = 'btree' AND c.relkind = 'i' AND i.indisvalid AND c.relnamespace = CAST(quote_ident(current_schema()) AS regnamespace) ORDER BY 2
                """).map { (number: $0[0] as Int64, name: $0[1] as String) }
        }
        var faults: [String] = []
        for index in indexes where faults.count < Self.mostDamaged {
            // Also that each row of the table is in the index.
            let found = try await fault(in: "index \(index.name)") { db in
                _ = try Row.fetchAll(db, sql: "SELECT CAST(\(amcheck.schema).bt_index_check(CAST(CAST(? AS bigint) AS oid), true) AS text)", arguments: [index.number])
                return nil
            }
            guard let found else { continue }
            // Whoever looks after the server may take it away meanwhile, which is no damage.
            guard try await self.amcheck() == amcheck else { return (faults, "Indexes: not all checked, amcheck was changed meanwhile.") }
            faults.append(found)
        }
        return (faults, "\(indexes.count) indexes checked.")
    }
}

import Foundation

extension Schema {
    /// What people do, as it is searched: a column beside it, as names have one. And an index whose condition both engines read alike.
    static func keepFunctionKeys(_ db: Database) throws {
        try db.execute(sql: """
            ALTER TABLE person ADD COLUMN function_key TEXT;
            DROP INDEX cast_label_remembered;
            CREATE INDEX cast_label_remembered ON cast_label (workspace, label_key) WHERE remembered = 1;
            """)
        let rows = try Row.fetchAll(db, sql: "SELECT workspace, id, function FROM person WHERE function IS NOT NULL")
        for row in rows {
            try db.execute(sql: "UPDATE person SET function_key = ? WHERE workspace = ? AND id = ?", arguments: [
                folded(row[2]), row[0] as Int64, row[1] as UUID,
            ])
        }
    }
}

/// How participants of interactions are found by their address, or by their name where they have none.
///
/// Addresses and names in mails may be longer than what fits into an index in order. On PostgreSQL the index has their beginnings; an index of
/// their hashes would have one chain for all rows of one address, and everybody's own colleagues take part in nearly everything.
enum ParticipantIndex {
    /// Characters; each has 4 bytes at most, and a key of an index 2,704.
    private static let length = 100

    static func isAddress(_ address: String) -> SQLText { condition("address", address) }

    /// Of who has no address.
    static func isName(_ name: String) -> SQLText {
        let condition = condition("name_key", name)
        return SQLText(sql: "address IS NULL AND \(condition.sql)", arguments: condition.arguments)
    }

    private static func beginning(_ value: String) -> String { "substr(\(value), 1, \(length))" }

    private static func condition(_ column: String, _ value: String) -> SQLText {
        SQLText(sql: "\(beginning(column)) = \(beginning("?")) AND \(column) = ?", arguments: [value, value])
    }

    /// SQLite takes keys of any length and has its index since the second migration.
    static func create(_ db: Database) throws {
        guard db.dialect == .postgres else { return }
        // Made before the others go: making lets others read meanwhile.
        try db.execute(sql: """
            CREATE INDEX interaction_participant_by_address ON interaction_participant (workspace, (\(beginning("address")))) WHERE address IS NOT NULL;
            CREATE INDEX interaction_participant_by_name ON interaction_participant (workspace, (\(beginning("name_key"))))
                WHERE person IS NULL AND address IS NULL;
            DROP INDEX IF EXISTS interaction_participant_address;
            DROP INDEX IF EXISTS interaction_participant_name;
            """)
    }
}

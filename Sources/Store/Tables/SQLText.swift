/// A statement of SQL, or a part of one, with what its places stand for.
struct SQLText: Sendable {
    var sql: String
    var arguments: StatementArguments

    /// Conditions.
    static let always = SQLText(sql: "TRUE", arguments: [])
    static let never = SQLText(sql: "FALSE", arguments: [])
}

/// Where engines' SQL differs. Everything else is written so that PostgreSQL would take it, too; SQLite is the only engine so far.
enum Dialect: Sendable {
    case sqlite

    /// Whether a text holds another, to the letter.
    func contains(_ text: String, _ part: String) -> String {
        switch self {
        case .sqlite: "instr(\(text), \(part)) > 0"
        }
    }
}

/// Where the two engines' SQL differs. Everything else is written so that both take it.
enum Dialect: Sendable {
    case sqlite
    case postgres

    /// Whether a text holds another, to the letter.
    func contains(_ text: String, _ part: String) -> String {
        switch self {
        case .sqlite: "instr(\(text), \(part)) > 0"
        case .postgres: "strpos(\(text), \(part)) > 0"
        }
    }
}

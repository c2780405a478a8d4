/// Where the two engines' SQL differs. Everything else is written so that both take it.
enum Dialect: Sendable {
    case sqlite
    case postgres

    /// `claim c` found by its subject. For a list of subjects and kinds SQLite might rather look through all claims of the workspace.
    var claimsBySubject: String {
        switch self {
        case .sqlite: "claim c INDEXED BY claim_by_subject"
        case .postgres: "claim c"
        }
    }

    /// Whether a text holds another, to the letter.
    func contains(_ text: String, _ part: String) -> String {
        switch self {
        case .sqlite: "instr(\(text), \(part)) > 0"
        case .postgres: "strpos(\(text), \(part)) > 0"
        }
    }
}

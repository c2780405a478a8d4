/// How log lines look.
public enum LogFormat: String, Sendable {
    /// For people.
    case text
    /// One JSON object a line, for programs.
    case json
}

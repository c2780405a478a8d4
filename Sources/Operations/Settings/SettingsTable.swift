/// The settings as a table for docs/configuration.md.
public enum SettingsTable {
    /// Markdown, one row a setting.
    public static var markdown: String {
        var lines = ["| setting | environment | option | values | default | what |", "|---|---|---|---|---|---|"]
        for setting in Setting.all {
            var variable = "`\(setting.variable)`"
            if setting.isSecret { variable += " or `…_FILE`" }
            let standard = setting.standard.map { $0.description.isEmpty ? "none" : "`\($0)`" } ?? "not set"
            lines.append("| `\(setting.key)` | \(variable) | \(setting.flag.map { "`\($0)`" } ?? "") | \(setting.bounds) | \(standard) | \(setting.meaning) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

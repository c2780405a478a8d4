/// One setting of the program as a process: where it keeps things, how it is reached, what it allows.
///
/// Every one is declared once, in `Setting.all`; `covalence config`, the reading of flags, environment and file, and the table in
/// docs/configuration.md all follow that list. Settings of a workspace are another thing: `covalence settings`.
public struct Setting: Sendable {
    /// What a value may be.
    public enum Kind: Sendable, Hashable {
        case text
        /// A whole number in a range.
        case number(ClosedRange<Int>)
        /// `true` or `false`.
        case flag
        /// Any number of texts; in the environment with commas between them.
        case list
        /// One of these words.
        case choice([String])
    }

    /// As the file has it: `log.level` is `level` in the section `log`.
    public let key: String
    public let kind: Kind
    /// What holds where nobody says anything; nil where the thing is then off.
    public let standard: SettingValue?
    /// One sentence for the table and the help.
    public let meaning: String
    /// Whether the value is never shown, and may be given as a file that holds it.
    public let isSecret: Bool
    /// The option of the command line, such as `--port`; nil where there is only `--with`.
    public let flag: String?

    init(_ key: String, _ kind: Kind, _ standard: SettingValue? = nil, isSecret: Bool = false, flag: String? = nil, means meaning: String) {
        self.key = key
        self.kind = kind
        self.standard = standard
        self.isSecret = isSecret
        self.flag = flag
        self.meaning = meaning
    }

    /// The variable of the environment: `COVALENCE_LOG_LEVEL`.
    public var variable: String { Self.variable(of: key) }

    /// The key that names a file with the value, for secrets.
    var fileKey: String { key + "-file" }

    static func variable(of key: String) -> String {
        "COVALENCE_" + key.uppercased().map { $0 == "." || $0 == "-" ? "_" : String($0) }.joined()
    }

    /// What values look like, for people: `0 to 65535`.
    public var bounds: String {
        switch kind {
        case .text: isSecret ? "a secret" : "text"
        case .number(let range): "\(range.lowerBound) to \(range.upperBound)"
        case .flag: "true or false"
        case .list: "a list"
        case .choice(let words): words.joined(separator: ", ")
        }
    }
}

/// What a setting is set to.
public enum SettingValue: Sendable, Hashable {
    case text(String)
    case number(Int)
    case flag(Bool)
    case list([String])
}

extension SettingValue: CustomStringConvertible {
    /// As in the environment.
    public var description: String {
        switch self {
        case .text(let text): text
        case .number(let number): String(number)
        case .flag(let flag): flag ? "true" : "false"
        case .list(let list): list.joined(separator: ",")
        }
    }
}

extension SettingValue: Encodable {
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .number(let number): try container.encode(number)
        case .flag(let flag): try container.encode(flag)
        case .list(let list): try container.encode(list)
        }
    }
}

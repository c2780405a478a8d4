/// What every setting is set to, and who said so.
public struct HeldSettings: Sendable {
    /// Where a value comes from, strongest first.
    public enum Source: Sendable, Hashable, CustomStringConvertible {
        case flag(String)
        case environment(String)
        case file(path: String, line: Int?)
        case standard

        public var description: String {
            switch self {
            case .flag(let name): name
            case .environment(let name): name
            case .file(let path, let line): line.map { "\(path):\($0)" } ?? path
            case .standard: "default"
            }
        }
    }

    /// One setting with its value.
    public struct Held: Sendable {
        public var setting: Setting
        public var value: SettingValue?
        public var source: Source
        /// The file that holds the value, where a secret lies in one of its own.
        public var secretFile: String?

        init(setting: Setting, value: SettingValue?, source: Source, secretFile: String? = nil) {
            self.setting = setting
            self.value = value
            self.source = source
            self.secretFile = secretFile
        }

        /// For people: a secret only says that it is there.
        public var shown: String {
            guard let value else { return "not set" }
            if setting.isSecret { return "set" }
            if case .list(let list) = value, list.isEmpty { return "none" }
            return value.description
        }
    }

    /// In the order of `Setting.all`.
    public private(set) var all: [Held] = []
    /// The file that was read; nil where there was none.
    public var file: String?
    /// What is odd but does not keep the program from starting.
    public var notes: [String] = []
    private var places: [String: Int] = [:]

    init() {}

    mutating func hold(_ held: Held) {
        places[held.setting.key] = all.count
        all.append(held)
    }

    /// What a setting is set to, and from where.
    public func held(_ setting: Setting) -> Held {
        places[setting.key].map { all[$0] } ?? Held(setting: setting, value: setting.standard, source: .standard)
    }

    /// The text of a setting; nil where it is not set.
    public func text(_ setting: Setting) -> String? {
        if case .text(let text) = held(setting).value { text } else { nil }
    }

    /// The number of a setting that has one; 0 for other kinds.
    public func number(_ setting: Setting) -> Int {
        if case .number(let number) = held(setting).value { number } else { 0 }
    }

    /// Whether a setting is on.
    public func isOn(_ setting: Setting) -> Bool { held(setting).value == .flag(true) }

    /// The list of a setting.
    public func list(_ setting: Setting) -> [String] {
        if case .list(let list) = held(setting).value { list } else { [] }
    }
}

/// A setting that makes no sense. The value is not repeated where it may be a secret.
public struct SettingsProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where it was said: `--port`, `COVALENCE_PORT`, `/etc/covalence/covalence.yaml:3`.
    public var place: String
    /// What is wrong and what to do, in one or two sentences without a capital at the start.
    public var reason: String

    public init(place: String, reason: String) {
        self.place = place
        self.reason = reason
    }

    public var description: String { "\(place): \(reason) docs/configuration.md lists the settings." }
}

import Configuration
public import Foundation

/// Reads the settings from where they can be said: flags before the environment before the file before what holds otherwise.
public struct SettingsReader: Sendable {
    /// Values from the command line by key, as they were typed.
    public var flags: [String: [String]]
    /// The variables of the environment.
    public var environment: [String: String]
    /// The file that was named; nil to look where it usually is.
    public var file: String?
    /// Where a file is looked for that nobody named, beside the data folder.
    public var usualFolders: [String]

    public init(
        flags: [String: [String]] = [:], environment: [String: String] = ProcessInfo.processInfo.environment, file: String? = nil,
        usualFolders: [String] = ["/etc/covalence"]
    ) {
        self.flags = flags
        // An empty variable is one that is not set: `COVALENCE_X= covalence …`.
        self.environment = environment.filter { $0.key.hasPrefix("COVALENCE_") && !$0.value.isEmpty }
        self.file = file
        self.usualFolders = usualFolders
    }

    /// Variables that other parts of the program and its tests read, which are no settings.
    private static let otherVariables: Set<String> = [
        "COVALENCE_CONFIG", "COVALENCE_LONG", "COVALENCE_SHOTS", "COVALENCE_BINARY", "COVALENCE_CHROMIUM", "COVALENCE_TREE",
    ]

    /// What holds.
    ///
    /// - Throws: `SettingsProblem` naming the first place that makes no sense.
    public func read() throws(SettingsProblem) -> HeldSettings {
        var layers = [try flagLayer(), environmentLayer()]
        if let file = try settingsFile(Self.value(of: .data, in: layers)?.value.description) { layers.append(Layer(file)) }
        var held = HeldSettings()
        for setting in Setting.all {
            if let found = try Self.value(of: setting, in: layers) {
                held.hold(.init(setting: setting, value: found.value, source: found.source, secretFile: found.secretFile))
            } else {
                held.hold(.init(setting: setting, value: setting.standard, source: .standard))
            }
        }
        held.file = layers.compactMap(\.path).first
        held.notes = unknownVariables()
        return held
    }

    // MARK: Layers

    /// One place where settings are said.
    private struct Layer {
        var snapshot: any ConfigSnapshot
        var prefix: [String] = []
        var path: String?
        var source: @Sendable (String) -> HeldSettings.Source

        init(_ snapshot: any ConfigSnapshot, prefix: [String] = [], source: @escaping @Sendable (String) -> HeldSettings.Source) {
            self.snapshot = snapshot
            self.prefix = prefix
            self.source = source
        }

        init(_ file: SettingsFile) {
            let lines = file.lines
            let path = file.path
            self.init(file.snapshot) { key in .file(path: path, line: lines[key]) }
            self.path = path
        }

        func value(_ key: String, _ setting: Setting) throws(SettingsProblem) -> SettingValue? {
            do {
                let path = AbsoluteConfigKey(prefix + key.split(separator: ".").map(String.init))
                return try snapshot.value(forKey: path, type: setting.kind.type).value.flatMap { SettingValue($0.content) }
            } catch {
                throw misfit(setting, at: source(key).description)
            }
        }
    }

    private func flagLayer() throws(SettingsProblem) -> Layer {
        var values: [AbsoluteConfigKey: ConfigValue] = [:]
        for (key, texts) in flags {
            let setting = Setting.all.first { $0.key == key || ($0.isSecret && $0.fileKey == key) }
            guard let setting else {
                let near = Nearest.name(to: key, among: Setting.all.map(\.key))
                throw SettingsProblem(place: "--with \(key)", reason: "this is no setting.\(near.map { " Did you mean `\($0)`?" } ?? "")")
            }
            guard setting.kind == .list || texts.count == 1 else {
                throw SettingsProblem(place: setting.flag ?? "--with \(key)", reason: "`\(key)` is said \(texts.count) times: \(Self.places(setting)). Say it once.")
            }
            let content: ConfigContent? = switch (key == setting.key ? setting.kind : .text) {
            case .text, .choice: texts.last.map { .string($0) }
            case .number: texts.last.flatMap { Int($0) }.map { .int($0) }
            case .flag: texts.last.flatMap { Bool($0) }.map { .bool($0) }
            case .list: .stringArray(texts.count == 1 ? texts[0].split(separator: ",").map(String.init) : texts)
            }
            guard let content else { throw Self.misfit(setting, at: setting.flag ?? "--with \(key)") }
            values[AbsoluteConfigKey(key.split(separator: ".").map(String.init))] = ConfigValue(content, isSecret: setting.isSecret)
        }
        return Layer(InMemoryProvider(name: "flags", values: values).snapshot()) { key in
            .flag(Setting.all.first { $0.key == key }?.flag ?? "--with \(key)")
        }
    }

    private func environmentLayer() -> Layer {
        let provider = EnvironmentVariablesProvider(environmentVariables: environment)
        return Layer(provider.snapshot(), prefix: ["covalence"]) { .environment(Setting.variable(of: $0)) }
    }

    private func settingsFile(_ data: String?) throws(SettingsProblem) -> SettingsFile? {
        if let named = file ?? environment["COVALENCE_CONFIG"] { return try SettingsFile(path: named) }
        let folders = usualFolders + [data ?? Setting.data.standard?.description ?? "."]
        for folder in folders {
            for name in ["covalence.yaml", "covalence.json"] {
                let path = folder + "/" + name
                if FileManager.default.fileExists(atPath: path) { return try SettingsFile(path: path) }
            }
        }
        return nil
    }

    // MARK: Values

    private typealias Found = (value: SettingValue, source: HeldSettings.Source, secretFile: String?)

    private static func value(of setting: Setting, in layers: [Layer]) throws(SettingsProblem) -> Found? {
        for layer in layers {
            let said = try layer.value(setting.key, setting)
            if setting.isSecret, case .text(let path) = try layer.value(setting.fileKey, setting) {
                let source = layer.source(setting.fileKey)
                guard said == nil else { throw SettingsProblem(place: source.description, reason: "`\(setting.key)` is given as well; give one of both.") }
                return (.text(try secret(in: path, at: source.description)), source, path)
            }
            guard let said else { continue }
            let source = layer.source(setting.key)
            guard fits(said, setting.kind) else { throw misfit(setting, at: source.description) }
            return (said, source, nil)
        }
        return nil
    }

    private static func fits(_ value: SettingValue, _ kind: Setting.Kind) -> Bool {
        switch (kind, value) {
        case (.number(let range), .number(let number)): range.contains(number)
        case (.choice(let words), .text(let text)): words.contains(text)
        case (.text, .text(let text)): !text.isEmpty && text.utf8.count <= 4096 && !text.utf8.contains(0)
        case (.flag, .flag): true
        case (.list, .list(let list)): list.count <= 1000 && list.allSatisfy { !$0.isEmpty && $0.utf8.count <= 4096 }
        default: false
        }
    }

    /// How a setting is said on the command line.
    private static func places(_ setting: Setting) -> String {
        setting.flag.map { "with \($0) or with `--with \(setting.key)=…`" } ?? "with `--with \(setting.key)=…`"
    }

    private static func misfit(_ setting: Setting, at place: String) -> SettingsProblem {
        SettingsProblem(place: place, reason: "`\(setting.key)` takes \(setting.bounds).")
    }

    /// What a file holds, without the line break at its end.
    private static func secret(in path: String, at place: String) throws(SettingsProblem) -> String {
        func problem(_ reason: String) -> SettingsProblem { SettingsProblem(place: place, reason: "the file \(path), which should hold the secret, \(reason)") }
        guard FileManager.default.fileExists(atPath: path) else { throw problem("is not there. Make it, or name another.") }
        guard let handle = FileHandle(forReadingAtPath: path), let data = try? handle.read(upToCount: 4097) else {
            throw problem("cannot be read. Give it to the account that runs this program (chown), or let systemd read it (LoadCredential).")
        }
        guard data.count <= 4096, let text = String(data: data, encoding: .utf8) else {
            throw problem("holds something else: a secret is a text of up to 4,096 bytes. Name the right file.")
        }
        let secret = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !secret.isEmpty else { throw problem("is empty. Write the secret into it.") }
        return secret
    }

    private func unknownVariables() -> [String] {
        let known = Set(Setting.all.flatMap { $0.isSecret ? [$0.variable, $0.variable + "_FILE"] : [$0.variable] })
        return environment.keys.sorted().filter { !known.contains($0) && !Self.otherVariables.contains($0) }.map { name in
            let near = Nearest.name(to: name.lowercased(), among: known.map { $0.lowercased() })
            return "\(name) is no setting of ours.\(near.map { " Did you mean \($0.uppercased())?" } ?? "")"
        }
    }
}

extension Setting.Kind {
    var type: ConfigType {
        switch self {
        case .text, .choice: .string
        case .number: .int
        case .flag: .bool
        case .list: .stringArray
        }
    }
}

extension SettingValue {
    /// Nil for contents that no setting asks for.
    init?(_ content: ConfigContent) {
        switch content {
        case .string(let text): self = .text(text)
        case .int(let number): self = .number(number)
        case .bool(let flag): self = .flag(flag)
        case .stringArray(let list): self = .list(list)
        default: return nil
        }
    }
}

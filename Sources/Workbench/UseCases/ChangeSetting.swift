import Foundation
public import Store

/// A setting that cannot be set as asked.
public struct SettingProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// The settings, as they were named.
    public var names: [String]
    public var reason: String

    public var description: String {
        let listed = names.map { "“\($0)”" }.joined(separator: ", ")
        return "The setting\(names.count == 1 ? "" : "s") \(listed) cannot be changed: \(reason)"
    }
}

/// What somebody saw of settings before they changed them.
public struct SeenSettings: Hashable, Sendable {
    /// Which: names, or what names begin with; empty for all of them.
    public var parts: [String]
    /// `WorkspaceSettings.tag(of:)` as it was.
    public var tag: ContentTag

    /// What was seen of some of them.
    public init(_ parts: [String] = [], _ tag: ContentTag) {
        self.parts = parts
        self.tag = tag
    }
}

extension Workbench {
    /// Every setting with its value as JSON, by name, in alphabetical order: `meeting.surveyPairs`, `own.names`.
    public func listSettings(by visitor: Visitor) async throws -> [(name: String, value: String)] {
        try await admit(visitor, to: .seeSettings)
        try await catchUp()
        return try settings.named
    }

    /// Changes settings by name; all of them or none.
    ///
    /// - Parameters:
    ///   - changes: names as `listSettings(by:)` gives them, with values in JSON: `5`, `["Brunavik"]`.
    ///   - seen: what was seen of them; nil to change whatever is there.
    /// - Throws: `SettingProblem` where a name is not known or a value is of another kind, and what `change(_:by:)` throws.
    public func change(_ changes: [(name: String, value: String)], expecting seen: SeenSettings? = nil, by visitor: Visitor) async throws {
        try await change(expecting: seen, by: visitor) { $0 = try $0.changing(changes) }
    }
}

extension WorkspaceSettings {
    /// The settings with other values by name.
    ///
    /// - Throws: `SettingProblem` where a name is not known or a value is of another kind.
    func changing(_ changes: [(name: String, value: String)]) throws -> WorkspaceSettings {
        let former = try object
        var object = former, values: [(name: String, value: Any)] = []
        let known = Set(try Self.leaves(of: object, under: "").map(\.name))
        for (name, text) in changes {
            guard known.contains(name) else {
                throw SettingProblem(names: [name], reason: "there is no setting of this name. The names are listed by covalence settings.")
            }
            guard let value = try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed) else {
                throw SettingProblem(names: [name], reason: "“\(text)” is not JSON. Write a number as 5, names as [\"Brunavik\"].")
            }
            values.append((name, value))
            object = Self.setting(value, at: Self.path(name), in: object)
        }
        if let changed = try? Self.read(object) { return changed }
        // Which of them it was is looked for only here: each look reads all settings.
        let wrong = values.filter { (try? Self.read(Self.setting($0.value, at: Self.path($0.name), in: former))) == nil }.map(\.name)
        throw SettingProblem(
            names: wrong.isEmpty ? changes.map(\.name) : wrong,
            reason: "a value is of another kind than the one it takes the place of. Look at it with covalence settings."
        )
    }

    private static func path(_ name: String) -> [String] { name.split(separator: ".").map(String.init) }

    private static func read(_ object: [String: Any]) throws -> WorkspaceSettings {
        try JSONDecoder().decode(WorkspaceSettings.self, from: JSONSerialization.data(withJSONObject: object))
    }

    /// Every setting with its value as JSON, by name, in alphabetical order.
    var named: [(name: String, value: String)] {
        get throws { try Self.leaves(of: try object, under: "").sorted { $0.name < $1.name } }
    }

    /// What a change of some of them is held against.
    ///
    /// - Parameter parts: names, or what names begin with before a point: `own`, `transcriptLimit`; empty for all of them.
    public func tag(of parts: [String]) throws -> ContentTag {
        ContentTag(of: try named.filter { setting in
            parts.isEmpty || parts.contains { setting.name == $0 || setting.name.hasPrefix("\($0).") }
        }.flatMap { [$0.name, $0.value] })
    }

    private var object: [String: Any] {
        get throws { try JSONSerialization.jsonObject(with: JSONEncoder().encode(self)) as? [String: Any] ?? [:] }
    }

    private static func leaves(of object: [String: Any], under prefix: String) throws -> [(name: String, value: String)] {
        try object.flatMap { key, value -> [(name: String, value: String)] in
            if let inner = value as? [String: Any] { return try leaves(of: inner, under: "\(prefix)\(key).") }
            let data = try JSONSerialization.data(withJSONObject: value, options: [.fragmentsAllowed, .withoutEscapingSlashes, .sortedKeys])
            return [("\(prefix)\(key)", String(decoding: data, as: UTF8.self))]
        }
    }

    private static func setting(_ value: Any, at path: [String], in object: [String: Any]) -> [String: Any] {
        guard let key = path.first else { return object }
        var object = object
        if path.count == 1 {
            object[key] = value
        } else if let inner = object[key] as? [String: Any] {
            object[key] = setting(value, at: Array(path.dropFirst()), in: inner)
        }
        return object
    }
}

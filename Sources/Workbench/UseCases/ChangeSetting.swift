import Foundation
import Store

/// A setting that cannot be set as asked.
public struct SettingProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// The setting, as it was named.
    public var name: String
    public var reason: String

    public var description: String { "The setting “\(name)” cannot be changed: \(reason)" }
}

extension Workbench {
    /// Every setting with its value as JSON, by name, in alphabetical order: `meeting.surveyPairs`, `own.names`.
    public func listSettings(by visitor: Visitor) async throws -> [(name: String, value: String)] {
        try await admit(visitor, to: .seeSettings)
        return try Self.leaves(of: try Self.object(settings), under: "").sorted { $0.name < $1.name }
    }

    /// Changes settings by name; all of them or none.
    ///
    /// - Parameter changes: names as `listSettings(by:)` gives them, with values in JSON: `5`, `["Brunavik"]`.
    /// - Throws: `SettingProblem` where a name is not known or a value is of another kind, and what `change(_:by:)` throws.
    public func change(_ changes: [(name: String, value: String)], by visitor: Visitor) async throws {
        try await admit(visitor, to: .changeSettings)
        var object = try Self.object(settings)
        let known = Set(try Self.leaves(of: object, under: "").map(\.name))
        for (name, text) in changes {
            guard known.contains(name) else {
                throw SettingProblem(name: name, reason: "there is no setting of this name. The names are listed by covalence settings.")
            }
            guard let value = try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed) else {
                throw SettingProblem(name: name, reason: "“\(text)” is not JSON. Write a number as 5, names as [\"Brunavik\"].")
            }
            object = Self.setting(value, at: name.split(separator: ".").map(String.init), in: object)
        }
        let changed: WorkspaceSettings
        do {
            changed = try JSONDecoder().decode(WorkspaceSettings.self, from: JSONSerialization.data(withJSONObject: object))
        } catch {
            let names = changes.map(\.name).joined(separator: ", ")
            throw SettingProblem(name: names, reason: "a value is of another kind than the one it takes the place of. Look at it with covalence settings.")
        }
        try await change(changed, by: visitor)
    }

    private static func object(_ settings: WorkspaceSettings) throws -> [String: Any] {
        try JSONSerialization.jsonObject(with: JSONEncoder().encode(settings)) as? [String: Any] ?? [:]
    }

    private static func leaves(of object: [String: Any], under prefix: String) throws -> [(name: String, value: String)] {
        try object.flatMap { key, value -> [(name: String, value: String)] in
            if let inner = value as? [String: Any] { return try leaves(of: inner, under: "\(prefix)\(key).") }
            let data = try JSONSerialization.data(withJSONObject: value, options: [.fragmentsAllowed, .withoutEscapingSlashes])
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

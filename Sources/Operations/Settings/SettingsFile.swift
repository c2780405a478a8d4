import Configuration
import Foundation
import Yams

/// A file of settings, YAML or JSON (which YAML contains). Names that are no settings are refused with their line.
struct SettingsFile {
    /// Far above any real one; keeps a file named by mistake out of memory.
    static let limit = 256 * 1024

    let path: String
    /// The values, as swift-configuration reads them.
    let snapshot: YAMLSnapshot
    /// Lines of keys, from 1.
    private(set) var lines: [String: Int] = [:]

    init(path: String) throws(SettingsProblem) {
        let data: Data
        do {
            // Nothing where the file is empty.
            data = try FileHandle(forReadingFrom: URL(filePath: path)).read(upToCount: Self.limit + 1) ?? Data()
        } catch {
            throw SettingsProblem(place: path, reason: "the file cannot be read. Check that it is there and who may read it.")
        }
        guard data.count <= Self.limit else { throw SettingsProblem(place: path, reason: "the file is larger than 256 KB, which no file of settings is.") }
        try self.init(path: path, data: data)
    }

    init(path: String, data: Data) throws(SettingsProblem) {
        self.path = path
        // Only comments, or nothing: no settings.
        var data = data
        let root: Node?
        do {
            root = try Yams.Parser(yaml: data).singleRoot()
        } catch let error as YamlError {
            throw SettingsProblem(place: Self.place(path, of: error), reason: "the file is neither YAML nor JSON at this point. Check indentation and quotes.")
        } catch {
            throw SettingsProblem(place: path, reason: "the file is neither YAML nor JSON.")
        }
        if let root, root.tag.description != "tag:yaml.org,2002:null" {
            guard let mapping = root.mapping else { throw SettingsProblem(place: path, reason: "the file is not a list of settings: each line is a name, a colon and a value.") }
            lines = try Self.lines(of: mapping, path: path)
        } else {
            data = Data("{}".utf8)
        }
        do {
            snapshot = try YAMLSnapshot(data: data.bytes, providerName: path, parsingOptions: .default)
        } catch {
            throw SettingsProblem(place: path, reason: "the file cannot be read as settings: \(error).")
        }
    }

    /// Walks the names, sections one deep, and refuses what is no setting.
    private static func lines(of mapping: Node.Mapping, path: String) throws(SettingsProblem) -> [String: Int] {
        let known = Set(Setting.all.flatMap { $0.isSecret ? [$0.key, $0.fileKey] : [$0.key] })
        let sections = Set(known.compactMap { $0.contains(".") ? String($0.prefix { $0 != "." }) : nil })
        var lines: [String: Int] = [:]
        func note(_ key: String, _ node: Node) throws(SettingsProblem) {
            let line = node.mark?.line
            guard known.contains(key) else { throw unknown(key, known, path, line) }
            guard lines[key] == nil else { throw SettingsProblem(place: place(path, line), reason: "`\(key)` is said twice. Keep one.") }
            lines[key] = line ?? 0
        }
        for (name, value) in mapping {
            let line = name.mark?.line
            guard let key = name.string, key.utf8.count <= 100 else { throw SettingsProblem(place: place(path, line), reason: "a name is missing before the colon.") }
            guard sections.contains(key) else {
                guard value.mapping == nil else { throw unknown(key, known, path, line) }
                try note(key, name)
                continue
            }
            guard let inner = value.mapping else {
                throw SettingsProblem(place: place(path, line), reason: "`\(key)` is a section: its settings stand below it, indented.")
            }
            for (innerName, innerValue) in inner {
                guard let innerKey = innerName.string, innerKey.utf8.count <= 100, innerValue.mapping == nil else {
                    throw SettingsProblem(place: place(path, innerName.mark?.line), reason: "a setting of the section `\(key)` is a name, a colon and a value.")
                }
                try note("\(key).\(innerKey)", innerName)
            }
        }
        return lines
    }

    private static func unknown(_ key: String, _ known: Set<String>, _ path: String, _ line: Int?) -> SettingsProblem {
        let shown = String(String.UnicodeScalarView(key.unicodeScalars.filter { !$0.properties.isDefaultIgnorableCodePoint && $0.value >= 32 }))
        let near = Nearest.name(to: key, among: known)
        return SettingsProblem(place: place(path, line), reason: "`\(shown)` is no setting.\(near.map { " Did you mean `\($0)`?" } ?? "")")
    }

    private static func place(_ path: String, _ line: Int?) -> String { line.map { "\(path):\($0)" } ?? path }

    private static func place(_ path: String, of error: YamlError) -> String {
        switch error {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): "\(path):\(mark.line)"
        default: path
        }
    }
}

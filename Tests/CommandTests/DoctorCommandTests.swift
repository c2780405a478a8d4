import Foundation
import Testing

@Suite("covalence doctor")
struct DoctorCommandTests {
    /// Findings by part: grades, worst first.
    private func findings(_ arguments: String...) throws -> (status: Int32, parts: [String: [(grade: String, text: String)]]) {
        let run = try Running.covalence(["doctor", "--json"] + arguments, input: Data())
        var parts: [String: [(grade: String, text: String)]] = [:]
        for line in run.output.split(separator: "\n") {
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            parts[try #require(object["part"] as? String), default: []].append((try #require(object["grade"] as? String), try #require(object["text"] as? String)))
        }
        return (run.status, parts)
    }

    private func grades(_ found: (status: Int32, parts: [String: [(grade: String, text: String)]]), _ part: String) -> Set<String> {
        Set((found.parts[part] ?? []).map(\.grade))
    }

    /// A store with a meeting, and so with a file.
    private func store() throws -> (folder: Scratch, data: String) {
        let folder = try Scratch()
        let data = folder.path("data")
        let run = try Running.covalence("import", try folder.meeting(), "--data", data, "--customer", "Paula", "--seller", "Ines")
        #expect(run.status == 0, "\(run.errors)")
        return (folder, data)
    }

    private func files(_ data: String) throws -> [String] {
        let vault = URL(filePath: data).appending(path: "files")
        return try FileManager.default.subpathsOfDirectory(atPath: vault.path).filter { $0.utf8.count == 65 }.map { vault.appending(path: $0).path }
    }

    @Test("a store that is well has nothing bad")
    func well() throws {
        let (folder, data) = try store()
        defer { withExtendedLifetime(folder) {} }
        let found = try findings("--data", data, "--files", "full")
        #expect(found.status == 0)
        for (part, all) in found.parts { for one in all { #expect(one.grade != "bad", "\(part): \(one.text)") } }
        #expect(Set(found.parts.keys) == ["store", "schema", "audit", "files", "webhooks", "models", "meaning", "assets", "disk", "clock", "permissions", "settings"])
    }

    @Test("bytes that were changed are seen by a full look, and files that are gone by a quick one")
    func filesChanged() throws {
        let (folder, data) = try store()
        defer { withExtendedLifetime(folder) {} }
        let file = try #require(try files(data).first)
        var bytes = try Data(contentsOf: URL(filePath: file))
        bytes[bytes.startIndex] ^= 1
        try bytes.write(to: URL(filePath: file))
        #expect(grades(try findings("--data", data), "files") == ["good"])
        let full = try findings("--data", data, "--files", "full")
        #expect(full.status == 65)
        #expect(grades(full, "files") == ["bad"])
        try FileManager.default.removeItem(atPath: file)
        let gone = try findings("--data", data)
        #expect(gone.status == 65)
        #expect(gone.parts["files"]?.contains { $0.text.contains("are not there") } == true)
    }

    @Test("files that belong to nothing are noted")
    func orphans() throws {
        let (folder, data) = try store()
        defer { withExtendedLifetime(folder) {} }
        let name = data + "/files/ab"
        try FileManager.default.createDirectory(atPath: name, withIntermediateDirectories: true)
        try Data("x".utf8).write(to: URL(filePath: name + "/" + String(repeating: "c", count: 62)))
        let found = try findings("--data", data)
        #expect(found.status == 0)
        #expect(grades(found, "files") == ["good", "note"])
    }

    @Test("data that others on the machine may read is bad, until the folder is closed to them")
    func permissions() throws {
        let (folder, data) = try store()
        defer { withExtendedLifetime(folder) {} }
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: data)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: data + "/covalence.sqlite")
        let open = try findings("--data", data)
        #expect(open.status == 65)
        #expect(grades(open, "permissions") == ["bad"])
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: data)
        #expect(grades(try findings("--data", data), "permissions") == ["good"])
    }

    @Test("assets that are not the known ones, a full disk and settings that do not go together are bad")
    func surroundings() throws {
        let (folder, data) = try store()
        _ = try folder.file("htmx-2.min.js", "alert(1)")
        let assets = try findings("--data", data, "--assets", folder.url.path)
        #expect(assets.status == 65)
        #expect(grades(assets, "assets") == ["bad"])
        #expect(grades(try findings("--data", data, "--with", "limits.disk-reserve-megabytes=1000000"), "disk") == ["bad"])
        #expect(grades(try findings("--data", data, "--with", "listen=0.0.0.0"), "settings") == ["bad"])
    }

    @Test("the assets that the doctor knows are those that the set-up fetches")
    func lock() throws {
        let file = URL(filePath: #filePath).appending(path: "../../../Tools/setup/assets.lock").standardized
        let source = URL(filePath: #filePath).appending(path: "../../../Sources/Workbench/Doctor/AssetsCheck.swift").standardized
        let known = try String(contentsOf: source, encoding: .utf8)
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            // What goes into other folders is looked at elsewhere.
            .prefix { !$0.hasPrefix("into ") }.filter { $0.hasPrefix("file ") }
        #expect(lines.count == 2)
        for line in lines {
            let parts = line.split(separator: " ")
            #expect(known.contains("\"\(parts[2])\": \"\(parts[3])\""))
        }
    }
}

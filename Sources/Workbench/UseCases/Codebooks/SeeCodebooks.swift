public import Covalence
import Foundation
import Language
public import Store

/// A codebook in a list.
public struct CodebookLine: Hashable, Sendable {
    public var name: String
    public var title: String
    public var version: Int
    /// Codes that texts can carry.
    public var codes: Int
    /// Whether one of this name comes with the program.
    public var isBuiltIn: Bool
    /// Whether the workspace has its own version of it.
    public var isOwn: Bool
    /// Who made the newest own version, and when.
    public var author: String?
    public var madeAt: Timestamp?
}

/// One codebook with what belongs to it.
public struct OpenCodebook: Hashable, Sendable {
    public var codebook: Codebook
    /// The newest version there is.
    public var newest: Int
    /// The version that comes with the program; nil where none of this name does.
    public var builtInVersion: Int?
    /// The workspace’s own versions, newest first.
    public var versions: [CodebookVersion]
    /// How many decisions hold for each code.
    public var decisions: [String: DecisionCount]

    /// Whether this is the version that is in use.
    public var isNewest: Bool { codebook.version == newest }
    /// Whether the shown version comes with the program.
    public var isBuiltIn: Bool { codebook.version == builtInVersion && !versions.contains { $0.version == codebook.version } }
}

extension Workbench {
    /// The codebooks of the workspace: those that come with the program, then its own, by name.
    public func codebooks(by visitor: Visitor) async throws -> [CodebookLine] {
        try await admit(visitor, to: .seeCodebooks)
        let own = Dictionary(try await store.codebooks().map { ($0.name, $0) }) { first, _ in first }
        func line(_ version: CodebookVersion, isBuiltIn: Bool) -> CodebookLine {
            CodebookLine(
                name: version.name, title: version.title, version: version.version, codes: version.codes, isBuiltIn: isBuiltIn, isOwn: true, author: version.author, madeAt: version.madeAt
            )
        }
        var lines: [CodebookLine] = []
        for name in BuiltInCodebooks.names {
            if let version = own[name] {
                lines.append(line(version, isBuiltIn: true))
            } else if let book = try await builtInCodebook(name) {
                lines.append(CodebookLine(name: name, title: book.title, version: book.version, codes: book.leaves.count, isBuiltIn: true, isOwn: false))
            }
        }
        return lines + own.values.filter { !BuiltInCodebooks.names.contains($0.name) }.sorted { $0.name < $1.name }.map { line($0, isBuiltIn: false) }
    }

    /// A codebook, in its newest version or in another one.
    ///
    /// - Throws: `StoreError.notFound`.
    public func codebook(_ name: String, version: Int? = nil, by visitor: Visitor) async throws -> OpenCodebook {
        try await admit(visitor, to: .seeCodebooks)
        let versions = try await store.codebookVersions(name)
        let builtIn = try await builtInCodebook(name)
        guard let newest = versions.last?.version ?? builtIn?.version else { throw StoreError.notFound("The codebook “\(name.prefix(80))”") }
        let book: Codebook
        if let builtIn, !versions.contains(where: { $0.version == version ?? newest }), version ?? newest == builtIn.version {
            book = builtIn
        } else {
            book = try await ownCodebook(name, version: version ?? newest)
        }
        return OpenCodebook(
            codebook: book, newest: newest, builtInVersion: builtIn?.version, versions: versions.reversed(), decisions: try await store.decisionCounts(of: name)
        )
    }

    /// The YAML of a codebook, in its newest version or in another one, as it was written.
    ///
    /// - Throws: `StoreError.notFound`.
    public func codebookText(_ name: String, version: Int? = nil, by visitor: Visitor) async throws -> String {
        try await admit(visitor, to: .seeCodebooks)
        if let text = try await store.codebookText(name, version: version) { return text.yaml }
        guard let builtIn = try await builtInCodebook(name), version == nil || version == builtIn.version, let yaml = BuiltInCodebooks.yaml(name) else {
            throw StoreError.notFound("The codebook “\(name.prefix(80))”")
        }
        return yaml
    }
}

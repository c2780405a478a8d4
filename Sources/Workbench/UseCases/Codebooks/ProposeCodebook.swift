public import Covalence
import Foundation
import Language
import Store

/// A codebook that somebody wrote and has not saved: what saving it would change.
public struct ProposedCodebook: Hashable, Sendable {
    public var codebook: Codebook
    /// The text as it would be saved: its version is one above the newest.
    public var yaml: String
    /// The version it takes the place of; 0 where it is a new one.
    public var madeFrom: Int
    /// What becomes different; nil for a new one.
    public var change: CodebookChange?
    /// Decisions on codes that are gone or changed, by code, in the order of the codebook; they stay as they are.
    public var touched: [Touched]

    /// Decisions on a code.
    public struct Touched: Hashable, Sendable {
        public var code: String
        public var decisions: Int
        /// Whether the code is gone: what was decided on it is not learnt from any more.
        public var isGone: Bool
    }
}

extension Workbench {
    /// Reads a codebook that somebody wrote, and says what would become different. Saves nothing.
    ///
    /// - Parameters:
    ///   - yaml: the text; its version number may be any.
    ///   - name: the codebook it is to be a version of; nil where its own name says.
    /// - Throws: `CodebookProblem`, with the line, where it cannot be used.
    public func proposeCodebook(_ yaml: String, for name: String? = nil, by visitor: Visitor) async throws -> ProposedCodebook {
        try await admit(visitor, to: .editCodebook)
        return try await proposal(yaml, for: name)
    }

    func proposal(_ yaml: String, for name: String?) async throws -> ProposedCodebook {
        let written = try CodebookReader.codebook(yaml)
        if let name, written.name != name {
            throw CodebookProblem(
                file: "codebook", line: Self.line(of: "name", in: yaml), problem: "its name is “\(written.name)”, and it is to be a version of “\(name)”",
                remedy: "Write “name: \(name)”, or add it as a new codebook."
            )
        }
        guard let former = try await knownCodebook(written.name) else { return ProposedCodebook(codebook: written, yaml: yaml, madeFrom: 0, change: nil, touched: []) }
        let (book, text) = try Self.numbered(yaml, written, former.version + 1)
        let change = CodebookChange(from: former, to: book)
        let counts = try await store.decisionCounts(of: book.name)
        let touched = change.removed.map { ($0, true) } + change.changed.map { ($0.slug, false) }
        return ProposedCodebook(
            codebook: book, yaml: text, madeFrom: former.version, change: change,
            touched: touched.compactMap { code, isGone in counts[code].map { .init(code: code, decisions: $0.all, isGone: isGone) } }
        )
    }

    /// The codebook of a name; nil where there is none.
    private func knownCodebook(_ name: String) async throws -> Codebook? {
        do {
            return try await currentCodebook(name)
        } catch StoreError.notFound {
            return nil
        }
    }

    /// The text with this number of its version.
    private static func numbered(_ yaml: String, _ book: Codebook, _ version: Int) throws -> (Codebook, String) {
        guard book.version != version else { return (book, yaml) }
        var lines = yaml.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if let place = lines.firstIndex(where: { $0.hasPrefix("version:") }) {
            let isWindows = lines[place].hasSuffix("\r")
            lines[place] = "version: \(version)" + (isWindows ? "\r" : "")
            let text = lines.joined(separator: "\n")
            if let numbered = try? CodebookReader.codebook(text), numbered.version == version { return (numbered, text) }
        }
        throw CodebookProblem(file: "codebook", line: line(of: "version", in: yaml), problem: "its version is \(book.version)", remedy: "Write “version: \(version)” on a line of its own.")
    }

    /// The line of a field at the top of a file, from 1.
    private static func line(of field: String, in yaml: String) -> Int? {
        yaml.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.hasPrefix(field + ":") }.map { $0 + 1 }
    }
}

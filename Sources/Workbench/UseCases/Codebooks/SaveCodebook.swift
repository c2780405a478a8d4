import Covalence
import Language
public import Store

extension Workbench {
    /// ‡ Codebooks of one workspace’s own.
    static let mostCodebooks = 100
    /// ‡ Versions of one codebook.
    static let mostCodebookVersions = 1_000

    /// Saves a version of a codebook. One with the name of a codebook that comes with the program is that one’s next version in this workspace.
    ///
    /// - Parameters:
    ///   - yaml: the text; its version number is raised to the next one.
    ///   - name: the codebook it is a version of; nil where its own name says.
    ///   - seen: the version it was made from, as `ProposedCodebook.madeFrom` says; 0 for a new one.
    ///   - note: what was changed and why.
    /// - Throws: `CodebookProblem`, with the line; `StoreError.conflict(.record)` where somebody saved one in the meantime.
    @discardableResult
    public func saveCodebook(_ yaml: String, for name: String? = nil, madeFrom seen: Int, note: String? = nil, by visitor: Visitor) async throws -> CodebookVersion {
        try await admit(visitor, to: .editCodebook)
        let proposed = try await proposal(yaml, for: name)
        guard proposed.madeFrom == seen else { throw StoreError.conflict(.record(expected: seen, found: proposed.madeFrom)) }
        if let change = proposed.change, change.isEmpty, proposed.codebook.title == (try await currentCodebook(proposed.codebook.name)).title {
            throw StoreError.refused("Nothing differs from version \(seen), so there is nothing to save.")
        }
        let note = note.flatMap(OneLine.clean)
        guard (note?.unicodeScalars.count ?? 0) <= Self.longestNote else { throw StoreError.refused("A note has at most \(Self.longestNote) characters. Write a shorter one.", at: "/note") }
        let book = proposed.codebook
        if seen == 0, try await store.codebooks().count >= Self.mostCodebooks { throw StoreError.refused("A workspace has at most \(Self.mostCodebooks) codebooks of its own.") }
        if try await store.codebookVersions(book.name).count >= Self.mostCodebookVersions {
            throw StoreError.refused("A codebook has at most \(Self.mostCodebookVersions) versions. Go on under another name.")
        }
        let time = now()
        let version = CodebookVersion(
            name: book.name, version: book.version, title: book.title, codes: book.leaves.count, note: note, member: visitor.member, author: visitor.name, madeAt: time
        )
        let base = try await builtInCodebook(book.name)?.version ?? 0
        try await store.add(CodebookText(version, yaml: proposed.yaml), madeFrom: seen, base: base, queueing: [LearnCodebookJob.job(for: book.name, by: visitor.member, at: time)])
        return version
    }
}

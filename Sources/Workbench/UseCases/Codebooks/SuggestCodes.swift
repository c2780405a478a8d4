import Covalence
public import Language
import Store

/// Codes for texts, with what gave them.
public struct SuggestedCodes: Sendable {
    public var engine: CodeSuggester.Engine
    /// For each text all codes with their scores, best first.
    public var codes: [[SuggestedCode]]
}

extension Workbench {
    /// ‡ Texts that are read at once.
    public static let mostTexts = 256

    /// Suggests codes of a codebook for texts, by what this workspace’s people taught.
    ///
    /// - Parameter patience: how long to wait where the codebook has to be learnt first; nil for as long as that takes.
    /// - Throws: `StoreError.notFound` where there is no such codebook; `StoreError.unavailable` where it is not learnt in time.
    public func suggestCodes(_ texts: [SuggesterInput], of codebook: String, patience: Duration? = nil, by visitor: Visitor) async throws -> SuggestedCodes {
        try await admit(visitor, to: .seeCodebooks)
        guard texts.count <= Self.mostTexts else { throw StoreError.refused("At most \(Self.mostTexts) texts are read at once. Send the rest in a second request.") }
        let book = try await currentCodebook(codebook)
        switch try await suggester(of: book, learntAt: try await store.codebookFigures(codebook)?.learntAt, patience: patience) {
        case .learning(let done):
            throw StoreError.unavailable("The codebook “\(book.title)” is being learnt (\(Int((100 * done).rounded(.down))) %). Ask again in some seconds.")
        case .ready(let suggester):
            return SuggestedCodes(engine: suggester.engine, codes: try await suggesterShelf().suggest(texts, with: suggester, for: .waitedFor))
        }
    }
}

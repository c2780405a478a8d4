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
    /// - Throws: `StoreError.notFound` where there is no such codebook.
    public func suggestCodes(_ texts: [SuggesterInput], of codebook: String, by visitor: Visitor) async throws -> SuggestedCodes {
        try await admit(visitor, to: .seeCodebooks)
        guard texts.count <= Self.mostTexts else { throw StoreError.refused("At most \(Self.mostTexts) texts are read at once. Send the rest in a second request.") }
        let (codes, engine) = try await suggest(texts, from: codebook)
        return SuggestedCodes(engine: engine, codes: codes)
    }
}

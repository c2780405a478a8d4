public import Covalence
public import Foundation
public import Language

/// Reading by meaning: the sentence encoder, and what was learnt from codebooks. One for all workspaces of a process; nothing is loaded before the first text.
public actor MeaningDesk {
    public nonisolated let encoder: SentenceEncoder
    /// Makes suggesters and suggests with them.
    public nonisolated let shelf: SuggesterShelf
    private let tagger: DialogueActTagger
    private var suggesters: [Learnt: Task<CodeSuggester, any Error>] = [:]
    private var uses: [Learnt] = []

    /// What a suggester learnt from.
    private struct Learnt: Hashable {
        var codebook: Codebook
        var lessons: [CodeSuggester.Lesson]
    }

    /// Suggesters that are kept in memory, those used last.
    private static let most = 8

    /// - Parameter folder: where suggesters keep what they learnt from the codebooks that come with the program; nil for nowhere.
    public init(_ files: MeaningFiles, tagger: DialogueActTagger, folder: URL? = SuggesterShelf.usersFolder()) {
        encoder = SentenceEncoder(files)
        self.tagger = tagger
        shelf = SuggesterShelf(encoder: encoder, tagger: tagger, folder: folder)
    }

    /// The desk of a folder, or of the place where the set-up puts it.
    ///
    /// - Returns: nil where its files are not there.
    public static func found(in folder: URL?, tagger: DialogueActTagger) -> MeaningDesk? {
        guard let files = folder.map(MeaningFiles.init) ?? MeaningFiles.found(), (try? files.check()) != nil else { return nil }
        return MeaningDesk(files, tagger: tagger)
    }

    /// The suggester of a codebook, learnt where it is not in memory. Who asks while it is learnt waits for the same one.
    ///
    /// - Parameters:
    ///   - lessons: what people decided, to be learnt from beside the codebook's own examples.
    ///   - progress: told from 0 to 1 where this call is the one that learns it.
    public func suggester(
        _ codebook: Codebook, lessons: [CodeSuggester.Lesson] = [], progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) async throws -> CodeSuggester {
        let key = Learnt(codebook: codebook, lessons: lessons)
        uses.removeAll { $0 == key }
        uses.append(key)
        if let known = suggesters[key] { return try await known.value }
        let shelf = shelf
        let learning = Task { try await shelf.suggester(codebook, lessons: lessons, progress: progress) }
        suggesters[key] = learning
        while uses.count > Self.most { suggesters[uses.removeFirst()] = nil }
        do {
            return try await learning.value
        } catch {
            // The next who asks tries again.
            suggesters[key] = nil
            throw error
        }
    }
}

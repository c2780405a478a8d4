import Covalence
import Foundation
import Language
import Store
import Synchronization

/// Reads by words where there is no encoder. One for the process; made when it is first needed.
private enum WordsShelf {
    static let shared = Result { SuggesterShelf(encoder: nil, tagger: try DialogueActTagger.bundled(), folder: nil) }
}

/// What was learnt by words alone from codebooks on which nobody decided anything: one for all workspaces of the process.
private actor WordsDesk {
    static let shared = WordsDesk()
    private static let most = 8
    private var suggesters: [Codebook: Task<CodeSuggester, any Error>] = [:]

    func suggester(_ book: Codebook, progress: @escaping @Sendable (Double) -> Void) async throws -> CodeSuggester {
        if let known = suggesters[book] { return try await known.value }
        if suggesters.count >= Self.most { suggesters = [:] }
        let learning = Task { try await WordsShelf.shared.get().suggester(book, progress: progress) }
        suggesters[book] = learning
        do {
            return try await learning.value
        } catch {
            // The next who asks tries again.
            suggesters[book] = nil
            throw error
        }
    }
}

extension Workbench {
    /// Makes suggesters: by meaning, or by words alone where no encoder is installed.
    func suggesterShelf() throws -> SuggesterShelf { try analyzer.meaning?.shelf ?? WordsShelf.shared.get() }

    /// Reads by words alone what a codebook that comes with the program has.
    func wordsReader(of book: Codebook) async throws -> (suggester: CodeSuggester, shelf: SuggesterShelf) {
        (try await WordsDesk.shared.suggester(book) { _ in }, try WordsShelf.shared.get())
    }

    /// The suggester of a codebook as this workspace has it now: its own version of it where it has one, learnt from the examples and, once it was, from what people decided.
    ///
    /// - Throws: `StoreError.notFound` where there is no such codebook.
    func suggester(of codebook: String) async throws -> CodeSuggester {
        let book = try await currentCodebook(codebook)
        return try await suggester(of: book, learntAt: try await store.codebookFigures(codebook)?.learntAt)
    }

    func suggester(of book: Codebook, learntAt: Timestamp?) async throws -> CodeSuggester {
        guard case .ready(let suggester) = try await suggester(of: book, learntAt: learntAt, patience: nil) else { throw CancellationError() }
        return suggester
    }

    /// - Parameter patience: how long to wait where it has to be learnt first; nil for as long as that takes.
    func suggester(of book: Codebook, learntAt: Timestamp?, patience: Duration?) async throws -> CodebookDesk.Readiness {
        try await codebookDesk.suggester(.init(name: book.name, version: book.version, at: learntAt), patience: patience) { [self] progress in
            // Of a codebook that nobody decided on anything with, what was learnt may lie in a file.
            if learntAt == nil, let desk = analyzer.meaning { return try await desk.suggester(book, progress: progress) }
            if learntAt == nil { return try await WordsDesk.shared.suggester(book, progress: progress) }
            let lessons = try await lessons(of: book).lessons
            return try await suggesterShelf().suggester(book, lessons: lessons, progress: progress)
        }
    }

    /// The codebook of a name: the newest version of the workspace’s own, or the one that comes with the program.
    ///
    /// - Throws: `StoreError.notFound`.
    func currentCodebook(_ name: String) async throws -> Codebook {
        if let version = try await store.codebookVersions(name).last?.version { return try await ownCodebook(name, version: version) }
        guard let book = try await builtInCodebook(name) else { throw StoreError.notFound("The codebook “\(name.prefix(80))”") }
        return book
    }

    /// One version of a codebook of the workspace’s own.
    func ownCodebook(_ name: String, version: Int) async throws -> Codebook {
        if let known = await codebookDesk.book(name, version: version) { return known }
        guard let text = try await store.codebookText(name, version: version) else { throw StoreError.notFound("Version \(version) of the codebook “\(name.prefix(80))”") }
        let book = try CodebookReader.codebook(text.yaml, file: "\(name).yaml")
        await codebookDesk.keep(book)
        return book
    }

    /// The codebook of that name that comes with the program.
    func builtInCodebook(_ name: String) async throws -> Codebook? {
        guard BuiltInCodebooks.names.contains(name) else { return nil }
        return try ShippedCodebooks.book(name)
    }
}

/// Codebooks that come with the program, read once for the process.
enum ShippedCodebooks {
    private static let read = Mutex<[String: Codebook]>([:])

    static func book(_ name: String) throws -> Codebook? {
        if let known = read.withLock({ $0[name] }) { return known }
        let book = try BuiltInCodebooks.codebook(name)
        read.withLock { $0[name] = book }
        return book
    }
}

public import Covalence
public import Foundation

/// Makes suggesters, and keeps what they learnt in files, so that the next start need not learn the same again.
public struct SuggesterShelf: Sendable {
    /// Rises with every change of how texts are read or learnt from.
    private static let format = 1

    private let encoder: SentenceEncoder?
    private let tagger: DialogueActTagger
    private let folder: URL?

    /// - Parameters:
    ///   - encoder: nil to learn from words alone.
    ///   - folder: where to keep what was learnt; nil for nowhere.
    public init(encoder: SentenceEncoder?, tagger: DialogueActTagger, folder: URL?) {
        self.encoder = encoder
        self.tagger = tagger
        self.folder = folder
    }

    /// The folder of a user's own: `$XDG_CACHE_HOME/covalence`, or `~/.cache/covalence`; nil where there is no home.
    public static func usersFolder(environment: [String: String] = ProcessInfo.processInfo.environment) -> URL? {
        if let cache = environment["XDG_CACHE_HOME"], cache.hasPrefix("/") { return URL(fileURLWithPath: cache).appendingPathComponent("covalence") }
        return environment["HOME"].map { URL(fileURLWithPath: $0).appendingPathComponent(".cache/covalence") }
    }

    /// The suggester of a codebook, taken from the shelf or learnt.
    ///
    /// - Parameters:
    ///   - lessons: what to learn from beside the codebook itself. They are texts of the record: what was learnt from them is kept in no file, which
    ///     erasing would not reach.
    ///   - progress: told while it learns, from 0 to 1.
    public func suggester(_ codebook: Codebook, lessons: [CodeSuggester.Lesson] = [], progress: @escaping @Sendable (Double) -> Void = { _ in }) async throws -> CodeSuggester {
        let folder = lessons.isEmpty ? folder : nil
        let lessons = CodeSuggester.thinned(CodeSuggester.lessons(of: codebook) + lessons)
        let engine: CodeSuggester.Engine = encoder == nil ? .words : .meaning
        let mark = Self.mark(codebook, lessons, engine)
        let file = folder?.appendingPathComponent("\(codebook.name)-\(engine == .words ? "words" : "meaning").json")
        if let file, let kept = try? JSONDecoder().decode(Kept.self, from: Data(contentsOf: file)), kept.mark == mark,
           let suggester = CodeSuggester(codebook, engine: engine, words: kept.words, weights: kept.weights) { return suggester }
        let vectors = try await encoder?.vectors(of: lessons.map(\.input.text)) { progress($0 * 0.8) }
        let tagger = tagger
        let suggester = await Aside.compute { CodeSuggester(codebook, lessons: lessons, vectors: vectors, tagger: tagger) }
        progress(1)
        if let file, let folder {
            // Nobody else's to read: it holds words of the examples. What cannot be kept is learnt again next time.
            try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try? JSONEncoder().encode(Kept(mark: mark, words: suggester.words, weights: suggester.model.weights)).write(to: file, options: .atomic)
        }
        return suggester
    }

    /// All codes of each text with their scores, best first.
    public func suggest(
        _ inputs: [SuggesterInput], with suggester: CodeSuggester, for purpose: SentenceEncoder.Purpose = .background
    ) async throws -> [[SuggestedCode]] {
        let vectors = suggester.engine == .words ? nil : try await encoder?.vectors(of: inputs.map(\.text), for: purpose)
        return inputs.enumerated().map { suggester.suggest($1, vectors?[$0], tagger: tagger) }
    }

    /// How well the codes of a codebook are found in its own examples, those looked at not learnt from.
    public func crossValidate(_ codebook: Codebook, progress: @escaping @Sendable (Double) -> Void = { _ in }) async throws -> CodeFigures {
        let lessons = CodeSuggester.thinned(CodeSuggester.lessons(of: codebook))
        let vectors = try await encoder?.vectors(of: lessons.map(\.input.text)) { progress($0 * 0.3) }
        return CodeSuggester.crossValidate(codebook, lessons: lessons, vectors: vectors, tagger: tagger) { progress(0.3 + $0 * 0.7) }
    }

    /// How well the codes of a codebook are found in its own examples and in what people decided, those looked at not learnt from.
    ///
    /// - Parameters:
    ///   - lessons: what is learnt from beside the codebook itself.
    ///   - progress: told after each of five parts, from 0 to 1; what it throws ends the measuring.
    public func crossValidate(
        _ codebook: Codebook, lessons: [CodeSuggester.Lesson], progress: @escaping @Sendable (Double) async throws -> Void
    ) async throws -> CodeFigures {
        let lessons = CodeSuggester.thinned(CodeSuggester.lessons(of: codebook) + lessons)
        let vectors = try await encoder?.vectors(of: lessons.map(\.input.text)) { _ in }
        let (tagger, parts) = (tagger, 5)
        var figures = CodeFigures(codes: codebook.leaves.map(\.slug))
        for held in 0..<parts {
            let before = figures
            figures = await Aside.compute {
                var figures = before
                CodeSuggester.validate(held, of: parts, codebook, lessons: lessons, vectors: vectors, tagger: tagger, into: &figures)
                return figures
            }
            try await progress(Double(held + 1) / Double(parts))
        }
        return figures
    }

    private struct Kept: Codable {
        var mark: String
        var words: WordFeatures
        var weights: [Float]

        init(mark: String, words: WordFeatures, weights: [Float]) {
            self.mark = mark
            self.words = words
            self.weights = weights
        }

        private enum Key: String, CodingKey { case mark, words, weights }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: Key.self)
            mark = try values.decode(String.self, forKey: .mark)
            words = try values.decode(WordFeatures.self, forKey: .words)
            let bytes = try values.decode(Data.self, forKey: .weights)
            weights = stride(from: 0, to: bytes.count - bytes.count % 4, by: 4).map { start in
                Float(bitPattern: (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[bytes.startIndex + start + $1]) << (8 * UInt32($1)) })
            }
        }

        func encode(to encoder: any Encoder) throws {
            var values = encoder.container(keyedBy: Key.self)
            try values.encode(mark, forKey: .mark)
            try values.encode(words, forKey: .words)
            try values.encode(Data(weights.flatMap { weight in (0..<4).map { UInt8(truncatingIfNeeded: weight.bitPattern >> (8 * UInt32($0))) } }), forKey: .weights)
        }
    }

    /// Another for everything that changes what is learnt.
    private static func mark(_ codebook: Codebook, _ lessons: [CodeSuggester.Lesson], _ engine: CodeSuggester.Engine) -> String {
        var hash = StableHash()
        hash.add("\(format) \(engine.rawValue) \(MeaningFiles.modelName) \(CodeSuggester.wordWeight) \(CodeSuggester.otherWeight) \(CodeSuggester.strength)")
        for code in codebook.leaves { hash.add(code.slug) }
        for lesson in lessons { hash.add("\(lesson.input.side?.rawValue ?? "-") \(lesson.weight) \(lesson.codes.joined(separator: " "))\n\(lesson.input.text)") }
        return hash.text
    }
}

/// FNV-1a over 64 bits († Fowler, Noll & Vo), the same on every machine and at every start. Tells things apart; no protection from anybody.
private struct StableHash {
    private var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ text: String) {
        for byte in text.utf8 { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        value = (value ^ 0xFF) &* 0x0000_0100_0000_01B3
    }

    var text: String { String(value, radix: 16) }
}

public import Foundation

/// Text to the numbers of word pieces, as the model's `tokenizer.json` has them († Wu et al. 2016; the format of Hugging Face's tokenizers).
public struct WordPieceTokenizer: Sendable {
    /// Why a `tokenizer.json` cannot be used, with what to do.
    public struct Problem: Error, CustomStringConvertible {
        public let description: String
    }

    /// Marks the beginning and the end of a text.
    private let first: Int32
    private let last: Int32
    private let unknown: Int32
    /// Beginnings of words, and what may follow in a word.
    private let beginnings: [ArraySlice<UInt8>: Int32]
    private let followers: [ArraySlice<UInt8>: Int32]
    private let longest: Int
    /// Words with more letters are not looked up.
    private let longestWord: Int
    /// Marks that stand for themselves wherever they are written, such as `[SEP]`.
    private let special: [(text: [Unicode.Scalar], id: Int32)]
    private let normalizer = TextNormalizer()

    /// What is read of the file.
    private struct File: Decodable {
        struct Model: Decodable {
            var type: String
            var unk_token: String
            var continuing_subword_prefix: String
            var max_input_chars_per_word: Int
            var vocab: [String: Int32]
        }

        struct Added: Decodable {
            var id: Int32
            var content: String
        }

        struct Normalizer: Decodable {
            var type: String
            var lowercase: Bool
            var clean_text: Bool
            var handle_chinese_chars: Bool
        }

        var model: Model
        var added_tokens: [Added]
        var normalizer: Normalizer
    }

    /// Reads a `tokenizer.json` of an uncased BERT model.
    public init(contentsOf file: URL) throws(Problem) {
        let read: File
        do {
            read = try JSONDecoder().decode(File.self, from: Data(contentsOf: file))
        } catch let error as DecodingError {
            throw Problem(description: "\(file.path) is no tokenizer of the kind that is expected (\(Self.place(of: error))). Run ./run, which fetches it again.")
        } catch {
            throw Problem(description: "\(file.path) cannot be read: \(error.localizedDescription) Run ./run, which fetches it.")
        }
        try self.init(read, name: file.path)
    }

    private init(_ file: File, name: String) throws(Problem) {
        guard file.model.type == "WordPiece", file.normalizer.type == "BertNormalizer", file.normalizer.lowercase, file.normalizer.clean_text, file.normalizer.handle_chinese_chars else {
            throw Problem(description: "\(name) is a tokenizer of another kind: WordPiece for an uncased BERT is expected. Run ./run, which fetches it again.")
        }
        let vocabulary = file.model.vocab
        guard let first = vocabulary["[CLS]"], let last = vocabulary["[SEP]"], let unknown = vocabulary[file.model.unk_token] else {
            throw Problem(description: "\(name) has no [CLS], [SEP] or \(file.model.unk_token). Run ./run, which fetches it again.")
        }
        (self.first, self.last, self.unknown) = (first, last, unknown)
        let prefix = Array(file.model.continuing_subword_prefix.utf8)
        var beginnings: [ArraySlice<UInt8>: Int32] = [:]
        var followers: [ArraySlice<UInt8>: Int32] = [:]
        beginnings.reserveCapacity(vocabulary.count)
        for (piece, id) in vocabulary {
            let bytes = Array(piece.utf8)
            beginnings[bytes[...]] = id
            if bytes.starts(with: prefix) { followers[bytes.dropFirst(prefix.count)] = id }
        }
        longest = vocabulary.keys.map(\.utf8.count).max() ?? 0
        self.beginnings = beginnings
        self.followers = followers
        longestWord = file.model.max_input_chars_per_word
        special = file.added_tokens.map { (Array($0.content.unicodeScalars), $0.id) }
    }

    private static func place(of error: DecodingError) -> String {
        let path = switch error {
        case .keyNotFound(let key, let context): context.codingPath + [key]
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context): context.codingPath
        @unknown default: [any CodingKey]()
        }
        return path.isEmpty ? "it is not JSON" : "at " + path.map(\.stringValue).joined(separator: ".")
    }

    /// The numbers of a text's word pieces, between those for its beginning and end.
    ///
    /// - Parameter limit: so many at most, both marks included; what is beyond is not read.
    public func ids(of text: String, limit: Int = .max) -> [Int32] {
        var ids = [first]
        let most = max(1, limit - 1)
        pieces(of: text) { id in
            ids.append(id)
            return ids.count < most
        }
        ids = Array(ids.prefix(most))
        ids.append(last)
        return ids
    }

    /// Gives each piece in turn, until it is told that it is enough.
    private func pieces(of text: String, take: (Int32) -> Bool) {
        let scalars = text.unicodeScalars
        var start = scalars.startIndex
        var place = start
        while place < scalars.endIndex {
            if scalars[place] == "[", let mark = special.first(where: { scalars[place...].starts(with: $0.text) }) {
                guard read(scalars[start..<place], take), take(mark.id) else { return }
                place = scalars.index(place, offsetBy: mark.text.count)
                start = place
            } else {
                scalars.formIndex(after: &place)
            }
        }
        _ = read(scalars[start...], take)
    }

    private func read(_ text: Substring.UnicodeScalarView, _ take: (Int32) -> Bool) -> Bool {
        for word in normalizer.words(in: text) {
            for id in pieces(of: word) { guard take(id) else { return false } }
        }
        return true
    }

    /// The longest piece first, then the longest of what is left.
    private func pieces(of word: [UInt8]) -> [Int32] {
        // Continuation bytes are not letters.
        guard word.count <= longestWord || word.count(where: { $0 & 0xC0 != 0x80 }) <= longestWord else { return [unknown] }
        var ids: [Int32] = []
        var start = 0
        while start < word.count {
            let table = start == 0 ? beginnings : followers
            var end = min(word.count, start + longest)
            var found: Int32?
            while end > start {
                found = table[word[start..<end]]
                if found != nil { break }
                end -= 1
            }
            guard let found else { return [unknown] }
            ids.append(found)
            start = end
        }
        return ids
    }
}

/// What ``SearchVector`` makes of a text of ASCII and few words, made from its bytes: most texts are so, and this takes a small part of the time.
struct PlainVector {
    let literal: String

    /// Below what PostgreSQL holds of one word's positions, so that no bound has to be looked at.
    private static let mostWords = 255, longestWord = SearchLexeme.limit

    /// Nil for a text that is not plain.
    init?(_ text: String) {
        var text = text
        guard let literal = text.withUTF8({ Self.literal($0) }) else { return nil }
        self.literal = literal
    }

    private static func literal(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        guard bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
        /// All words in lower case, one after another, and where each ends.
        var letters: [UInt8] = [], ends: [Int] = []
        letters.reserveCapacity(bytes.count)
        ends.reserveCapacity(64)
        var start = 0
        for byte in bytes {
            switch byte {
            case 0x30...0x39, 0x61...0x7A: letters.append(byte)
            case 0x41...0x5A: letters.append(byte | 0x20)
            default:
                if letters.count > start { ends.append(letters.count) }
                if letters.count - start > longestWord || ends.count > mostWords { return nil }
                start = letters.count
            }
        }
        if letters.count > start { ends.append(letters.count) }
        guard letters.count - start <= longestWord, ends.count <= mostWords else { return nil }
        return literal(letters, ends)
    }

    /// Each word once, where it first stands, with all its positions.
    private static func literal(_ letters: [UInt8], _ ends: [Int]) -> String {
        let words = ends.indices.map { ($0 == 0 ? 0 : ends[$0 - 1])..<ends[$0] }
        var isWritten = [Bool](repeating: false, count: words.count)
        var written: [UInt8] = []
        written.reserveCapacity(letters.count + 8 * words.count)
        for (place, word) in words.enumerated() where !isWritten[place] {
            if !written.isEmpty { written.append(UInt8(ascii: " ")) }
            written.append(UInt8(ascii: "'"))
            written.append(contentsOf: letters[word])
            written.append(contentsOf: "':".utf8)
            append(place + 1, to: &written)
            for later in words.indices[(place + 1)...] where !isWritten[later] && words[later].count == word.count {
                guard letters[words[later]].elementsEqual(letters[word]) else { continue }
                isWritten[later] = true
                written.append(UInt8(ascii: ","))
                append(later + 1, to: &written)
            }
        }
        return String(decoding: written, as: UTF8.self)
    }

    /// Numbers below 1,000.
    private static func append(_ number: Int, to bytes: inout [UInt8]) {
        if number >= 100 { bytes.append(UInt8(0x30 + number / 100)) }
        if number >= 10 { bytes.append(UInt8(0x30 + number / 10 % 10)) }
        bytes.append(UInt8(0x30 + number % 10))
    }
}

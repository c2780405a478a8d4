public import Covalence

/// A piece of talk that is read by meaning in one.
public struct TalkPassage: Hashable, Sendable {
    /// The utterances it is made of, one speaker's.
    public var utterances: Range<Int>
    /// Where it stands in the text of the transcript, in Unicode scalars.
    public var range: Range<Int>
    /// Its words, cut where they are longer than anything reads.
    public var text: String

    /// A piece of talk.
    public init(utterances: Range<Int>, range: Range<Int>, text: String) {
        self.utterances = utterances
        self.range = range
        self.text = text
    }

    /// How talk is cut into passages ‡.
    ///
    /// One utterance is one passage, but: recognisers cut at pauses, in the middle of what somebody says, so utterances of one speaker are put together
    /// until a sentence ends or `most` words are there; and what is long does many things, so it is read sentences by sentences. What has fewer than `least`
    /// words (“Mm-hmm.”, “Yes, exactly.”) says nothing by itself and is left to words and to the course of the talk.
    static let least = 4
    static let most = 40
    /// Of one utterance; the rest of it is read by words alone.
    static let mostOfOne = 64
    static let longest = 20_000

    /// The passages of a conversation, in order.
    public static func passages(of conversation: Conversation) -> [TalkPassage] {
        let lines = conversation.utterances
        var passages: [TalkPassage] = []
        var index = 0
        while index < lines.count {
            let line = lines[index]
            let words = count(line.text)
            if words > most {
                passages += parts(of: line, at: index)
                index += 1
                continue
            }
            var end = index + 1
            var sum = words
            while end < lines.count, line.participant != nil, lines[end].participant == line.participant, !endsSentence(lines[end - 1].text) {
                let next = count(lines[end].text)
                guard sum + next <= most else { break }
                sum += next
                end += 1
            }
            if sum >= least {
                let text = lines[index..<end].map(\.text).joined(separator: " ")
                passages.append(TalkPassage(utterances: index..<end, range: line.range.lowerBound..<lines[end - 1].range.upperBound, text: cut(text)))
            }
            index = end
        }
        return passages
    }

    /// A long utterance by its sentences, as many together as stay short.
    private static func parts(of line: Conversation.Line, at index: Int) -> [TalkPassage] {
        var parts: [TalkPassage] = []
        var start = line.range.lowerBound
        var text = String.UnicodeScalarView()
        var words = 0
        func end(at place: Int) {
            if words >= least {
                let piece = String(text)
                parts.append(TalkPassage(utterances: index..<index + 1, range: start..<place, text: cut(piece)))
            }
            start = place
            text = String.UnicodeScalarView()
            words = 0
        }
        var place = line.range.lowerBound
        for sentence in sentences(of: line.text) {
            let own = count(String(sentence))
            if words > 0, words + own > most { end(at: place) }
            guard parts.count < mostOfOne else { return parts }
            text.append(contentsOf: sentence)
            words += own
            place += sentence.count
        }
        end(at: place)
        return parts
    }

    /// Sentences with the space behind them; together they are the text.
    static func sentences(of text: String) -> [Substring.UnicodeScalarView] {
        let scalars = text.unicodeScalars
        var sentences: [Substring.UnicodeScalarView] = []
        var start = scalars.startIndex
        var ended = false
        var index = start
        while index < scalars.endIndex {
            let scalar = scalars[index]
            if isEnd(scalar) {
                ended = true
            } else if scalar.properties.isWhitespace {
                if ended {
                    sentences.append(scalars[start..<scalars.index(after: index)])
                    start = scalars.index(after: index)
                }
                ended = false
            } else if !isClosing(scalar) {
                ended = false
            }
            index = scalars.index(after: index)
        }
        if start < scalars.endIndex { sentences.append(scalars[start...]) }
        return sentences
    }

    private static func endsSentence(_ text: String) -> Bool {
        text.unicodeScalars.reversed().prefix(4).first { !isClosing($0) && !$0.properties.isWhitespace }.map(isEnd) ?? false
    }

    private static func isEnd(_ scalar: Unicode.Scalar) -> Bool { [".", "!", "?", "…"].contains(scalar) }

    private static func isClosing(_ scalar: Unicode.Scalar) -> Bool { ["\"", "'", "”", "’", ")", "»"].contains(scalar) }

    /// Runs between spaces that have a letter or digit.
    static func count(_ text: String) -> Int {
        var count = 0
        var isInside = false
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace {
                isInside = false
            } else if !isInside, scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                isInside = true
                count += 1
            }
        }
        return count
    }

    private static func cut(_ text: String) -> String {
        text.utf8.count <= longest ? text : String(String.UnicodeScalarView(text.unicodeScalars.prefix(longest)))
    }
}

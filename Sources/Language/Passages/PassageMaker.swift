public import Covalence

/// A stretch of text that is read as one, before anything read it.
public struct PassageText: Hashable, Sendable {
    /// Index of its first utterance, and how many; both 0 in what was written.
    public var first: Int
    public var count: Int
    /// In the words of the meeting or the text of the interaction, in Unicode scalars.
    public var range: Range<Int>
    /// Which label of the transcript speaks; nil where none, and in what was written.
    public var label: Int?
    public var text: String

    /// A stretch.
    public init(first: Int, count: Int, range: Range<Int>, label: Int?, text: String) {
        self.first = first
        self.count = count
        self.range = range
        self.label = label
        self.text = text
    }
}

/// Parts what was said and written into passages: turns, and paragraphs.
///
/// A turn here is what one label says without another between. A long one is parted, so that a search leads to the place and not to ten minutes of talk.
public enum PassageMaker {
    /// Version of these rules and of the model, by which what was read is known.
    public static let engine = "\(MeaningFiles.modelName)+turns/1"
    /// A turn of fewer words than this says nothing that could be found by its meaning ‡: “yes, exactly”.
    static let fewestWords = 3
    /// No utterance is added to a passage that has so many words ‡; one utterance alone may be longer.
    static let mostWords = 80
    /// Passages of one meeting or interaction ‡; what is beyond is found by words.
    static let most = 20_000

    /// The turns of a transcript.
    public static func spoken(_ transcript: Transcript) -> [PassageText] {
        let offsets = transcript.offsets
        var passages: [PassageText] = []
        var first = 0
        var words = 0
        func finish(before end: Int) {
            defer {
                first = end
                words = 0
            }
            guard end > first, words >= fewestWords, passages.count < most else { return }
            passages.append(PassageText(
                first: first, count: end - first, range: offsets.range(of: first).lowerBound..<offsets.range(of: end - 1).upperBound,
                label: transcript.utterances[first].speaker, text: transcript.utterances[first..<end].map(\.text).joined(separator: " ")
            ))
        }
        for (index, utterance) in transcript.utterances.enumerated() {
            let own = Self.words(in: utterance.text)
            let goesOn = index > first && utterance.speaker != nil && utterance.speaker == transcript.utterances[first].speaker && words + own <= mostWords
            if index > first, !goesOn { finish(before: index) }
            words += own
        }
        finish(before: transcript.utterances.count)
        return passages
    }

    /// The paragraphs of a text; short ones that follow one another together.
    public static func written(_ text: String) -> [PassageText] {
        var passages: [PassageText] = []
        var start = 0, end = 0
        var held = ""
        var words = 0
        func finish() {
            if words >= fewestWords, passages.count < most {
                passages.append(PassageText(first: 0, count: 0, range: start..<end, label: nil, text: held))
            }
            held = ""
            words = 0
        }
        var position = 0
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let length = line.unicodeScalars.count
            let own = Self.words(in: line)
            if own == 0 || words > 0 && words + own > mostWords { finish() }
            if own > 0 {
                if words == 0 { start = position } else { held += " " }
                held += line
                end = position + length
                words += own
            }
            position += length + 1
        }
        finish()
        return passages
    }

    /// Stretches with a letter or a digit, between white space.
    static func words(in text: some StringProtocol) -> Int {
        var count = 0
        var isInWord = false
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace {
                isInWord = false
            } else if !isInWord, scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                isInWord = true
                count += 1
            }
        }
        return count
    }
}

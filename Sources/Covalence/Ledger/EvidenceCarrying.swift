import Foundation

extension Transcript {
    /// The same words with some utterances corrected, as the next version.
    ///
    /// - Parameters:
    ///   - corrections: new words by index of utterance; indices outside the transcript are passed over. Line breaks in them
    ///     become spaces and the ends are trimmed, because a line feed divides utterances in the text of a transcript.
    ///   - id: the name of the new version.
    public func correcting(_ corrections: [Int: String], as id: Identifier<Transcript>) -> Transcript {
        var corrected = self
        corrected.id = id
        corrected.version = version + 1
        corrected.corrects = self.id
        for (index, text) in corrections where corrected.utterances.indices.contains(index) {
            corrected.utterances[index].text = text.split(whereSeparator: \.isNewline)
                .joined(separator: " ").trimmingCharacters(in: .whitespaces)
        }
        return corrected
    }
}

/// Carries evidence from one version of a transcript to the next: the range follows its words, and says so where they changed.
///
/// Both versions have the same utterances, in number and order; only words differ. Within a changed utterance, what stands
/// before the first and after the last differing scalar keeps its place; a range that touches the part between them covers the
/// new part and is marked as changed ‡.
public struct EvidenceCarrier: Sendable {
    private let from: Identifier<Transcript>
    private let to: Identifier<Transcript>
    private let oldOffsets: TextOffsets
    private let newOffsets: TextOffsets
    private let changes: [Int: Change]

    /// A changed utterance: the scalars of prefix and suffix that both versions share.
    private struct Change {
        var prefix: Int
        var suffix: Int
    }

    /// Compares two versions; nil where they do not have the same number of utterances.
    public init?(from old: Transcript, to new: Transcript) {
        guard old.utterances.count == new.utterances.count else { return nil }
        from = old.id
        to = new.id
        oldOffsets = old.offsets
        newOffsets = new.offsets
        var changes: [Int: Change] = [:]
        for index in old.utterances.indices {
            let oldText = old.utterances[index].text
            let newText = new.utterances[index].text
            // Strings compare equal when they only differ in how accents are composed; positions do not.
            if oldText.utf8.elementsEqual(newText.utf8) { continue }
            let before = Array(oldText.unicodeScalars)
            let after = Array(newText.unicodeScalars)
            let shorter = min(before.count, after.count)
            var prefix = 0
            while prefix < shorter, before[prefix] == after[prefix] { prefix += 1 }
            var suffix = 0
            while suffix < shorter - prefix, before[before.count - 1 - suffix] == after[after.count - 1 - suffix] {
                suffix += 1
            }
            changes[index] = Change(prefix: prefix, suffix: suffix)
        }
        self.changes = changes
    }

    /// The same evidence in the new version. Words of other transcripts come back as they are.
    public func carry(_ words: Evidence.Words) -> Evidence.Words {
        guard words.transcript == from else { return words }
        let lower = carry(max(0, words.lower), isEnd: false)
        let upper = carry(max(0, words.lower, words.upper), isEnd: true)
        let range = lower..<max(lower, upper)
        return Evidence.Words(
            transcript: to,
            range: range,
            wordsChanged: words.wordsChanged || touchesChange(words.range)
        )
    }

    /// Whether a range of the old version has words that are other words now.
    private func touchesChange(_ range: Range<Int>) -> Bool {
        guard let first = oldOffsets.utterance(at: range.lowerBound),
              let last = oldOffsets.utterance(at: max(range.lowerBound, range.upperBound - 1))
        else { return true }
        for index in first...last {
            guard let change = changes[index] else { continue }
            let utterance = oldOffsets.range(of: index)
            let lower = utterance.lowerBound + change.prefix
            let upper = utterance.upperBound - change.suffix
            // An insertion between two scalars changes a range that holds both of them.
            if lower == upper ? (range.lowerBound < lower && lower < range.upperBound)
                : (range.lowerBound < upper && lower < range.upperBound) { return true }
        }
        return false
    }

    private func carry(_ position: Int, isEnd: Bool) -> Int {
        // The end of a range belongs to the utterance of its last scalar.
        guard let index = oldOffsets.utterance(at: max(0, isEnd ? position - 1 : position)) else {
            return max(0, (newOffsets.starts.last ?? 1) - 1)
        }
        let old = oldOffsets.range(of: index)
        let new = newOffsets.range(of: index)
        guard let change = changes[index] else { return position - old.lowerBound + new.lowerBound }
        let fromStart = position - old.lowerBound
        let fromEnd = old.upperBound - position
        // Where words were only put in, the place between its neighbours is both: a range that begins there stays with the
        // words after it, one that ends there with the words before it.
        if !isEnd, fromStart == change.prefix, fromEnd == change.suffix { return new.upperBound - fromEnd }
        if fromStart <= change.prefix { return new.lowerBound + fromStart }
        // −1 is the place after the line feed; the last utterance has none.
        if fromEnd <= change.suffix { return new.upperBound - max(index + 2 < newOffsets.starts.count ? -1 : 0, fromEnd) }
        return isEnd ? new.upperBound - change.suffix : new.lowerBound + change.prefix
    }
}

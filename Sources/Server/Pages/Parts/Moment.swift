import Covalence

/// A place in a meeting, to go to: an utterance and, where the file has times, when it was said.
struct Moment: Hashable, Sendable {
    var meeting: Identifier<Meeting>
    /// Index of the utterance, from 0.
    var utterance: Int
    /// Milliseconds from the start; nil without times.
    var start: Int?

    /// Utterances on one piece of a transcript.
    static let pieceSize = 100

    /// The time where known, else the utterance's number, counted from 1.
    var label: String { start.map { Clock.text(milliseconds: $0) } ?? "no. \(utterance + 1)" }

    /// An address that works without scripts: the piece of the transcript that holds the utterance, at the utterance.
    var href: String {
        let piece = utterance / Self.pieceSize * Self.pieceSize
        return "/meetings/\(meeting)\(piece == 0 ? "" : "?from=\(piece)")#u\(utterance)"
    }

    /// The names that templates use for a link to a moment.
    var view: View {
        ["href": .text(href), "moment": .text(label), "utterance": View.Value(utterance), "start": View.Value(start.map(String.init))]
    }
}

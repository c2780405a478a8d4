import Covalence

/// Part of a transcript: at most a hundred utterances, with the ways to what comes before and after.
struct TranscriptPiece: PageModel {
    static let template = "meeting/piece"

    /// One utterance as shown.
    struct Utterance: ViewModel {
        var moment: Moment
        /// Milliseconds; nil without times.
        var end: Int?
        var speaker: String
        var side: Side?
        var text: String
        /// Where the text begins in the transcript, in Unicode scalars.
        var lower: Int
        /// “question, open”; nil for plain statements.
        var act: String?
        var isQuestion = false
        /// Backchannels and the like, shown fainter.
        var isFaint = false
        /// Whether the same person spoke just before.
        var isRunOn = false
        /// What the utterance is about.
        var codes: [String] = []
        /// Whether the visitor may correct it.
        var mayEdit = true

        var view: View {
            let view: View = [
                "number": View.Value(moment.utterance), "end": View.Value(end.map(String.init)), "speaker": .text(speaker), "text": .text(text),
                "lower": View.Value(lower), "act": View.Value(act), "isQuestion": .flag(isQuestion), "isFaint": .flag(isFaint),
                "isRunOn": .flag(isRunOn), "codes": .list(codes.map { ["label": .text($0)] }), "direction": .flag(!text.utf8.allSatisfy { $0 < 128 }),
                "likeHref": "/search?like=\(moment.meeting):\(moment.utterance)", "editHref": View.Value(mayEdit ? "/meetings/\(moment.meeting)/utterances/\(moment.utterance)" : nil),
            ]
            return view.merging(SideLabel(side: side).view).merging(moment.view)
        }
    }

    /// What is shown of the transcript.
    struct Filter: Hashable, Sendable {
        var side: String?
        var act: String?
        var code: String?

        /// `&side=seller…` for addresses; values are percent-encoded.
        var query: String {
            [("side", side), ("act", act), ("code", code)].compactMap { name, value in
                value.flatMap { $0.isEmpty ? nil : "&\(name)=\(QueryText.encode($0))" }
            }.joined()
        }
    }

    var meeting: Identifier<Meeting>
    var filter = Filter()
    var lines: [Utterance]
    /// Where the piece before begins; nil at the start.
    var earlier: Int?
    /// Where the next piece begins; nil at the end.
    var later: Int?
    /// “Utterances 101 to 200 of 412”.
    var laterLabel = "More"

    var view: View {
        // With a filter the earlier piece does not end where this one begins: it is a page of its own.
        [
            "lines": View.Value(lines), "nothing": .flag(lines.isEmpty),
            "earlierHref": View.Value(earlier.map { pageHref($0) }), "earlierPiece": View.Value(earlier.flatMap { filter == Filter() ? pieceHref($0) : nil }),
            "laterHref": View.Value(later.map { pageHref($0) }), "laterPiece": View.Value(later.map { pieceHref($0) }),
            "laterLabel": .text(laterLabel),
        ]
    }

    private func pageHref(_ from: Int) -> String { "/meetings/\(meeting)?from=\(from)\(filter.query)#transcript" }
    private func pieceHref(_ from: Int) -> String { "/meetings/\(meeting)/transcript?from=\(from)\(filter.query)" }
}

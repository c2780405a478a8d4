import Covalence

/// Moments at which words were said, with what was said around them.
struct SearchPage: PageModel {
    static let template = "search"

    /// A stretch of an utterance, in or outside the words found.
    struct Part: Hashable, Sendable {
        var text: String
        var isHit: Bool
    }

    /// An utterance that holds the words, between its neighbours.
    struct Hit: ViewModel {
        var moment: Moment
        var speaker: String
        var side: Side?
        var parts: [Part]
        var before: String?
        var after: String?

        var view: View {
            let view: View = [
                "speaker": .text(speaker), "before": View.Value(before), "after": View.Value(after),
                "parts": .list(parts.map { ["text": .text($0.text), "hit": .flag($0.isHit)] }),
            ]
            return view.merging(SideLabel(side: side).view).merging(moment.view)
        }
    }

    /// A meeting with its hits.
    struct Result: ViewModel {
        var id: Identifier<Meeting>
        var title: String
        var day: CalendarDay?
        var hits: [Hit]
        /// Hits beyond those shown.
        var further = 0

        var view: View {
            [
                "href": "/meetings/\(id)", "title": .text(title), "day": View.Value(day.map(DayText.long)), "moments": View.Value(hits),
                "more": View.Value(further > 0 ? "\(further) more in this meeting" : nil),
            ]
        }
    }

    var words: String
    var results: [Result]
    /// “12 moments in 5 meetings, newest first”.
    var summary: String?
    var olderHref: String?
    var waiting = 0

    var view: View {
        PageFrame(title: words.isEmpty ? "Search" : "“\(words)”", waiting: waiting, searched: words).view.merging([
            "results": View.Value(results), "summary": View.Value(summary), "olderHref": View.Value(olderHref),
            "nothing": .flag(!words.isEmpty && results.isEmpty),
        ])
    }
}

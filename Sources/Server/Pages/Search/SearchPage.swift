import Covalence
import Store
import Workbench

/// What one search finds: accounts, people, meetings by name; words said and written, with what stands around them.
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
                "speaker": .text(speaker), "before": View.Value(before), "after": View.Value(after), "parts": SearchPage.view(parts),
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

    /// A mail or note with the words.
    struct Written: ViewModel {
        var moment: WrittenMoment
        var parts: [Part]

        var view: View {
            [
                "href": "/interactions/\(moment.interaction)", "title": .text(moment.title), "kind": .text(HistoryRow.word(moment.kind)),
                "day": View.Value(LocalTime.day(moment.at).map(DayText.long)), "parts": SearchPage.view(parts),
            ]
        }
    }

    static func view(_ parts: [Part]) -> View.Value { .list(parts.map { ["text": .text($0.text), "hit": .flag($0.isHit)] }) }

    var words: String
    /// What is found by name; nil on later pages of moments.
    var names: [PaletteEntry] = []
    var results: [Result]
    var written: [Written] = []
    /// “12 moments in 5 meetings, newest first”.
    var summary: String?
    var olderHref: String?
    var waiting = 0

    var view: View {
        PageFrame(title: words.isEmpty ? "Search" : "“\(words)”", waiting: waiting, searched: words).view.merging([
            "names": .list(names.map { ["label": .text($0.label), "kind": .text($0.kind), "href": .text($0.href)] }), "hasNames": .flag(!names.isEmpty),
            "results": View.Value(results), "hasResults": .flag(!results.isEmpty), "written": View.Value(written), "hasWritten": .flag(!written.isEmpty),
            "summary": View.Value(summary), "olderHref": View.Value(olderHref),
            "nothing": .flag(!words.isEmpty && results.isEmpty && names.isEmpty && written.isEmpty),
        ])
    }
}

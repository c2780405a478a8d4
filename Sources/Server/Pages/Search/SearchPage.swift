import Covalence
import Store
import Workbench

/// What one search finds: accounts, people, meetings by name; places where something was said or written, with what stands around them.
struct SearchPage: PageModel {
    static let template = "search"

    /// A stretch of an utterance, in or outside the words found.
    struct Part: Hashable, Sendable {
        var text: String
        var isHit: Bool
    }

    /// A place, between its neighbours.
    struct Hit: ViewModel {
        /// Nil in what was written.
        var moment: Moment?
        /// Nil in what was written.
        var speaker: String?
        var side: Side?
        var parts: [Part]
        var before: String?
        var after: String?
        /// Why it was found: “has the words”.
        var why: String?
        /// What explains it.
        var whyMore: String?
        /// More of the kind.
        var likeHref: String?

        var view: View {
            let view: View = [
                "isSaid": .flag(moment != nil), "speaker": View.Value(speaker), "before": View.Value(before), "after": View.Value(after),
                "parts": .list(parts.map { ["text": .text($0.text), "hit": .flag($0.isHit)] }), "why": View.Value(why), "whyMore": View.Value(whyMore),
                "likeHref": View.Value(likeHref),
            ]
            return view.merging(SideLabel(side: side).view).merging(moment?.view ?? [:])
        }
    }

    /// A meeting, mail or note with its hits.
    struct Result: ViewModel {
        var href: String
        var title: String
        /// Day, and for what is no meeting its kind.
        var about: String
        var hits: [Hit]

        var view: View { ["href": .text(href), "title": .text(title), "about": .text(about), "moments": View.Value(hits)] }
    }

    /// What was said, of which more like it is shown.
    struct Model: ViewModel {
        var moment: Moment
        var title: String
        var text: String

        var view: View { (["title": .text(title), "text": .text(text)] as View).merging(moment.view) }
    }

    var form = SearchForm()
    var accounts: [Choice] = []
    /// What is found by name; empty on later pages of moments.
    var names: [PaletteEntry] = []
    var results: [Result] = []
    /// “12 places, the best first”.
    var summary: String?
    /// What kept it from being looked for by meaning, and what to do.
    var problem: String?
    /// “3 meetings or mails are not read by meaning yet.”
    var unread: String?
    var like: Model?
    var olderHref: String?
    var waiting = 0

    var view: View {
        let hasAsked = !form.words.isEmpty || like != nil
        return PageFrame(title: like != nil ? "More like this" : form.words.isEmpty ? "Search" : "“\(form.words)”", waiting: waiting, searched: form.words).view.merging([
            "names": .list(names.map { ["label": .text($0.label), "kind": .text($0.kind), "href": .text($0.href)] }), "hasNames": .flag(!names.isEmpty),
            "results": View.Value(results), "hasResults": .flag(!results.isEmpty), "summary": View.Value(summary), "olderHref": View.Value(olderHref),
            "problem": View.Value(problem), "unread": View.Value(unread), "like": View.Value(like), "isLike": .flag(like != nil),
            "nothing": .flag(hasAsked && results.isEmpty && names.isEmpty),
        ]).merging(form.view(accounts: accounts))
    }
}

import Covalence

/// The audit log, newest first.
struct AuditPage: PageModel {
    static let template = "settings/audit"

    /// One entry in words.
    struct Row: ViewModel, Hashable {
        var time: String
        /// The member’s name where it is known now.
        var who: String
        /// The member’s id, where there is one, to narrow by.
        var whoID: String?
        var did: String
        /// What kind of thing it was done to; nil for the workspace.
        var kind: String?
        /// Its id.
        var subject: String?
        /// Its name where it is known now.
        var name: String?
        /// Where to open it; nil where it is not there any more or there is no page of it.
        var href: String?
        var origin: String
        /// “refused”; nil where it was done.
        var outcome: String?

        var view: View {
            [
                "time": .text(time), "who": .text(who), "whoHref": View.Value(whoID.map { "/settings/audit?member=\($0)" }), "did": .text(did),
                "kind": View.Value(kind), "subject": View.Value(subject), "shortID": View.Value(subject.map { "…" + $0.suffix(8) }), "name": View.Value(name),
                "href": View.Value(href), "subjectHref": View.Value(subject.map { "/settings/audit?subject=\($0)" }),
                "origin": .text(origin), "outcome": View.Value(outcome),
            ]
        }
    }

    /// What the log is narrowed to, as it was typed.
    struct Filter: Hashable, Sendable {
        var member = ""
        var action = ""
        var subject = ""
        var from = ""
        var to = ""
        var refused = false

        var isEmpty: Bool { self == Filter() }

        /// The filter as the query of an address, without `?`.
        var query: String {
            var parts = [("member", member), ("action", action), ("subject", subject), ("from", from), ("to", to)]
                .filter { !$0.1.isEmpty }.map { "\($0.0)=\(QueryText.encode($0.1))" }
            if refused { parts.append("refused=on") }
            return parts.joined(separator: "&")
        }
    }

    var rows: [Row]
    var filter = Filter()
    var members: [Choice] = []
    var families: [Choice] = []
    var problems = FormProblems()
    /// Why there is no log; nil where one is kept.
    var notKept: String?
    var olderHref: String?
    var waiting = 0

    var view: View {
        PageFrame(title: "Audit log", waiting: waiting).view.merging([
            "rows": View.Value(rows), "hasRows": .flag(!rows.isEmpty), "members": View.Value(members), "families": View.Value(families),
            "subject": .view(problems.field("subject", filter.subject).view), "from": .view(problems.field("from", filter.from).view),
            "to": .view(problems.field("to", filter.to).view), "refused": .flag(filter.refused), "isFiltered": .flag(!filter.isEmpty),
            "nothing": .flag(rows.isEmpty && notKept == nil), "notKept": View.Value(notKept), "olderHref": View.Value(olderHref),
        ])
    }
}

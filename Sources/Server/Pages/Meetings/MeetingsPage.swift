import Covalence
import MeetingInteraction

/// The list of meetings, with search and a place to add files.
struct MeetingsPage: PageModel {
    static let template = "meetings"

    var rows: [MeetingRow]
    /// The rows as HTML, where they were kept from before; shown in the place of `rows`.
    var rowsHTML: String?
    /// “42 meetings, 3 of them fiction”.
    var summary: String?
    /// What narrows it.
    var find = FindMeetings()
    /// Whether the record holds any meeting at all.
    var hasAny: Bool
    /// Whether the filter left none of them.
    var isNothingFound = false
    /// The next page of the list.
    var olderHref: String?
    /// What became of files just added without scripts.
    var uploads: [UploadRow] = []
    /// What the policy does with files of which consent is not known; nil where it does nothing.
    var withoutConsent: String?
    /// Whether the visitor may bring meetings in.
    var canAdd = true
    var waiting = 0
    /// Whether lines of it are still being made.
    var isProvisional = false

    var view: View {
        PageFrame(title: "Meetings", place: .meetings, waiting: waiting).view.merging([
            "rows": View.Value(rowsHTML == nil ? rows : []), "rowsHTML": View.Value(rowsHTML), "summary": View.Value(summary), "hasAny": .flag(hasAny), "isEmpty": .flag(!hasAny),
            "nothingFound": .flag(hasAny && isNothingFound), "olderHref": View.Value(olderHref), "uploads": View.Value(uploads),
            "find": hasAny ? .part(find) : .none, "canAdd": .flag(canAdd), "dropZone": canAdd ? .part(DropZone(withoutConsent: withoutConsent)) : .none,
        ])
    }
}

/// The form that narrows the list of meetings.
struct FindMeetings: PartModel {
    static let template = "find-meetings"

    /// What the list is narrowed to; the text as the person wrote it.
    struct Filter: Hashable, Sendable {
        var words = ""
        var person = ""
        var organization = ""
        var from = ""
        var to = ""
        var finding = ""

        var isEmpty: Bool { self == Filter() }
    }

    var filter = Filter()

    var isKept: Bool { filter.isEmpty }

    var view: View {
        [
            "isFiltered": .flag(!filter.isEmpty), "summary": .text(summary), "words": .text(filter.words), "person": .text(filter.person),
            "organization": .text(filter.organization), "from": .text(filter.from), "to": .text(filter.to), "kinds": .part(kinds),
        ]
    }

    /// Kinds of findings to narrow by.
    private var kinds: Options {
        Options(none: "any", choices: FindingKind.allCases.filter { $0 != .productTalk && $0 != .needTalk && $0 != .smallTalk }
            .map { Choice(value: $0.rawValue, label: $0.title, isSelected: $0.rawValue == filter.finding) })
    }

    private var summary: String {
        [filter.words, filter.person, filter.organization, filter.from, filter.to, kinds.choices.first { $0.isSelected }?.label ?? ""]
            .filter { !$0.isEmpty }.joined(separator: " · ")
    }
}

/// Where files are dropped, with the question who agreed.
struct DropZone: PartModel {
    static let template = "drop-zone"

    /// What the policy does with files of which consent is not known; nil where it does nothing.
    var withoutConsent: String?

    var view: View { ["withoutConsent": View.Value(withoutConsent), "consent": .part(ConsentForm(id: "add"))] }
}

/// What a setting would do before it is done.
struct PreviewPage: PageModel {
    static let template = "settings/preview"

    /// One thing it concerns.
    struct Row: ViewModel, Hashable {
        var title: String
        var href: String?
        var effect: String
        var view: View { ["title": .text(title), "href": View.Value(href), "effect": .text(effect)] }
    }

    /// A way to go on.
    struct Button: ViewModel, Hashable {
        var value: String
        var label: String
        var destroys = false
        var view: View { ["value": .text(value), "label": .text(label), "destroys": .flag(destroys)] }
    }

    /// Rows shown at most; the rest are counted.
    static let most = 200

    var heading: String
    var lead: String
    var counts: [String]
    var rows: [Row] = []
    /// Whether something goes for good.
    var isFinal: Bool
    var applyHref: String
    var backHref: String
    /// What was chosen, carried along.
    var hidden: [(name: String, value: String)]
    var buttons: [Button]
    var waiting = 0

    var view: View {
        PageFrame(title: heading, waiting: waiting).view.merging([
            "heading": .text(heading), "lead": .text(lead), "counts": View.Value(counts.map(Line.init)), "rows": View.Value(Array(rows.prefix(Self.most))),
            "hasRows": .flag(!rows.isEmpty), "more": View.Value(rows.count > Self.most ? "And \(NumberText.whole(Double(rows.count - Self.most))) more." : nil),
            "isFinal": .flag(isFinal), "applyHref": .text(applyHref), "backHref": .text(backHref),
            "hidden": .list(hidden.map { ["name": .text($0.name), "value": .text($0.value)] }), "buttons": View.Value(buttons),
        ])
    }
}

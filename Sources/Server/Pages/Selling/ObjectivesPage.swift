import Covalence
import Store
import StrategicSelling
import Workbench

/// The sales objectives in sight.
struct ObjectivesPage: PageModel {
    static let template = "selling/list"

    struct Row: ViewModel {
        var line: ObjectiveLine

        var view: View {
            [
                "href": .text(SellingPlaces.objective(line.id)), "what": .text(line.what?.text ?? "Not known: what exactly"), "isUnnamed": .flag(line.what == nil),
                "account": .text(line.record.accountName), "accountHref": "/accounts/\(line.record.objective.account)",
                "amount": View.Value(line.amount?.description), "closeDate": View.Value(line.closeDate.map(DayText.long)), "stage": View.Value(line.stage),
                "place": View.Value(line.place?.words), "owner": View.Value(line.owner?.name), "ending": View.Value(line.ending.map { SellingWords.end($0) }), "endReason": View.Value(line.ending?.reason),
            ]
        }
    }

    /// What is asked for, as it stands in the address.
    struct Filter: Hashable {
        var text = ""
        /// `open`, `ended`, or nothing for both.
        var state = "open"
        var place = ""
        var isMine = false

        init(_ query: FormFields) {
            text = query["text"] ?? ""
            state = query["state"].flatMap { ["open", "ended", "all"].contains($0) ? $0 : nil } ?? "open"
            place = query["place"].flatMap(FunnelPlace.init(rawValue:))?.rawValue ?? ""
            isMine = query["mine"] == "yes"
        }

        var isNarrow: Bool { !text.isEmpty || state != "open" || !place.isEmpty || isMine }

        /// The part of the address that asks for the same.
        var query: String {
            [("text", text), ("state", state == "open" ? "" : state), ("place", place), ("mine", isMine ? "yes" : "")]
                .filter { !$0.1.isEmpty }.map { "\($0.0)=\(QueryText.encode($0.1))" }.joined(separator: "&")
        }
    }

    var rows: [Row]
    var filter: Filter
    var next: String?
    var canAdd: Bool
    var canImport = false
    var waiting = 0

    var view: View {
        PageFrame(title: "Sales objectives", place: .objectives, waiting: waiting).view.merging([
            "rows": View.Value(rows), "hasRows": .flag(!rows.isEmpty), "text": .text(filter.text), "isMine": .flag(filter.isMine),
            "states": View.Value([("open", "open"), ("ended", "ended"), ("all", "open and ended")].map { Choice(value: $0.0, label: $0.1, isSelected: $0.0 == filter.state) }),
            "places": View.Value(FunnelPlace.allCases.map { Choice(value: $0.rawValue, label: $0.words, isSelected: $0.rawValue == filter.place) }),
            "isNarrow": .flag(filter.isNarrow), "nothingFound": .flag(rows.isEmpty && filter.isNarrow), "isEmpty": .flag(rows.isEmpty && !filter.isNarrow),
            "next": View.Value(next.map { "/objectives?" + ["after=\(QueryText.encode($0))", filter.query].filter { !$0.isEmpty }.joined(separator: "&") }), "canAdd": .flag(canAdd), "canImport": .flag(canImport),
        ])
    }
}

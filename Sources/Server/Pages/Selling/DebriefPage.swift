import Covalence
import Store
import StrategicSelling
import Workbench

/// What a meeting, or anything else that happened, brought to an objective.
struct DebriefPage: PageModel {
    static let template = "selling/debrief"

    var open: OpenDebrief
    var canEdit: Bool
    var notice: String?
    var waiting = 0

    private var id: Identifier<SalesObjective> { open.open.line.id }
    private var home: String { SellingPlaces.objective(id) }
    private var names: [Identifier<Person>: String] { Dictionary(open.open.input.people.map { ($0.id, $0.name) }) { first, _ in first } }

    /// The field of the address that names what happened.
    private static func name(of place: LinkedInteraction.Place) -> String {
        switch place {
        case .meeting: "meeting"
        case .interaction: "interaction"
        }
    }

    var view: View {
        let brought = open.debrief, names = names
        return PageFrame(title: "After: \(open.happening.title)", place: .objectives, waiting: waiting).view.merging([
            "home": .text(home), "objective": .text(SellingPlaces.title(of: open.open.line)), "title": .text(open.happening.title), "when": .text(LocalTime.text(open.happening.at)),
            "href": .text(SellingPlaces.page(of: open.happening.place)), "notice": View.Value(notice), "canEdit": .flag(canEdit),
            "suggested": .list(brought.toConfirm.map { waiting -> View in
                [
                    "title": .text(waiting.title), "what": .text(waiting.text.readable), "who": View.Value(waiting.person.flatMap { names[$0] }), "claim": .text(waiting.claim.description),
                    "href": .text(SellingPlaces.claim(waiting.claim, in: id)), "source": .text(SellingWords.author(waiting.author)), "canAnswer": .flag(canEdit),
                    "happeningName": .text(Self.name(of: open.happening.place)), "happeningID": .text(open.happening.place.id),
                ]
            }),
            "noneSuggested": .flag(brought.toConfirm.isEmpty),
            "learnt": .list(brought.learnt.map { line -> View in
                [
                    "text": .text("\(line.title): \(line.text.readable)"),
                    "claimHref": View.Value(line.claims.first.map { SellingPlaces.claim($0, in: id) }),
                ]
            }),
            "noneLearnt": .flag(brought.learnt.isEmpty),
            "changes": .list(brought.changes.prefix(Self.shownChanges).map(view)), "furtherChanges": .list(brought.changes.dropFirst(Self.shownChanges).map(view)),
            "hasFurther": .flag(brought.changes.count > Self.shownChanges),
            "furtherCount": .text(OrganizationWords.count(brought.changes.count - Self.shownChanges, "further change", "further changes")),
            "noChanges": .flag(brought.changes.isEmpty),
            "steps": .list(brought.followUps.enumerated().map { index, step -> View in
                ["text": .text(step.text), "key": .text("\(index)"), "flag": View.Value(step.flag), "canPlan": .flag(canEdit)]
            }),
            "noSteps": .flag(brought.followUps.isEmpty),
        ]).merging(UnnamedPeople(in: [open.happening]).view)
    }

    /// ‡ Changes that are shown at once.
    private static let shownChanges = 10

    private func view(of change: SheetChange) -> View {
        ["text": .text(change.sentence.readable), "claimHref": View.Value(change.claims.first.map { SellingPlaces.claim($0, in: id) })]
    }
}

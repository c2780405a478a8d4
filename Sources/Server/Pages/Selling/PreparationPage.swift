import Covalence
import Store
import StrategicSelling
import Workbench

/// What to know and to want before a meeting, on one page that can be printed.
struct PreparationPage: PageModel {
    static let template = "selling/prepare"

    var open: OpenPreparation
    var waiting = 0

    private var id: Identifier<SalesObjective> { open.open.line.id }
    private var home: String { SellingPlaces.objective(id) }
    private var plan: Preparation { open.preparation }
    private var names: [Identifier<Person>: String] { Dictionary(open.open.input.people.map { ($0.id, $0.name) }) { first, _ in first } }

    var view: View {
        let names = names
        return PageFrame(title: "Prepare: \(plan.meeting.title)", place: .objectives, waiting: waiting).view.merging([
            "home": .text(home), "objective": .text(SellingPlaces.title(of: open.open.line)), "account": .text(open.open.line.record.accountName), "title": .text(plan.meeting.title),
            "isPlanned": .flag(open.isPlanned), "when": View.Value(open.isPlanned ? LocalTime.text(plan.meeting.at) : nil), "meetingHref": .text(SellingPlaces.page(of: plan.meeting.place)),
            "others": .list(open.planned.filter { $0.place != plan.meeting.place }.map {
                ["href": .text("\(home)/prepare?interaction=\($0.place.id)"), "text": .text("\($0.title), \(LocalTime.text($0.at))")]
            }),
            "hasOthers": .flag(open.planned.count > 1),
            "commitment": .text(plan.commitment.text), "commitmentWhy": .text(plan.commitment.why),
            "people": .list(plan.people.map(view)), "nobody": .flag(plan.people.isEmpty),
            "absent": .list(plan.keyPeopleAbsent.map { ["name": .text(names[$0] ?? "Somebody who is not in sight"), "href": "/people/\($0)"] }), "hasAbsent": .flag(!plan.keyPeopleAbsent.isEmpty),
            "questions": .list(plan.questions.map { ["text": .text($0.text), "whom": .text($0.person.flatMap { names[$0] } ?? "Anybody there"), "why": .text($0.why.readable)] }),
            "noQuestions": .flag(plan.questions.isEmpty),
            "exhibits": .list(plan.toShow.map { exhibit -> View in
                ["text": .text(exhibit.text), "whom": .text(names[exhibit.person] ?? "them"), "claimHref": View.Value(exhibit.claims.first.map { SellingPlaces.claim($0, in: id) })]
            }),
            "noExhibits": .flag(plan.toShow.isEmpty),
            "flags": .list(plan.flags.prefix(SheetPage.shownFlags).map(view)), "furtherFlags": .list(plan.flags.dropFirst(SheetPage.shownFlags).map(view)),
            "hasFurther": .flag(plan.flags.count > SheetPage.shownFlags), "noFlags": .flag(plan.flags.isEmpty),
            "furtherCount": .text(OrganizationWords.count(plan.flags.count - SheetPage.shownFlags, "more flag", "more flags")),
        ])
    }

    private func view(of flag: Flag) -> View { ["what": .text(flag.what.readable), "clearing": .text(flag.clearing)] }

    private func view(of person: Preparation.Attendee) -> View {
        let roles = person.influence?.roles.map { SellingWords.role($0.value) } ?? []
        return [
            "name": .text(person.name), "href": "/people/\(person.id)", "function": View.Value(person.influence?.person?.function),
            "roles": View.Value(roles.isEmpty ? nil : roles.joined(separator: ", ")), "degree": View.Value(person.influence?.degree.value.map { SellingWords.degree($0.value) }),
            "wants": .list(person.wants.map { ["text": .text($0)] }), "noWants": .flag(person.wants.isEmpty),
            "unknown": View.Value(person.unknown.isEmpty ? nil : person.unknown.joined(separator: ", ")),
        ]
    }
}

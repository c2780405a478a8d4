import Covalence
import StrategicSelling

extension SheetPage {
    /// Elements 1, 3 and 4 as far as they are about people.
    var influencesView: View {
        [
            "influences": .list(sheet.influences.map(view(of:))), "noInfluences": .flag(sheet.influences.isEmpty),
            "roles": .list(sheet.roles.map { cover -> View in
                [
                    "role": .text(SellingWords.role(cover.role)), "meaning": .text(SellingWords.meaning(of: cover.role)), "isFilled": .flag(cover.isFilled),
                    "holders": .text(cover.holders.compactMap { sheet.influence($0)?.name }.joined(separator: ", ")),
                ]
            }),
            "notOnSheet": .list(sheet.notOnSheet.map { ["href": "/people/\($0.id)", "name": .text($0.name), "function": View.Value($0.function), "person": .text($0.id.description)] }),
            "hasOthers": .flag(!sheet.notOnSheet.isEmpty),
        ]
    }

    private func view(of influence: Influence) -> View {
        let mode = influence.response
        let last = influence.contact.last
        let view = [
            "href": "/people/\(influence.id)", "name": .text(influence.name), "function": View.Value(influence.person?.function), "isOwn": .flag(influence.isOwn), "isKey": .flag(influence.isKey),
            "person": .text(influence.id.description),
            "heldRoles": .list(influence.roles.map { stated($0, SellingWords.role($0.value)) }), "noRole": .flag(influence.roles.isEmpty),
            "degree": .list(influence.degree.value.map { [stated($0, SellingWords.degree($0.value))] } ?? []), "noDegree": .flag(influence.degree.value == nil),
            "noAims": .flag(influence.aims.isEmpty),
            "mode": .list(mode.stated.map { [stated($0, $0.value.mode.words)] } ?? []), "noMode": .flag(mode.stated == nil),
            "isOutdated": .flag(mode.isToEarlierProposal),
            "actual": View.Value(mode.stated?.value.actual), "desired": View.Value(mode.stated?.value.desired),
            "course": .list(mode.history.dropLast().suffix(showsAll ? mode.history.count : Self.shownOfEach).map { ["former": .text("\($0.value.mode.words) (\(LocalTime.day($0.at).map(DayText.long) ?? ""))")] }),
            "hasCourse": .flag(mode.history.count > 1),
            "hasReadiness": .flag(influence.readiness.value != nil),
            "readiness": .list(influence.readiness.value.map { [stated($0, SellingWords.readiness($0.value.level))] } ?? []),
            "noResults": .flag(influence.results.isEmpty),
            "noWins": .flag(influence.wins.isEmpty),
            "lastContact": View.Value(last.map { "\($0.how), \(SellingWords.day($0.at, now: sheet.at))" }), "contactHref": View.Value(last?.place.map(SellingPlaces.page)),
            "nextContact": View.Value(influence.contact.planned.flatMap { planned in LocalTime.day(planned.at).map { "\(planned.title), \(DayText.long($0))" } }),
        ] as View
        return view.merging(listed("aims", influence.aims) { stated($0, $0.value) }).merging(listed("results", influence.results) { stated($0, SheetPage.words($0.value)) })
            .merging(listed("wins", influence.wins) { stated($0, $0.value) })
    }

    /// `Fewer stops (−2.5 stops a month)`; without a number that is said.
    static func words(_ result: MeasuredResult) -> String {
        guard let number = result.number else { return "\(result.text) (no number yet)" }
        return "\(result.text) (\(NumberText.decimal(number, number == number.rounded() ? 0 : 2))\(result.unit.map { " \($0)" } ?? ""))"
    }
}

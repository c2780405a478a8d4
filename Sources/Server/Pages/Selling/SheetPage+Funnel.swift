import Covalence
import StrategicSelling

extension SheetPage {
    /// Element 6, and element 5, which is the first thing the funnel asks for.
    var funnelView: View {
        let funnel = sheet.funnel
        let here = funnel.place.value?.value
        let places: View = [
            "funnelPlaces": .list(FunnelPlace.allCases.map { place -> View in
                let required = funnel.requirements.filter { $0.place == place }
                let met = required.count { $0.isMet.value == true }
                return [
                    "place": .text(place.words), "work": .text(place.work), "isHere": .flag(place == here), "isWorkHere": .flag(place == funnel.workAt && place != here),
                    "value": .text(place.rawValue), "met": .text("\(met) of \(required.count)"),
                    "required": .list(required.map { requirement -> View in
                        let (mark, word) = switch requirement.isMet {
                        case .known(true): ("met", "There")
                        case .known(false): ("unmet", "Missing")
                        case .notKnown: ("unknown", "Not known")
                        }
                        return [
                            "mark": .text(mark), "word": .text(word), "text": .text(requirement.text), "reason": .text(requirement.reason),
                            "claimHref": View.Value(requirement.claims.first.map { SellingPlaces.claim($0, in: id) }),
                        ]
                    }),
                ]
            }),
            "placeMissing": View.Value(funnel.place.missing?.sentence),
            "standing": View.Value(here.map { "\($0.words) for \(OrganizationWords.count(funnel.days, "day", "days"))\(funnel.isAgeing ? ", longer than usual" : "")" }),
            "hasMoves": .flag(funnel.moves.count > 1),
            "profile": .text(profile), "time": View.Value(nonEmpty: time(funnel.time)),
        ]
        return places.merging(listed("moves", funnel.moves) { stated($0, $0.value.to.words + ($0.value.reason.map { ": \($0)" } ?? "")) })
    }

    private var profile: String {
        switch sheet.fitsProfile {
        case .known(true): "The account fits the ideal customer profile."
        case .known(false): "The account does not fit the ideal customer profile."
        case .notKnown(let missing): missing.sentence
        }
    }

    private func time(_ time: SellingTime) -> String {
        var parts = FunnelPlace.allCases.compactMap { place in time.milliseconds[place].map { "\(place.words) \(SellingWords.hours($0))" } }
        if time.unplacedMilliseconds > 0 { parts.append("before any place was stated \(SellingWords.hours(time.unplacedMilliseconds))") }
        if time.withoutLength > 0 { parts.append("\(OrganizationWords.count(time.withoutLength, "interaction", "interactions")) of a length that is not known") }
        return parts.joined(separator: "; ")
    }
}

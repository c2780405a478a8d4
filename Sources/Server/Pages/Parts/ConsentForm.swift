import Covalence
import Workbench

/// Asks who agreed to what: everybody at once, or one by one.
///
/// Nothing is ticked beforehand: an agreement that nobody gave would be worth nothing.
struct ConsentForm: PartModel {
    static let template = "consent-everybody"

    /// Tells the fields of several forms on a page apart.
    var id: String
    /// Who can be asked about one by one; empty where the file was not read yet.
    var people: [String] = []
    /// What is known of each one's consent to analysis.
    var known: [Consent] = []

    /// Names of the fields of everybody's answer.
    static let fields = ["consent", "consent-on", "consent-words"]

    static func word(_ purpose: ConsentPurpose) -> String {
        switch purpose {
        case .recording: "recording"
        case .analysis: "analysis"
        case .training: "training colleagues"
        case .research: "research"
        case .sharing: "sharing outside the company"
        }
    }

    private static let answers = [Choice(value: "unknown", label: "not known"), Choice(value: "given", label: "agreed"), Choice(value: "refused", label: "refused")]

    var view: View {
        let purposes = ConsentPurpose.allCases
        return [
            "formID": .text(id),
            "purposes": .list(purposes.map { ["purpose": .text($0.rawValue), "word": .text(Self.word($0))] }),
            "hasPeople": .flag(!people.isEmpty),
            "people": .list(people.enumerated().map { place, name in
                let analysis = known.indices.contains(place) ? known[place] : .unknown
                return [
                    "person": .text(name), "place": View.Value(place), "formID": .text(id),
                    "knownWord": .text(analysis == .given ? "agreed to analysis" : analysis == .refused ? "refused analysis" : "not known"),
                    "asked": .list(purposes.map { purpose in
                        [
                            "purpose": .text(purpose.rawValue), "word": .text(Self.word(purpose)), "place": View.Value(place), "formID": .text(id),
                            "choices": View.Value(Self.answers),
                        ]
                    }),
                ]
            }),
        ]
    }

    /// What a form says.
    ///
    /// - Throws: `PageError` where a date is none.
    static func answer(_ form: FormFields) throws -> ConsentAnswer {
        var answer = ConsentAnswer(everybody: Set(form.all("consent").compactMap(ConsentPurpose.init(rawValue:))), said: try said(form, ""))
        // A file names at most so many as the reader of transcripts lets in; a form that goes on beyond is none of ours.
        for place in 0..<2_000 {
            guard let name = form["consent-name-\(place)"] else { break }
            var purposes: [ConsentPurpose: Consent] = [:]
            for purpose in ConsentPurpose.allCases {
                let chosen = form["consent-\(purpose.rawValue)-\(place)"].flatMap(Consent.init(rawValue:))
                if let chosen, chosen != .unknown { purposes[purpose] = chosen }
            }
            if !purposes.isEmpty { answer.single.append(.init(name, at: place, purposes, said: try said(form, "-\(place)"))) }
        }
        return answer
    }

    private static func said(_ form: FormFields, _ ending: String) throws -> ConsentSaid {
        var day: CalendarDay?
        if let text = form["consent-on\(ending)"] {
            day = CalendarDay(text)
            guard day != nil else {
                throw PageError(status: 422, title: "This is not a date", advice: "“\(text.prefix(40))” is not a date. Write the day they said it as 2026-03-04.")
            }
        }
        return ConsentSaid(on: day, wording: form["consent-words\(ending)"])
    }
}

import Covalence

/// A meeting in the list.
struct MeetingRow: ViewModel {
    var id: Identifier<Meeting>
    var title: String
    /// Nil while not known.
    var day: CalendarDay?
    /// Milliseconds; nil without times.
    var length: Int?
    var isFiction = false
    /// Whether it is not known who sat on which side.
    var isWaiting = false
    /// What happened, in one line; nil where nothing can be said.
    var sentence: String?
    var people: [SidePeople] = []
    /// The seller's share of the talk of both sides, 0 to 1; nil where not known.
    var sellerShare: Double?
    var outcome: String?

    var view: View {
        [
            "href": "/meetings/\(id)", "castHref": "/meetings/\(id)/cast", "title": .text(title),
            "day": View.Value(day.map(DayText.long)), "dayISO": View.Value(day?.description),
            "length": View.Value(length.map(Clock.length)), "isFiction": .flag(isFiction), "isWaiting": .flag(isWaiting),
            "sentence": View.Value(sentence), "people": View.Value(people), "balance": View.Value(sellerShare.map(balance)),
            "outcome": View.Value(outcome),
        ]
    }

    private func balance(share: Double) -> View {
        let seller = Int((min(max(share, 0), 1) * 100).rounded())
        return ["seller": View.Value(seller), "customer": View.Value(100 - seller), "label": "seller talks \(seller) %"]
    }
}

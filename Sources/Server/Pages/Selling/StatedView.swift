import Covalence
import StrategicSelling

/// Something a sheet says, with who says so, since when, and the way to what it rests on.
struct StatedView: ViewModel {
    var text: String
    var author: String
    var basis: Evidence.Basis
    var at: Timestamp
    /// The claim that decides.
    var href: String?

    init<Value>(_ stated: Stated<Value>, _ text: String, in objective: Identifier<SalesObjective>) {
        self.text = text
        author = stated.author
        basis = stated.basis
        at = stated.at
        href = stated.claims.first.map { SellingPlaces.claim($0, in: objective) }
    }

    var view: View {
        let day = LocalTime.day(at).map(DayText.long)
        return ["text": .text(text), "source": .text(SellingWords.source(author, basis, day)), "claimHref": View.Value(href)]
    }
}

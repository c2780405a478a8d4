import Covalence
import StrategicSelling

/// Something a sheet says, with who says so, since when, and the way to what it rests on.
struct StatedView: ViewModel {
    var text: String
    var author: Claim.Author
    /// Who confirmed it, where the engine suggested it.
    var confirmation: Decision?
    var basis: Evidence.Basis
    var at: Timestamp
    /// The claim that decides.
    var href: String?

    init<Value>(_ stated: Stated<Value>, _ text: String, in objective: Identifier<SalesObjective>) {
        self.text = text
        author = stated.author
        confirmation = stated.confirmation
        basis = stated.basis
        at = stated.at
        href = stated.claims.first.map { SellingPlaces.claim($0, in: objective) }
    }

    var view: View {
        ["text": .text(text), "source": .text(SellingWords.source(author, confirmation, at, basis)), "claimHref": View.Value(href)]
    }
}

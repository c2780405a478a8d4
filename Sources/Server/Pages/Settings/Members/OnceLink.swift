/// A link that works once, shown once.
struct OnceLink: ViewModel, Hashable {
    var address: String
    /// “Invitation for Anna Lind”.
    var title: String
    /// Where it was sent; nil where mail is not set up.
    var mailedTo: String?
    /// “3 days”.
    var validFor: String

    var view: View {
        [
            "address": .text(address), "linkTitle": .text(title), "mailedTo": View.Value(mailedTo), "validFor": .text(validFor),
        ]
    }
}

/// Pairs that may be one, each with its question.
struct DuplicatesPage: PageModel {
    static let template = "accounts/duplicates"

    struct Pair: ViewModel {
        var firstID: String
        var firstName: String
        var firstFacts: String
        var secondID: String
        var secondName: String
        var secondFacts: String
        var reason: String
        /// `/accounts` or `/people`.
        var base: String

        var view: View {
            [
                "firstID": .text(firstID), "firstName": .text(firstName), "firstFacts": View.Value(nonEmpty: firstFacts), "firstHref": .text("\(base)/\(firstID)"),
                "secondID": .text(secondID), "secondName": .text(secondName), "secondFacts": View.Value(nonEmpty: secondFacts),
                "secondHref": .text("\(base)/\(secondID)"), "reason": .text(reason), "base": .text(base),
            ]
        }
    }

    struct Done: ViewModel {
        var id: String
        var text: String
        var base: String
        var view: View { ["id": .text(id), "text": .text(text), "base": .text(base)] }
    }

    var isPeople: Bool
    var pairs: [Pair]
    /// Merges that can be taken back.
    var merges: [Done]
    var notice: String?
    var waiting = 0

    var view: View {
        PageFrame(title: isPeople ? "May be one person" : "May be one organisation", place: isPeople ? .people : .accounts, waiting: waiting).view.merging([
            "heading": .text(isPeople ? "May be one person" : "May be one organisation"), "listHref": .text(isPeople ? "/people" : "/accounts"),
            "listName": .text(isPeople ? "People" : "Accounts"), "pairs": View.Value(pairs), "isEmpty": .flag(pairs.isEmpty),
            "merges": View.Value(merges), "hasMerges": .flag(!merges.isEmpty), "notice": View.Value(notice),
        ])
    }
}

import Covalence

/// How a side is shown: a key for its shape and colour, and the word.
struct SideLabel: ViewModel, Hashable {
    var side: Side?

    /// `seller`, `customer`, `third-party` or `unknown`.
    var key: String { side?.rawValue ?? "unknown" }

    var word: String {
        switch side {
        case .seller: "Seller"
        case .customer: "Customer"
        case .thirdParty: "Third party"
        case nil: "Side not known"
        }
    }

    var view: View { ["sideKey": .text(key), "sideWord": .text(word)] }
}

import StrategicSelling

/// Who took part in what belongs to a sale, and is no person of the record yet: until somebody says who, nothing can be stated or read of them.
struct UnnamedPeople {
    private let interactions: [LinkedInteraction]

    /// - Parameter interactions: what has taken place.
    init(in interactions: [LinkedInteraction]) { self.interactions = interactions.filter { !$0.unnamed.isEmpty } }

    private var count: Int { interactions.reduce(0) { $0 + $1.unnamed.count } }

    /// Nothing where everybody is known.
    var view: View {
        guard let last = interactions.max(by: { $0.at < $1.at }) else { return ["hasUnnamed": .flag(false)] }
        let text = count == 1 ? "1 person took part and it is not known who that is." : "\(count) people took part and it is not known who they are."
        return [
            "hasUnnamed": .flag(true), "unnamed": .text(text),
            // Sides come first: who they are is asked of those of whom it is known where they sat.
            "unnamedHref": .text(last.asksSides ? "\(SellingPlaces.page(of: last.place))/cast" : "/people/unknown"),
        ]
    }
}

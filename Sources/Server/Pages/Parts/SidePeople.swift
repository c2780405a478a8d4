import Covalence

/// Who took part on one side: “Seller  Nordvik  Anna Lind, Jo Berg”.
struct SidePeople: ViewModel, Hashable {
    var side: Side?
    /// Nil where not known or where a side has several.
    var organization: String?
    /// In order of first appearance.
    var names: [String]

    var view: View {
        let view: View = ["organization": View.Value(organization), "names": .text(names.joined(separator: ", "))]
        return view.merging(SideLabel(side: side).view)
    }
}

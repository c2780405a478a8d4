import Workbench

/// How far the reading of sales is that a page does not wait for.
struct BeingMade: ViewModel {
    /// Sales in sight that are still to be read.
    var count: Int
    /// All in sight.
    var whole: Int

    init(count: Int, of whole: Int) {
        self.count = count
        self.whole = whole
    }

    var view: View {
        [
            "words": .text("\(OrganizationWords.count(count, "sale is", "sales are")) still being read, and not counted here yet"),
            "done": View.Value(whole - count), "whole": View.Value(whole),
        ]
    }
}

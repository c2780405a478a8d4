import Covalence

/// The meeting as a picture, for the page: a caption, and the same as a table. The picture's data is fetched by the script.
struct TimelineView: ViewModel {
    /// A stretch of the meeting in the table.
    struct Window: ViewModel {
        var moment: Moment
        var seller: String
        var customer: String
        var sellerQuestions: Int
        var customerQuestions: Int
        /// The share of need talk in need and product talk; “not known” where neither was said.
        var needs: String
        var findings: String

        var view: View {
            let view: View = [
                "from": .text(moment.label), "seller": .text(seller), "customer": .text(customer), "sellerQuestions": View.Value(sellerQuestions),
                "customerQuestions": View.Value(customerQuestions), "needs": .text(needs), "findings": .text(findings),
            ]
            return view.merging(moment.view)
        }
    }

    var meeting: Identifier<Meeting>
    /// The picture in one sentence, for those who do not see it.
    var description: String
    var caption: String
    var windows: [Window]

    var view: View {
        [
            "description": .text(description), "caption": .text(caption), "windows": View.Value(windows),
            "dataHref": "/meetings/\(meeting)/timeline.json",
        ]
    }
}

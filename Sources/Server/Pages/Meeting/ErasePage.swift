import Covalence

/// Asks before a meeting is erased, and says what goes.
struct ErasePage: PageModel {
    static let template = "erase"
    var id: Identifier<Meeting>
    var title: String
    /// “412 utterances in 2 versions”, “the recording, 48 MB”.
    var goes: [String]

    var view: View {
        PageFrame(title: "Erase \(title)", place: .meetings).view.merging([
            "title": .text(title), "backHref": "/meetings/\(id)", "eraseHref": "/meetings/\(id)/erase", "goes": View.Value(goes.map(Line.init)),
        ])
    }
}

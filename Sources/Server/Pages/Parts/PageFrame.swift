/// What every page has around its content.
struct PageFrame: ViewModel {
    /// The place in the main navigation.
    enum Place: Sendable { case home, accounts, objectives, people, meetings, waiting, topics, compare, elsewhere }

    var title: String
    var place: Place = .elsewhere
    /// Files and meetings that wait for an answer; none shows nothing.
    var waiting = 0
    /// What the search box holds.
    var searched = ""

    var view: View {
        ["pageTitle": .text(title), "navigation": .part(Navigation(place: place, waiting: waiting)), "searched": .text(searched)]
    }
}

/// The main navigation.
struct Navigation: PartModel {
    static let template = "navigation"

    /// Where the page is.
    var place: PageFrame.Place
    /// Files and meetings that wait for an answer; none shows nothing.
    var waiting: Int
    /// Whether it leads to pages of accounts and people.
    var knowsNames = false

    func shown(in frame: Frame) -> Navigation {
        var shown = self
        shown.knowsNames = frame.knowsNames
        return shown
    }

    var view: View {
        [
            "atHome": .flag(place == .home),
            "atAccounts": .flag(place == .accounts),
            "atObjectives": .flag(place == .objectives),
            "atPeople": .flag(place == .people),
            "atMeetings": .flag(place == .meetings),
            "atWaiting": .flag(place == .waiting),
            "atTopics": .flag(place == .topics),
            "atCompare": .flag(place == .compare),
            "knowsNames": .flag(knowsNames),
            "waitingCount": View.Value(waiting > 0 ? String(waiting) : nil),
        ]
    }
}

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
        [
            "pageTitle": .text(title),
            "atHome": .flag(place == .home),
            "atAccounts": .flag(place == .accounts),
            "atObjectives": .flag(place == .objectives),
            "atPeople": .flag(place == .people),
            "atMeetings": .flag(place == .meetings),
            "atWaiting": .flag(place == .waiting),
            "atTopics": .flag(place == .topics),
            "atCompare": .flag(place == .compare),
            "waitingCount": View.Value(waiting > 0 ? String(waiting) : nil),
            "searched": .text(searched),
        ]
    }
}

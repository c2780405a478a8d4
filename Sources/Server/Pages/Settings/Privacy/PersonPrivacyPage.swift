import Covalence

/// Everything held on a person: counts, a copy, erasing.
struct PersonPrivacyPage: PageModel {
    static let template = "settings/person-privacy"

    /// Meetings listed at most; the rest are counted.
    static let most = 100

    var person: Person
    /// “12 meetings”.
    var counts: [String]
    var meetings: [(id: Identifier<Meeting>, title: String)]
    /// What erasing would do.
    var goes: [String]
    var problems = FormProblems()
    var waiting = 0

    var view: View {
        let address = "/people/\(person.id)"
        return PageFrame(title: "What is held on \(person.name)", waiting: waiting).view.merging([
            "name": .text(person.name), "personHref": .text(address), "exportHref": "\(address)/privacy/export", "eraseHref": "\(address)/privacy/erase",
            "counts": View.Value(counts.map(Line.init)), "goes": View.Value(goes.map(Line.init)), "hasMeetings": .flag(!meetings.isEmpty),
            "meetings": .list(meetings.prefix(Self.most).map { ["href": "/meetings/\($0.id)", "title": .text($0.title)] }),
            "more": View.Value(meetings.count > Self.most ? "And \(meetings.count - Self.most) more meetings." : nil),
            "confirm": .view(problems.field("confirm", "").view),
        ])
    }
}

import Covalence
import Store

/// One line of a history: what happened when, with whom.
struct HistoryRow: ViewModel, Hashable {
    var line: HistoryLine

    /// The page of what happened.
    var href: String {
        switch line.subject {
        case .meeting(let id): "/meetings/\(id)"
        case .interaction(let id): "/interactions/\(id)"
        }
    }

    var view: View {
        let day = LocalTime.day(line.at)
        let others = line.participants - line.names.count
        return [
            "href": .text(href), "title": .text(line.title), "kind": .text(Self.word(line.kind)), "kindKey": .text(line.kind.rawValue),
            "day": View.Value(day.map(DayText.long)), "dayISO": View.Value(day?.description),
            "undated": .flag(!line.isDated),
            "names": View.Value(nonEmpty: (line.names + (others > 0 ? ["\(others) more"] : [])).joined(separator: ", ")),
            "isCancelled": .flag(line.isCancelled), "isFiction": .flag(line.isFiction),
        ]
    }

    /// What a kind is called.
    static func word(_ kind: Interaction.Kind) -> String {
        switch kind {
        case .meeting: "Meeting"
        case .call: "Call"
        case .mail: "Mail"
        case .chat: "Chat"
        case .calendarEvent: "Calendar"
        case .note: "Note"
        }
    }
}

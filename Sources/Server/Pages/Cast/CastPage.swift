import Covalence

/// Who is behind which name of a file: side, person, organisation, consent.
struct CastPage: PageModel {
    static let template = "cast"

    /// One participant with what may help to tell who it is.
    struct Person: ViewModel {
        var participant: Participant
        /// The names in the file behind this participant, where they differ from the name shown.
        var labels: [String] = []
        /// What the words suggest; nil for nothing.
        var suggestedSide: Side?
        /// Why, quoting what was said or where the name was seen before.
        var reason: String?
        /// Up to three things this person said.
        var samples: [Quote] = []

        var view: View {
            let view: View = [
                "id": "\(participant.id)", "name": .text(participant.name),
                "labels": View.Value(nonEmpty: labels.joined(separator: "”, “")),
                "suggestedSide": .text(SideLabel(side: suggestedSide).word), "reason": View.Value(reason),
                "samples": View.Value(samples), "isSilent": .flag(samples.isEmpty),
                // A suggestion is chosen beforehand, so that saving accepts it; nothing is set until then.
                "sides": View.Value(Choice.sides(participant.side ?? suggestedSide)),
                "organization": .text(participant.organization ?? ""), "function": .text(participant.function ?? ""),
                "consentSummary": .text(consentSummary), "consents": .list(consents),
            ]
            return view.merging(SideLabel(side: participant.side).view)
        }

        private var consentSummary: String {
            let given = ConsentPurpose.allCases.filter { participant.consent[$0]?.allows == true }
            return given.isEmpty ? "not known for any purpose" : "given for " + given.map(\.rawValue).joined(separator: ", ")
        }

        private var consents: [View] {
            ConsentPurpose.allCases.map { purpose in
                let current = participant.consent[purpose] ?? .unknown
                let words: [Consent: String] = [.given: "given", .refused: "refused", .unknown: "not known"]
                return [
                    "on": .text(participant.consentSaid[purpose]?.on?.description ?? ""), "wording": .text(participant.consentSaid[purpose]?.wording ?? ""),
                    "purpose": .text(purpose.rawValue), "purposeWord": .text(purpose.rawValue.prefix(1).uppercased() + purpose.rawValue.dropFirst()),
                    "choices": View.Value(Consent.allCases.map {
                        Choice(value: $0.rawValue, label: words[$0] ?? $0.rawValue, isSelected: $0 == current)
                    }),
                ]
            }
        }
    }

    var id: Identifier<Meeting>
    var title: String
    var people: [Person]
    /// The version of the cast that is shown.
    var version = 1
    var organizations: [String] = []
    var notice: String?
    /// What the last change was, where it can be undone.
    var lastChange: String?
    var waiting = 0

    var view: View {
        let address = "/meetings/\(id)"
        let unknown = people.filter { $0.participant.side == nil }.count
        return PageFrame(title: "Who is who", place: .meetings, waiting: waiting).view.merging([
            "castVersion": View.Value(version), "title": .text(title), "meetingHref": .text(address), "castHref": "\(address)/cast", "mergeHref": "\(address)/cast/merge",
            "splitHref": "\(address)/cast/split", "addHref": "\(address)/cast/add", "undoHref": "\(address)/cast/undo",
            "lead": .text(unknown == 0
                ? "Everybody has a side. Change what is not right."
                : "Say who sat on which side of the table. Your answer is remembered for the next meeting with the same names."),
            "people": View.Value(people), "organizations": .list(organizations.map { ["name": .text($0)] }), "notice": View.Value(notice),
            "canUndo": .flag(lastChange != nil), "lastChange": View.Value(lastChange),
        ])
    }
}

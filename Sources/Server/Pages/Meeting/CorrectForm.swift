import Covalence
import MeetingInteraction

/// Says that words show something else than the engine read, or are the other side's.
struct CorrectForm: PageModel {
    static let template = "meeting/correct"
    var meeting: Identifier<Meeting>
    var claim: Identifier<Claim>
    var standing: Standing
    var kind: FindingKind
    var side: Side?
    /// The statement under which it was opened.
    var statementID = ""

    var view: View {
        [
            "meeting": "\(meeting)", "key": "\(claim)", "action": "/meetings/\(meeting)/claims/\(claim)", "standing": .text(standing.rawValue),
            "at": .text(statementID), "codes": View.Value(Choice.codes(kind)), "sides": View.Value(Choice.sides(side)),
        ]
    }
}

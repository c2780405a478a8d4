import Covalence
import Store
import StrategicSelling
import Workbench

/// Addresses of what belongs to a sales objective.
enum SellingPlaces {
    static func objective(_ id: Identifier<SalesObjective>) -> String { "/objectives/\(id)" }

    static func claim(_ claim: Identifier<Claim>, in objective: Identifier<SalesObjective>) -> String { "/objectives/\(objective)/claims/\(claim)" }

    /// What an objective is called: what is sold, or else to whom.
    static func title(of line: ObjectiveLine) -> String { line.what?.text ?? "A sale to \(line.record.accountName)" }

    /// The page of an interaction or a meeting.
    static func page(of happening: HistoryLine.Subject) -> String {
        switch happening {
        case .meeting(let id): "/meetings/\(id)"
        case .interaction(let id): "/interactions/\(id)"
        }
    }

    /// The page of an interaction or a meeting.
    static func page(of place: LinkedInteraction.Place) -> String {
        switch place {
        case .meeting(let id): "/meetings/\(id)"
        case .interaction(let id): "/interactions/\(id)"
        }
    }
}

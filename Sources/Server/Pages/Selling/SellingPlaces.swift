import Covalence
import StrategicSelling

/// Addresses of what belongs to a sales objective.
enum SellingPlaces {
    static func objective(_ id: Identifier<SalesObjective>) -> String { "/objectives/\(id)" }

    static func claim(_ claim: Identifier<Claim>, in objective: Identifier<SalesObjective>) -> String { "/objectives/\(objective)/claims/\(claim)" }

    /// The page of an interaction or a meeting.
    static func page(of place: LinkedInteraction.Place) -> String {
        switch place {
        case .meeting(let id): "/meetings/\(id)"
        case .interaction(let id): "/interactions/\(id)"
        }
    }
}

import Covalence
import Store
import StrategicSelling

/// Which suggestions somebody may see: those read in meetings and interactions that are in their sight. What a person confirmed is that person's statement.
struct SuggestionSight {
    private let places: Set<String>

    /// - Parameter interactions: those of the objective that are in sight.
    init(_ interactions: [LinkedInteraction]) { places = Set(interactions.map(\.place.id)) }

    /// - Parameter decisions: on the claim.
    func shows(_ claim: Claim, _ decisions: [Decision]) -> Bool {
        guard let read = claim.payload[SuggestionPayload.readIn], claim.standing != .confirmed, !decisions.contains(where: { $0.standing == .confirmed }) else { return true }
        return read.split(separator: " ").allSatisfy { places.contains(String($0)) }
    }
}

extension Workbench {
    /// Whether a claim that was found elsewhere than on a sheet may be shown: the words of a suggestion that waits must lie in sight.
    func isInSight(_ claim: Claim, _ visitor: Visitor) async throws -> Bool {
        guard claim.standing != .confirmed, let read = claim.payload[SuggestionPayload.readIn] else { return true }
        for place in read.split(separator: " ").map(String.init) {
            guard try await isPlaceInSight(place, visitor) else { return false }
        }
        return true
    }

    private func isPlaceInSight(_ place: String, _ visitor: Visitor) async throws -> Bool {
        guard let meeting = Identifier<Meeting>(place), let interaction = Identifier<Interaction>(place) else { return false }
        do {
            return try await store.isInSight(meeting, visitor.scope)
        } catch StoreError.notFound {
            // It is no meeting.
        }
        do {
            _ = try await store.interaction(interaction, in: visitor.scope)
            return true
        } catch StoreError.notFound {
            return false
        }
    }
}

public import Covalence
public import Foundation
import Store
public import StrategicSelling

/// The strategy sheet of an objective with what it was made from.
public struct OpenSheet: Sendable {
    public var line: ObjectiveLine
    public var sheet: StrategySheet
    /// What the sheet is a function of: for what to ask, and what changed between two moments.
    public var input: SheetInput
}

extension Workbench {
    /// The strategy sheet of an objective, as it is or as it was known at a moment: what is in sight of the visitor, and no more.
    ///
    /// It takes the same few queries, however many claims and interactions there are.
    ///
    /// - Parameter zone: where days begin.
    /// - Throws: `StoreError.refused` for a moment to come, or one before the objective came into the record.
    public func openSheet(
        _ id: Identifier<SalesObjective>, asOf time: Timestamp? = nil, zone: TimeZone = .gmt, by visitor: Visitor
    ) async throws -> OpenSheet {
        try await admit(visitor, to: .openObjective, .objective(id))
        let record = try await store.objective(id, in: visitor.scope)
        let moment = try checkedMoment(time, of: record.objective)
        let interactions = try await store.linked(to: id, asOf: time, in: visitor.scope).compactMap(LinkedInteraction.init)
        let kinds = Set(SellingKinds.names)
        let own = try await store.ledger(about: [.objective(id)], kinds: kinds)
        var subjects = SheetInput.subjects(of: record.objective, claims: own.claims, interactions: interactions)
        subjects.remove(.objective(id))
        let others = try await store.ledger(about: subjects, kinds: kinds)
        let people = try await store.people(Set(subjects.compactMap { if case .person(let person) = $0 { person } else { nil } }), in: visitor.scope)
        let known = Set(people.map(\.id))
        let sight = SuggestionSight(interactions, own.decisions + others.decisions)
        let claims = (own.claims + others.claims).filter { claim in
            guard sight.shows(claim) else { return false }
            // Of somebody out of sight, what holds in every objective is out of sight too.
            if case .person(let person) = claim.subject, !known.contains(person) { return false }
            return visitor.mayKnow(claim)
        }
        let input = SheetInput(
            objective: record.objective, ledger: Ledger(claims: claims, decisions: own.decisions + others.decisions), people: people,
            ownOrganizations: try await store.ownOrganizations(among: Set(people.compactMap(\.organization))), interactions: interactions,
            clock: LocalClock(now: moment, zone: zone), settings: settings.selling
        )
        return OpenSheet(line: ObjectiveLine(record, claims: input.claims), sheet: StrategySheet.assess(input), input: input)
    }
}

extension LinkedInteraction {
    /// What belongs to an objective; nil for what was called off.
    init?(_ happening: LinkedHappening) {
        switch happening.content {
        case .interaction(let interaction): self.init(interaction)
        case .meeting(let meeting, let people, let milliseconds):
            self.init(
                place: .meeting(meeting.id), kind: .meeting, title: meeting.title, at: meeting.startedAt ?? meeting.recordedAt, recordedAt: meeting.recordedAt,
                milliseconds: milliseconds, people: people
            )
        }
    }
}

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
        let gathered = try await gatherSheets(of: [record], asOf: time, clock: LocalClock(now: moment, zone: zone), in: visitor.scope, knows: visitor.mayKnow)
        guard let input = gathered.first?.input else { throw StoreError.notFound("The objective \(id)") }
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
                milliseconds: milliseconds, people: people, sellers: happening.sellers
            )
            unnamed = happening.unnamed
            asksSides = happening.asksSides
        }
    }
}

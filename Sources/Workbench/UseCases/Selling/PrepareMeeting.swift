public import Covalence
public import Store
public import StrategicSelling

/// What to know and to want before the next meeting of an objective.
public struct OpenPreparation: Sendable {
    public var open: OpenSheet
    public var preparation: Preparation
    /// Whether the meeting is in the record; otherwise it is prepared for those of the customer who weigh most.
    public var isPlanned: Bool
    /// Meetings to come that it could be prepared for, the next one first.
    public var planned: [LinkedInteraction]
}

/// What a meeting, or anything else that happened, brought to an objective.
public struct OpenDebrief: Sendable {
    public var open: OpenSheet
    public var debrief: Debrief
    public var happening: LinkedInteraction
    /// As of when the sheet before it was taken.
    public var since: Timestamp
}

extension Workbench {
    /// Prepares a meeting of an objective.
    ///
    /// - Parameter meeting: which of those to come; nil for the next one.
    /// - Throws: `StoreError.notFound` where that is none to come of this objective.
    public func prepareMeeting(of id: Identifier<SalesObjective>, for meeting: Identifier<Interaction>? = nil, by visitor: Visitor) async throws -> OpenPreparation {
        try await admit(visitor, to: .openObjective, .objective(id))
        let open = try await openSheet(id, by: visitor)
        let planned = open.input.interactions.filter { $0.at > open.input.clock.now && [.meeting, .calendarEvent, .call].contains($0.kind) }.sorted { ($0.at, $0.title) < ($1.at, $1.title) }
        let chosen = meeting.flatMap { meeting in planned.first { $0.place == .interaction(meeting) } }
        if meeting != nil, chosen == nil { throw StoreError.notFound("The meeting to come") }
        // Nothing is in the record: those who weigh most would come.
        let next = chosen ?? planned.first ?? LinkedInteraction(
            place: .interaction(Identifier(id.uuid)), kind: .meeting, title: "The next meeting", at: open.input.clock.now, recordedAt: open.input.clock.now,
            people: open.sheet.keyInfluences.map(\.id)
        )
        return OpenPreparation(
            open: open, preparation: Preparation(for: next, sheet: open.sheet, people: open.input.people, ours: open.input.ours),
            isPlanned: !planned.isEmpty, planned: planned
        )
    }

    /// Tells what something brought to an objective: what it suggests, what was confirmed of it, what changed on the sheet since before it, and what to do next.
    ///
    /// - Parameter happening: nil for the last meeting or call.
    /// - Throws: `StoreError.notFound` where it does not belong to the objective, or nothing happened yet.
    public func debrief(_ id: Identifier<SalesObjective>, after happening: HistoryLine.Subject? = nil, by visitor: Visitor) async throws -> OpenDebrief {
        try await admit(visitor, to: .openObjective, .objective(id))
        let open = try await openSheet(id, by: visitor)
        let past = open.input.interactions.filter { $0.at <= open.input.clock.now }.sorted { ($0.at, $0.title) < ($1.at, $1.title) }
        let found = if let happening { past.last { $0.place.id == happening.uuidText } } else { past.last { [.meeting, .call].contains($0.kind) } ?? past.last }
        guard let found else { throw StoreError.notFound(happening == nil ? "A meeting of this objective that has taken place" : "The meeting or interaction among what belongs to this objective") }
        var transcripts: Set<Identifier<Transcript>> = []
        if case .meeting(let meeting) = found.place { transcripts = Set(try await store.transcriptVersions(of: meeting).map(\.id)) }
        let since = max(found.at.advanced(by: -1), open.line.record.objective.recordedAt)
        let before = try await openSheet(id, asOf: since, zone: open.input.clock.zone, by: visitor).sheet
        return OpenDebrief(
            open: open, debrief: Debrief(of: found, transcripts: transcripts, before: before, after: open.input), happening: found, since: since
        )
    }
}

extension HistoryLine.Subject {
    /// The id as it is written.
    var uuidText: String {
        switch self {
        case .meeting(let id): id.description
        case .interaction(let id): id.description
        }
    }
}

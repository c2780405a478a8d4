public import Covalence
import MeetingInteraction
public import Store

/// What is said about the participants of a meeting.
public enum CastEdit: Hashable, Sendable {
    /// Who these participants are.
    case say([Participant])
    /// Two labels were one person.
    case merge(Identifier<Participant>, into: Identifier<Participant>)
    /// Some utterances were said by somebody who is there.
    case reassign(utterances: [Int], to: Identifier<Participant>)
    /// Some utterances were said by somebody who is not there yet.
    case split(utterances: [Int], newName: String, side: Side?)
    /// Somebody was there and did not speak.
    case add(name: String, side: Side?, organization: String?, function: String?)
}

extension Workbench {
    /// Says who was who in a meeting. The reading is made anew, the answers are remembered for the next file.
    ///
    /// - Parameters:
    ///   - edit: what to say.
    ///   - expecting: the version of the cast the person saw.
    /// - Throws: `StoreError.conflict(.cast)` where somebody else was faster, `Cast.Failure`.
    @discardableResult
    public func edit(
        castOf id: Identifier<Meeting>,
        _ edit: CastEdit,
        expecting: Int,
        by visitor: Visitor
    ) async throws -> MeetingSummary {
        try visitor.require(.change)
        let current = try await store.cast(of: id)
        guard current.version == expecting else {
            throw StoreError.conflict(.cast(expected: expecting, found: current.version))
        }
        return try await change(castOf: id, to: try apply(edit, to: current.cast), expecting: expecting, by: visitor)
    }

    /// Takes back the last change to who was who: the version before becomes the current one again. Called twice, it goes on
    /// to the version before that one; what was taken back stays in the history.
    @discardableResult
    public func undoCast(of id: Identifier<Meeting>, expecting: Int, by visitor: Visitor) async throws -> MeetingSummary {
        try visitor.require(.change)
        let versions = try await store.castVersions(of: id)
        guard let current = versions.last, current.version == expecting else {
            throw StoreError.conflict(.cast(expected: expecting, found: versions.last?.version ?? 0))
        }
        guard let target = Self.undoTarget(versions), let former = versions.first(where: { $0.version == target }) else {
            throw NothingToUndo()
        }
        return try await change(castOf: id, to: former.cast, expecting: expecting, restores: target, by: visitor)
    }

    /// The version an undo goes back to: the one before the last that was not itself taken back.
    static func undoTarget(_ versions: [CastVersion]) -> Int? {
        guard let current = versions.last else { return nil }
        let effective = current.restores ?? current.version
        return versions.last { $0.version < effective && $0.restores == nil }?.version
    }

    private func apply(_ edit: CastEdit, to cast: Cast) throws -> Cast {
        switch edit {
        case .say(let participants):
            return try participants.reduce(cast) { try $0.replacing($1) }
        case .merge(let absorbed, let kept):
            return try cast.merging(absorbed, into: kept)
        case .reassign(let utterances, let id):
            guard let participant = cast.participant(id) else { throw Cast.Failure.unknownParticipant(id) }
            return try cast.reassigning(utterances, to: participant)
        case .split(let utterances, let name, let side):
            return try cast.reassigning(utterances, to: Participant(id: .make(at: now()), name: name, side: side))
        case .add(let name, let side, let organization, let function):
            return cast.adding(Participant(
                id: .make(at: now()), name: name, side: side, organization: organization, function: function
            ))
        }
    }

    private func change(
        castOf id: Identifier<Meeting>,
        to cast: Cast,
        expecting: Int,
        restores: Int? = nil,
        by visitor: Visitor
    ) async throws -> MeetingSummary {
        let summary = try await store.meeting(id)
        let stored = try await store.transcript(of: id)
        let claims = try await store.claims(ClaimQuery(of: id))
        let analysis = analyzer.analyze(
            stored.transcript, cast: cast, acts: stored.acts, decided: Self.decided(claims), settings: settings.meeting
        )
        var change = MeetingChange()
        change.cast = CastChange(cast, expecting: expecting, author: visitor.author, at: now(), restores: restores)
        change.suggestions = suggestions(of: analysis, meeting: summary.meeting, transcript: stored.transcript.id)
        let changed = try await store.apply(change, to: id)
        readings.keep(analysis, of: id, version: changed.version)
        return changed
    }
}

/// There is no earlier version to go back to.
public struct NothingToUndo: Error, Hashable, Sendable, CustomStringConvertible {
    public var description: String { "There is nothing to undo: this is how the meeting came in." }
}

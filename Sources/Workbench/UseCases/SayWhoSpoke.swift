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
        try await admit(visitor, to: .sayWhoSpoke, .meeting(id))
        return try await retrying(on: id) { summary in
            let current = try await self.store.cast(of: id)
            guard current.version == expecting else {
                throw StoreError.conflict(.cast(expected: expecting, found: current.version))
            }
            let changed = try self.apply(try Self.checked(edit, utterances: summary.utterances), to: current.cast)
            return try await self.change(castOf: summary, from: current.cast, to: changed, expecting: expecting, by: visitor)
        }
    }

    /// Takes back the last change to who was who: the version before becomes the current one again. Called twice, it goes on
    /// to the version before that one; what was taken back stays in the history.
    @discardableResult
    public func undoCast(of id: Identifier<Meeting>, expecting: Int, by visitor: Visitor) async throws -> MeetingSummary {
        try await admit(visitor, to: .sayWhoSpoke, .meeting(id))
        return try await retrying(on: id) { summary in
            let versions = try await self.store.castVersions(of: id)
            guard let current = versions.last, current.version == expecting else {
                throw StoreError.conflict(.cast(expected: expecting, found: versions.last?.version ?? 0))
            }
            guard let target = Self.undoTarget(versions), let former = versions.first(where: { $0.version == target }) else {
                throw NothingToUndo()
            }
            return try await self.change(castOf: summary, from: current.cast, to: former.cast, expecting: expecting, restores: target, by: visitor)
        }
    }

    /// The version an undo goes back to: the one under the last change that still stands. Changes that were taken back do not
    /// come back by it.
    static func undoTarget(_ versions: [CastVersion]) -> Int? {
        var standing: [Int] = []
        for version in versions {
            if let restored = version.restores, let place = standing.lastIndex(of: restored) {
                standing.removeSubrange((place + 1)...)
            } else {
                standing.append(version.version)
            }
        }
        return standing.dropLast().last
    }

    /// The edit with names in one line; utterances that are not there and names that cannot be seen are refused.
    private static func checked(_ edit: CastEdit, utterances count: Int) throws(StoreError) -> CastEdit {
        func isThere(_ utterances: [Int]) throws(StoreError) {
            if let outside = utterances.first(where: { !(0..<count).contains($0) }) {
                throw .refused("There is no utterance \(outside &+ 1) in this meeting; it has \(count). Reload the page and choose again.")
            }
        }
        switch edit {
        case .say(let participants):
            return .say(try participants.map { participant throws(StoreError) in
                var participant = participant
                participant.name = try name(participant.name)
                participant.organization = participant.organization.flatMap(OneLine.cut)
                participant.function = participant.function.flatMap(OneLine.cut)
                return participant
            })
        case .merge: return edit
        case .reassign(let utterances, _):
            try isThere(utterances)
            return edit
        case .split(let utterances, let new, let side):
            try isThere(utterances)
            return .split(utterances: utterances, newName: try name(new), side: side)
        case .add(let new, let side, let organization, let function):
            return .add(
                name: try name(new), side: side, organization: organization.flatMap(OneLine.cut), function: function.flatMap(OneLine.cut)
            )
        }
    }

    private static func name(_ text: String) throws(StoreError) -> String {
        guard let name = OneLine.clean(text), name.count <= OneLine.longest else {
            throw .refused("A name has 1 to \(OneLine.longest) characters. Write who it was.", at: "/name")
        }
        return name
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
        castOf summary: MeetingSummary,
        from former: Cast,
        to cast: Cast,
        expecting: Int,
        restores: Int? = nil,
        by visitor: Visitor
    ) async throws -> MeetingSummary {
        let generation = readings.generation
        let id = summary.id
        let stored = try await store.transcript(of: id)
        let claims = try await store.claims(ClaimQuery(of: id))
        // Where no words are kept, there is nothing to read anew, and what was suggested stays.
        let hasReading = try await store.keptReading(of: id) == nil
        // What the words mean is the same whoever said them, but for the sides: those are looked at by the job.
        let analysis = analyzer.analyze(
            stored.transcript, cast: cast, acts: stored.acts, scores: try await keptScores(of: id, stored.transcript), decided: Self.decided(claims), settings: settings.meeting
        )
        var change = MeetingChange()
        // A decision made in between is in neither the reading nor the suggestions, which would undo it.
        change.expecting = summary.version
        change.cast = CastChange(cast, expecting: expecting, author: visitor.author, at: now(), restores: restores)
        change.domains = try await domains(of: id, cast: cast)
        if hasReading {
            change.suggestions = suggestions(of: analysis, meeting: summary.meeting, transcript: stored.transcript.id)
        }
        change.jobs = meaningJobs(for: id, language: stored.transcript.language)
        let changed = try await store.apply(change, to: id)
        if hasReading { readings.keep(analysis, of: id, version: changed.version, since: generation) }
        // What somebody says now may have been said by one who refused; or the refusal itself is new.
        let mustBeCut = Self.refusesToBeHeard(in: Conversation(transcript: stored.transcript, cast: cast), beyond: Conversation(transcript: stored.transcript, cast: former))
        let mustBeHeld = cast.participants.contains { $0.consent[.analysis] == .refused }
        guard mustBeCut || mustBeHeld else { return changed }
        if mustBeHeld { try await hold(changed, cast: cast, to: settings.privacy) }
        // Under a policy that has no such meetings it is gone.
        guard let held = try? await store.meeting(id) else { return changed }
        guard mustBeCut else { return held }
        _ = try await cutRecording(of: id)
        return (try? await store.meeting(id)) ?? held
    }

    /// Whether somebody who refused to be recorded speaks where nobody did who refused before, or had not refused yet.
    private static func refusesToBeHeard(in now: Conversation, beyond before: Conversation) -> Bool {
        func refusing(_ conversation: Conversation) -> (people: Set<Identifier<Participant>>, utterances: Set<Int>) {
            let people = Set(conversation.participants.filter { $0.consent[.recording] == .refused }.map(\.id))
            let theirs = conversation.utterances.indices.filter { index in
                conversation.utterances[index].participant.map { people.contains(conversation.participants[$0].id) } ?? false
            }
            return (people, Set(theirs))
        }
        let (now, before) = (refusing(now), refusing(before))
        return !now.people.isSubset(of: before.people) || !now.utterances.isSubset(of: before.utterances)
    }
}

/// There is no earlier version to go back to.
public struct NothingToUndo: Error, Hashable, Sendable, CustomStringConvertible {
    public var description: String { "There is nothing to undo: this is how the meeting came in." }
}

import Covalence
import Foundation
import MeetingInteraction
import Store

/// What those see who see no names.
extension Workbench {
    /// A meeting under labels. No files, no recording, nothing that somebody wrote about it.
    func openWithPseudonyms(_ summary: MeetingSummary, claims all: [Claim], for visitor: Visitor) async throws -> OpenMeeting {
        let analysis = try await analysis(of: summary, claims: all, for: visitor)
        let version = try await store.cast(of: summary.id)
        let stored = try await store.transcript(of: summary.id)
        let pseudonyms = try await pseudonyms(for: stored.transcript, cast: version.cast)
        let visible = all.filter { visitor.mayKnow($0) }.map { Self.bare($0, pseudonyms.carrier) }
        var cast = version
        cast.cast = pseudonyms.cast
        cast.author = Self.colleague(version.author)
        return OpenMeeting(
            summary: Pseudonyms.named(summary), cast: cast, analysis: analysis,
            claims: try await claimsByFinding(visible, in: analysis.reading, of: summary.id),
            outcome: MeetingOutcome(latestIn: all.filter { visitor.mayKnow($0) }).map { MeetingOutcome(advanced: $0.advanced) },
            files: [], wordsKept: try await wordsKept(of: summary.id), hasPseudonyms: true, isSameForEverybody: false
        )
    }

    /// A version of a cast under labels.
    func withPseudonyms(_ version: CastVersion, of id: Identifier<Meeting>) async throws -> CastVersion {
        var bare = version
        bare.cast = try await pseudonyms(for: try await store.transcript(of: id).transcript, cast: version.cast).cast
        bare.author = Self.colleague(version.author)
        return bare
    }

    /// A claim without anything that somebody wrote or that was copied out of words.
    static func bare(_ claim: Claim, _ carrier: EvidenceCarrier?) -> Claim {
        var bare = claim
        bare.object = nil
        bare.value = FindingKind(claimKind: claim.kind)?.title
        bare.payload = Pseudonyms.withoutText(claim.payload)
        bare.author = colleague(claim.author)
        bare.statedBy = nil
        bare.confidentialTo = nil
        bare.evidence = claim.evidence.map { evidence in
            guard case .words(let words) = evidence.place, let carrier else { return evidence }
            return Evidence(.words(carrier.carry(words)), basis: evidence.basis)
        }
        return bare
    }

    func utterancesWithPseudonyms(of id: Identifier<Meeting>, in range: Range<Int>, for visitor: Visitor) async throws -> UtteranceSlice {
        let analysis = try await analysis(of: try await store.meeting(id), for: visitor)
        var slice = try await store.utterances(of: id, in: range)
        let lines = analysis.conversation.utterances
        var version = slice.version
        version.author = Self.colleague(version.author)
        // The labels of the file are names; who speaks is said by the reading.
        let stored = try await store.transcript(of: id)
        let pseudonyms = try await pseudonyms(for: stored.transcript, cast: try await store.cast(of: id).cast)
        version.speakers = pseudonyms.transcript.speakers
        slice.version = version
        slice.utterances = slice.utterances.compactMap { utterance in
            guard lines.indices.contains(utterance.index) else { return nil }
            var bare = utterance
            bare.position = lines[utterance.index].range.lowerBound
            bare.utterance.text = lines[utterance.index].text
            return bare
        }
        return slice
    }

    /// Moments under labels, without those that were found by what is replaced.
    func withPseudonyms(_ moments: [Moment], words query: String) async throws -> [Moment] {
        let wanted = NameReplacer.words(in: query).map(\.folded)
        var made: [Identifier<Meeting>: Pseudonyms] = [:]
        var shown: [Moment] = []
        for moment in moments {
            let pseudonyms: Pseudonyms
            if let known = made[moment.meeting] {
                pseudonyms = known
            } else {
                pseudonyms = try await self.pseudonyms(
                    for: try await store.transcript(of: moment.meeting).transcript, cast: try await store.cast(of: moment.meeting).cast
                )
                made[moment.meeting] = pseudonyms
            }
            let text = pseudonyms.transcript.utterances[moment.utterance].text
            let there = NameReplacer.words(in: text).map(\.folded)
            guard wanted.allSatisfy({ word in there.contains { $0.hasPrefix(word) } }) else { continue }
            var bare = moment
            let conversation = Conversation(transcript: pseudonyms.transcript, cast: pseudonyms.cast)
            bare.title = Pseudonyms.title(at: moment.startedAt ?? moment.recordedAt)
            bare.label = nil
            bare.speaker = conversation.utterances[moment.utterance].participant.map { conversation.participants[$0].name }
            bare.text = text
            shown.append(bare)
        }
        return shown
    }

    /// Whether a query for words asks for a name.
    func names(in query: String) async throws -> Bool { try await workspaceNames().names.touches(query) }

    func pseudonyms(for transcript: Transcript, cast: Cast) async throws -> Pseudonyms {
        Pseudonyms(transcript, cast: cast, workspace: try await workspaceNames().names)
    }

    /// Everybody and every organisation the workspace knows.
    func workspaceNames() async throws -> (names: NameReplacer, stamp: Int) {
        let version = try await store.version()
        if let kept = names.names(of: version) { return kept }
        var made = NameReplacer()
        for member in try await store.members() { made.add(member.name, as: "[name]") }
        var cursor: PageCursor?
        repeat {
            let page = try await store.people(PersonQuery(cursor: cursor, limit: 500), in: .everything)
            for person in page.items { made.add(person.person.name, as: "[name]") }
            cursor = page.next
        } while cursor != nil
        repeat {
            let page = try await store.organizations(OrganizationQuery(cursor: cursor, limit: 500), in: .everything)
            for organization in page.items { made.add(organization.organization.name, as: "[organisation]") }
            cursor = page.next
        } while cursor != nil
        for name in settings.own.names { made.add(name, as: "[organisation]") }
        // People and companies that are named in casts only.
        repeat {
            let page = try await store.meetings(MeetingQuery(cursor: cursor, limit: 500))
            for participant in page.items.flatMap(\.participants) {
                made.add(participant.name, as: "[name]")
                participant.organization.map { made.add($0, as: "[organisation]") }
            }
            cursor = page.next
        } while cursor != nil
        return (made, names.keep(made, of: version))
    }

    /// An author without a name; the engine keeps its own.
    static func colleague(_ author: Claim.Author) -> Claim.Author {
        switch author {
        case .person: .person("a colleague")
        case .imported: .imported("a file")
        case .engine: author
        }
    }
}

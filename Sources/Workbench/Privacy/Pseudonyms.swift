import Covalence
import Foundation
import Language
import MeetingInteraction
import Store
import Synchronization

/// A meeting for those who see no names: labels in the place of people, and words in which names are replaced. What is read, is
/// read from the replaced words, so that nothing else can come through.
struct Pseudonyms: Sendable {
    /// The words with names replaced, under the labels.
    let transcript: Transcript
    let cast: Cast
    /// From the words to the replaced ones.
    let carrier: EvidenceCarrier?
    private let names: NameReplacer

    /// - Parameter workspace: everybody and every organisation the workspace knows.
    init(_ transcript: Transcript, cast: Cast, workspace: NameReplacer) {
        var names = NameReplacer()
        let labels = Self.labels(of: cast.participants.map(\.side))
        for (participant, label) in zip(cast.participants, labels) {
            names.add(participant.name, as: label)
            for name in cast.labels(of: participant.id) { names.add(name, as: label) }
        }
        for participant in cast.participants { participant.organization.map { names.add($0, as: "[organisation]") } }
        self.names = names.adding(workspace)
        var bare = Cast(participants: [], labels: [:], reassigned: cast.reassigned)
        for (participant, label) in zip(cast.participants, labels) {
            bare.participants.append(Participant(id: participant.id, name: label, side: participant.side))
        }
        let labelOf = Dictionary(zip(cast.participants.map(\.id), labels)) { first, _ in first }
        var changed = transcript
        for (index, speaker) in transcript.speakers.enumerated() {
            let participant = cast.labels[speaker]
            let name = participant.flatMap { labelOf[$0] } ?? "Speaker \(index + 1)"
            changed.speakers[index] = name
            if let participant { bare.labels[name] = participant }
        }
        for index in changed.utterances.indices { changed.utterances[index].text = self.names.replacing(changed.utterances[index].text) }
        self.cast = bare
        carrier = EvidenceCarrier(from: transcript, to: changed)
        self.transcript = changed
    }

    /// A text without names.
    func replacing(_ text: String) -> String { names.replacing(text) }

    /// Reads the replaced words.
    func analyze(
        _ stored: StoredTranscript, claims decided: [DecidedFinding], _ scores: MeaningScores?, _ analyzer: MeetingAnalyzer, _ settings: MeetingSettings
    ) -> MeetingAnalysis {
        let decided = decided.map { decision in
            var bare = decision
            bare.author = "a colleague"
            bare.attributes = Self.withoutText(decision.attributes)
            return bare
        }
        return analyzer.analyze(transcript, cast: cast, acts: stored.acts, scores: scores?.carried(to: transcript.offsets), decided: decided, settings: settings)
    }

    /// What of a claim's payload comes from a fixed list.
    static func withoutText(_ payload: [String: String]) -> [String: String] {
        payload.filter { ["finding", "side", "effect", "purpose", "type", "agreed", "spontaneous", "phase", "form"].contains($0.key) }
    }

    // MARK: Labels

    /// “Seller 1”, “Customer 2”, “Third party 1”, “Participant 3”, each counted by itself.
    static func labels(of sides: [Side?]) -> [String] {
        var counts: [String: Int] = [:]
        return sides.map { side in
            let word = switch side {
            case .seller: "Seller"
            case .customer: "Customer"
            case .thirdParty: "Third party"
            case nil: "Participant"
            }
            counts[word, default: 0] += 1
            return "\(word) \(counts[word] ?? 1)"
        }
    }

    /// A meeting in a list.
    static func named(_ summary: MeetingSummary) -> MeetingSummary {
        var bare = summary
        bare.meeting.title = title(summary)
        bare.meeting.note = nil
        bare.recording = nil
        bare.accounts = []
        bare.broughtInBy = nil
        let labels = labels(of: summary.participants.map(\.side))
        for (index, label) in labels.enumerated() {
            bare.participants[index].name = label
            bare.participants[index].organization = nil
            bare.participants[index].person = nil
        }
        return bare
    }

    static func title(_ summary: MeetingSummary) -> String { title(at: summary.orderedAt) }

    /// “Meeting of March 2026”, by UTC.
    static func title(at time: Timestamp) -> String {
        let months = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
        ]
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: "UTC") ?? calendar.timeZone
        let parts = calendar.dateComponents([.year, .month], from: Date(timeIntervalSince1970: Double(time.milliseconds) / 1000))
        return "Meeting of \(months[((parts.month ?? 1) - 1) % 12]) \(parts.year ?? 1970)"
    }
}

extension NameReplacer {
    /// With the names of another; those that are here win.
    func adding(_ other: NameReplacer) -> NameReplacer {
        var both = self
        both.take(other)
        return both
    }
}

/// The names that a workspace knows, kept while the workspace stays as it is.
final class WorkspaceNames: Sendable {
    private struct Kept {
        var version: Int
        var names: NameReplacer
        /// Goes up when the names become others: what was read with the former ones shows names.
        var stamp: Int
    }

    private let kept = Mutex<Kept?>(nil)

    func names(of version: Int) -> (names: NameReplacer, stamp: Int)? {
        kept.withLock { $0.flatMap { $0.version == version ? ($0.names, $0.stamp) : nil } }
    }

    func keep(_ names: NameReplacer, of version: Int) -> Int {
        kept.withLock { kept in
            let stamp = kept.map { $0.names == names ? $0.stamp : $0.stamp + 1 } ?? 0
            kept = Kept(version: version, names: names, stamp: stamp)
            return stamp
        }
    }
}

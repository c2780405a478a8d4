import Covalence
import Foundation
import Store

/// What became of a recording in which somebody must not be heard.
public enum RecordingCut: Hashable, Sendable {
    /// There is none, or everybody may be heard.
    case untouched
    /// Parts are silent now; for how long in all.
    case cut(milliseconds: Int)
    /// It is gone; why it could not be cut.
    case dropped(reason: String)
}

extension Workbench {
    /// How much before and after an utterance is made silent, in milliseconds ‡: speakers begin before their captions do.
    static let silenceMargin = 250

    /// Makes those silent who refused to be recorded; drops the recording where it cannot be cut. What others said at the same
    /// time goes with it.
    func cutRecording(of id: Identifier<Meeting>) async throws -> RecordingCut {
        let refused = try await store.cast(of: id).cast.participants.filter { $0.consent[.recording] == .refused }.map(\.id)
        return try await silence(Set(refused), in: id)
    }

    /// Makes participants silent in the recording of a meeting.
    func silence(_ participants: Set<Identifier<Participant>>, in id: Identifier<Meeting>) async throws -> RecordingCut {
        guard !participants.isEmpty else { return .untouched }
        let files = try await store.files(of: id).filter { $0.role == .recording }.map(\.file)
        guard let current = files.last else { return .untouched }
        func drop(_ reason: String) async throws -> RecordingCut {
            try await store.replaceRecording(of: id, with: nil)
            return .dropped(reason: reason)
        }
        let conversation = Conversation(
            transcript: try await store.transcript(of: id).transcript, cast: try await store.cast(of: id).cast
        )
        let theirs = conversation.utterances.filter { line in
            line.participant.map { participants.contains(conversation.participants[$0].id) } ?? false
        }
        let silent = Set(participants).subtracting(theirs.compactMap { $0.participant.map { conversation.participants[$0].id } })
        guard silent.isEmpty else { return try await drop("It is not known when everybody who refused speaks.") }
        let times = theirs.compactMap(\.time)
        guard times.count == theirs.count else { return try await drop("The words have no times, so it is not known where to cut.") }
        let vault = records.files
        // A backup that was made while it was cut has neither the former bytes nor the new ones.
        guard vault.url(of: current.hash) != nil else { return try await drop("Its bytes are not there.") }
        guard let wave = try SilencedWave(size: current.bytes, read: { try vault.read(current.hash, range: $0) }) else {
            return try await drop("Only uncompressed WAV files can be cut.")
        }
        let spans = times.map { TimeSpan(start: max(0, $0.start - Self.silenceMargin), end: $0.end.addingReportingOverflow(Self.silenceMargin).partialValue) }
        let incoming = try vault.receive(limit: .max)
        try wave.write(silencing: spans, read: { try vault.read(current.hash, range: $0) }, to: { try incoming.append($0) })
        let count = incoming.count
        let hash = try incoming.commit()
        // Cut before: nothing is left to be heard.
        guard hash != current.hash || files.count > 1 else { return .untouched }
        try await store.replaceRecording(of: id, with: StoredFile(
            hash: hash, bytes: count, mediaType: current.mediaType, name: current.name, receivedAt: now()
        ))
        return .cut(milliseconds: Self.length(of: spans, within: wave.duration))
    }

    /// Milliseconds that spans cover together.
    private static func length(of spans: [TimeSpan], within duration: Int) -> Int {
        var total = 0
        var end = 0
        for span in spans.sorted(by: { $0.start < $1.start }) {
            let start = max(span.start, end)
            let stop = min(span.end, duration)
            if stop > start { total += stop - start }
            end = max(end, span.end)
        }
        return total
    }
}

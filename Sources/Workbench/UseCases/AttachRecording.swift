public import Covalence
import Formats
public import Store

extension Workbench {
    /// Begins to take a recording in, piece by piece.
    public func receiveRecording(by visitor: Visitor) async throws -> IncomingFile {
        try await admit(visitor, to: .attachRecording)
        return try records.files.receive(limit: settings.recordingLimit)
    }

    /// Keeps a recording that was taken in whole, and plays it with the meeting from now on.
    ///
    /// - Parameter expecting: the version of the meeting that was seen; nil to take the place of whatever is there.
    /// - Throws: `NotARecording` where its first bytes are not those of a kind that can be played; `StoreError.conflict(.meeting)`.
    @discardableResult
    public func attachRecording(
        _ file: IncomingFile,
        named name: String,
        to id: Identifier<Meeting>,
        expecting: Int? = nil,
        by visitor: Visitor
    ) async throws -> MeetingSummary {
        try await admit(visitor, to: .attachRecording, .meeting(id))
        _ = try await store.meeting(id)
        guard let kind = RecordingKind(firstBytes: try file.firstBytes(RecordingKind.neededBytes)) else {
            file.discard()
            throw NotARecording(file: Self.displayName(name))
        }
        let count = file.count
        let hash = try file.commit()
        var change = MeetingChange()
        change.expecting = expecting
        change.recording = StoredFile(
            hash: hash, bytes: count, mediaType: kind.mediaType, name: Self.displayName(name), receivedAt: now()
        )
        let attached = try await store.apply(change, to: id)
        guard try await cutRecording(of: id) != .untouched else { return attached }
        return try await store.meeting(id)
    }
}

/// A file was given as a recording and is not one.
public struct NotARecording: Error, Hashable, Sendable, CustomStringConvertible {
    public var file: String

    public var description: String {
        "\(file) is not a recording that can be played. Use mp3, m4a, wav, ogg, mp4 or webm."
    }
}

public import Covalence
import Formats
public import Store

extension Workbench {
    /// Begins to take a recording in, piece by piece.
    public func receiveRecording(by visitor: Visitor) async throws -> IncomingFile {
        try await admit(visitor, to: .attachRecording)
        return try records.files.receive(limit: settings.recordingLimit)
    }

    /// Begins to take the recording of a meeting in, piece by piece: nobody sends four gigabytes where somebody was faster.
    ///
    /// - Parameter seen: what recording was there for whoever chose this one; nil to take the place of whatever is there.
    /// - Throws: `StoreError.conflict(.content)` where another one is there by now; `StoreError.notFound`.
    public func receiveRecording(of id: Identifier<Meeting>, seen: SeenRecording?, by visitor: Visitor) async throws -> IncomingFile {
        try await admit(visitor, to: .attachRecording, .meeting(id))
        let recording = try await store.meeting(id).recording
        try seen?.check(recording)
        return try records.files.receive(limit: settings.recordingLimit)
    }

    /// Keeps a recording that was taken in whole, and plays it with the meeting from now on.
    ///
    /// - Parameters:
    ///   - expecting: the version of the meeting that was seen; nil to take the place of whatever is there.
    ///   - seen: what recording was seen with it; nil for the same.
    /// - Throws: `NotARecording` where its first bytes are not those of a kind that can be played; `StoreError.conflict(.meeting)`,
    ///   `StoreError.conflict(.content)`.
    @discardableResult
    public func attachRecording(
        _ file: IncomingFile,
        named name: String,
        to id: Identifier<Meeting>,
        expecting: Int? = nil,
        seen: SeenRecording? = nil,
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
        change.recordingSeen = seen
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

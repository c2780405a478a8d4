public import Covalence

/// A file in the vault as a workspace knows it.
public struct StoredFile: Hashable, Sendable {
    public var hash: ContentHash
    /// Size in bytes.
    public var bytes: Int
    /// Such as `text/vtt`, `audio/mpeg`.
    public var mediaType: String
    /// The name it came with.
    public var name: String
    public var receivedAt: Timestamp

    /// A file whose bytes are in the vault.
    public init(hash: ContentHash, bytes: Int, mediaType: String, name: String, receivedAt: Timestamp) {
        self.hash = hash
        self.bytes = bytes
        self.mediaType = mediaType
        self.name = name
        self.receivedAt = receivedAt
    }
}

/// A file of a meeting.
public struct MeetingFile: Hashable, Sendable {
    /// What it is to the meeting.
    public enum Role: String, Hashable, Sendable, CaseIterable {
        /// The transcript's source.
        case original
        /// Sound or picture.
        case recording
    }

    public var role: Role
    public var file: StoredFile

    /// A file in its role.
    public init(role: Role, file: StoredFile) {
        self.role = role
        self.file = file
    }
}

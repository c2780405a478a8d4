public import Covalence

/// A workspace: the room whose meetings, people and claims belong together.
public struct WorkspaceRecord: Hashable, Sendable, Identifiable {
    public var id: Identifier<Workspace>
    /// The name to show.
    public var name: String
    public var createdAt: Timestamp
    /// A JSON object; the store does not read it.
    public var settings: String

    /// A workspace with settings as JSON.
    public init(id: Identifier<Workspace>, name: String, createdAt: Timestamp, settings: String = "{}") {
        self.id = id
        self.name = name
        self.createdAt = createdAt
        self.settings = settings
    }
}

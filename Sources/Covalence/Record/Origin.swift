/// Where something of the record came from: a program and the name it has there. What comes again under the same origin is the same thing.
public struct Origin: Hashable, Sendable, Codable {
    /// The program or file, as it is named in an import: `salesforce`.
    public var system: String
    /// What names it there; stays the same when it is exported again.
    public var id: String

    /// A name in another program.
    public init(system: String, id: String) {
        self.system = system
        self.id = id
    }
}

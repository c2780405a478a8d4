public import Covalence
import Foundation
public import Store

/// An event as others get it, in streams, pages and deliveries: ids and times only.
public struct EventText: Hashable, Sendable, Encodable {
    /// `meeting.imported`.
    public var type: String
    public var timestamp: Timestamp
    /// Its number in the workspace. 0 for a test.
    public var sequence: Int64
    public var workspace: Identifier<Workspace>
    public var data: Subject

    /// What it is about.
    public struct Subject: Hashable, Sendable, Encodable {
        /// `meeting`, `interaction`, `organization`, `person`, `claim`, `webhook`.
        public var thing: String
        public var id: String
        /// Of a merge: what was merged into it, or taken apart from it.
        public var other: String?
    }

    /// An event of a workspace.
    public init(_ event: RecordEvent, in workspace: Identifier<Workspace>) {
        type = event.kind.rawValue
        timestamp = event.at
        sequence = event.sequence
        self.workspace = workspace
        data = Subject(
            thing: event.kind.thing.rawValue, id: event.thing.uuidString.lowercased(), other: event.other?.uuidString.lowercased()
        )
    }

    /// As JSON in one line, keys sorted.
    public func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}

public import Covalence
public import Store

/// What an admitted or refused action leaves behind: who, what, when, from where. Ids only.
public struct Trace: Hashable, Sendable {
    public var workspace: Identifier<Workspace>
    public var at: Timestamp
    public var visitor: Visitor.Identity
    public var session: Identifier<Session>?
    public var origin: String
    /// `Action.rawValue`, or what happens at the door: `session.begin`, `session.refused`.
    public var action: String
    public var subject: ActionSubject
    public var isRefused: Bool

    /// A trace.
    public init(
        workspace: Identifier<Workspace>,
        at time: Timestamp,
        visitor: Visitor.Identity,
        session: Identifier<Session>? = nil,
        origin: String,
        action: String,
        subject: ActionSubject = .workspace,
        isRefused: Bool = false
    ) {
        self.workspace = workspace
        at = time
        self.visitor = visitor
        self.session = session
        self.origin = origin
        self.action = action
        self.subject = subject
        self.isRefused = isRefused
    }
}

/// Keeps traces; `leave` returns when it is on the disk.
public protocol Traces: Sendable {
    /// Keeps a trace.
    func leave(_ trace: Trace) async throws
}

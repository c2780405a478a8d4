public import Covalence

/// Who holds a session, and how far their workspace is.
public struct SessionHolder: Sendable {
    public var session: Session
    public var member: Member
    /// Larger after every change in the workspace.
    public var workspaceVersion: Int

    /// A session with its holder.
    public init(session: Session, member: Member, workspaceVersion: Int) {
        self.session = session
        self.member = member
        self.workspaceVersion = workspaceVersion
    }
}

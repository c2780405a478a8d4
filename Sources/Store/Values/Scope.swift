public import Covalence

/// What of a workspace is in sight: every list, search and count passes through it, inside the database.
///
/// Who gets which scope is decided in one place, `Workbench/Access`.
public enum Scope: Hashable, Sendable {
    /// Everything in the workspace: administrators, and the operator at the terminal.
    case everything
    /// Accounts that a member holds, alone or through a team; with `managing`, also the accounts of the teams they manage and of
    /// those teams' members. What belongs to no account is in sight for whoever brought it in; what belongs to several, only
    /// for those who see all of them.
    case accounts(of: Identifier<Member>, managing: Bool)
    /// Meetings whose every participant agreed to research. Nothing else.
    case research
}

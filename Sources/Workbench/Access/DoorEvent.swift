/// What happens at the door, where there is no visitor yet, or none any more.
public enum DoorEvent: String, Hashable, Sendable, CaseIterable {
    case signedIn = "session.begin"
    case signInRefused = "session.refused"
    case signedOut = "session.end"
    case setUp = "workspace.set-up"
    case invitationAccepted = "invitation.accept"
    case resetAsked = "reset.ask"
    case resetDone = "reset.done"
    /// A token that has ended was tried; noted once a minute at most.
    case tokenRefused = "token.refused"
    /// Something that this list does not know.
    case other = "door.other"
}

public import Covalence
public import SignIn

/// Why somebody was not let in, or could not change how they are let in. Every case says what to do; none holds a secret or tells
/// which accounts exist.
public enum DoorProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// No such account, a wrong password, an account that is not active: the same for all, so that guessing learns nothing.
    case refused
    /// The password was right and the one-time or recovery code was not, or was used before.
    case wrongCode
    /// Too many failures; how many seconds to wait.
    case wait(seconds: Int64)
    /// The password could not be hashed or compared now.
    case hasher(PasswordHasherProblem)
    /// The link was used, has expired, was replaced by a newer one, or never was.
    case link
    /// The workspace has an administrator already.
    case isSetUp
    /// The password that confirms a change is not the visitor's.
    case wrongPassword
    /// The visitor has no password to confirm with.
    case noPassword
    /// The new password cannot be taken.
    case password(PasswordProblem)
    /// The address cannot be taken.
    case address(MailProblem)
    /// The name is empty or longer than 200 characters.
    case name
    /// Only a member has an account; the operator and the program have none.
    case notAMember
    /// One-time codes are not set up.
    case noOneTimeCodes
    /// The provider's identity belongs to nobody here.
    case unknownIdentity
    /// The provider does not vouch for the address, or names none.
    case unverifiedIdentity
    /// The provider's identity is another member's.
    case identityTaken
    /// A link of this kind is not for a member in this state.
    case state(Member.State)
    /// The credentials were changed by somebody else in the meantime.
    case changedMeanwhile

    public var description: String {
        switch self {
        case .refused:
            "The address or the password is not right, or this account can't be used now. Try again, or ask for a new password."
        case .wrongCode: "The code is not right, or it was used already. Wait for the next one in your app, or use a recovery code."
        case .wait(let seconds): "There were too many failed attempts. Wait \(Self.words(seconds)) and try again."
        case .hasher(let problem): problem.description
        case .link: "This link does not work any more: it was used, it has expired, or there is a newer one. Ask for a new link."
        case .isSetUp: "This workspace is set up already. Sign in, or ask one of its administrators to invite you."
        case .wrongPassword: "This is not your present password. Type the password you sign in with now."
        case .noPassword: "You have no password here, because you sign in through your provider. Ask for one with “Forgot password”."
        case .password(let problem): problem.description
        case .address(let problem): problem.description
        case .name: "Write a name of 1 to \(OneLine.longest) characters."
        case .notAMember: "The operator at the terminal has no account here. Sign in as a member to do this."
        case .noOneTimeCodes: "One-time codes are not set up for this account. Set them up first."
        case .unknownIdentity: "Nobody in this workspace signs in with this account of the provider. Ask an administrator to invite you."
        case .unverifiedIdentity:
            "Your provider does not confirm your mail address, so we can't tell who you are here. Confirm it there, or use your invitation link, which offers the provider too."
        case .identityTaken:
            "Another member signs in with this account of the provider. Sign out there and take your own, or choose a password below."
        case .state(.invited): "This member has not used the invitation yet. Send the invitation again instead."
        case .state(.active): "This member has used the invitation already. Send a link for a new password instead."
        case .state(.suspended): "This member is suspended. Make them active again first."
        case .changedMeanwhile: "Your password or codes were changed in the meantime. Reload the page and try again."
        }
    }

    private static func words(_ seconds: Int64) -> String {
        if seconds < 90 { return seconds == 1 ? "1 second" : "\(seconds) seconds" }
        return "\((seconds + 59) / 60) minutes"
    }
}

public import Foundation

/// Why signing in with an OpenID Connect provider did not work. The sentences hold no token, code or secret.
public enum OpenIDError: Error, Equatable, Sendable {
    /// A setting of ours can't be used; the sentence says which.
    case badSetting(String)
    /// No answer, or a broken connection, at the named step.
    case unreachable(OpenIDStep)
    /// No whole answer within this many seconds.
    case tooSlow(OpenIDStep, seconds: Double)
    /// An answer of more than this many bytes.
    case tooLarge(OpenIDStep, bytes: Int)
    /// The provider sends us to another host, or in a circle.
    case redirected(OpenIDStep)
    /// An HTTP status that is no success.
    case status(OpenIDStep, Int)
    /// An answer that can't be read, or lacks something.
    case unreadable(OpenIDStep, String)
    /// The provider calls itself otherwise than the setting does (OpenID Connect Discovery 1.0, 4.3).
    case otherIssuer(expected: String, found: String)
    /// An address of the provider's that isn't protected.
    case insecureAddress(String)
    /// The provider can't do what we need.
    case unsupported(String)
    /// What the browser brought back can't be read.
    case badCallback(String)
    /// This browser did not start this sign-in, or started it with another provider.
    case otherSignIn
    /// More than ten minutes went by.
    case expired
    /// The provider ended it; an error code of RFC 6749 or OpenID Connect, or “unknown”.
    case refused(String)
    /// The provider did not take the code; an error code of RFC 6749, 5.2.
    case codeRefused(String)
    /// The ID token does not hold; the reason.
    case badToken(OpenIDTokenFault)
}

/// The steps that ask the provider something.
public enum OpenIDStep: String, Sendable {
    case discovery = "its configuration"
    case keys = "its keys"
    case token = "the sign-in's result"
    case userInfo = "the person's name and address"
}

/// What is wrong with an ID token (OpenID Connect Core 1.0, 3.1.3.7).
public enum OpenIDTokenFault: String, Sendable {
    case malformed = "it can't be read"
    case encrypted = "it is encrypted, which is not supported; turn that off for this client"
    case algorithm = "it is signed in a way that is not allowed"
    case unknownKey = "it is signed with a key the provider does not publish"
    case signature = "its signature is wrong"
    case issuer = "it comes from another provider"
    case audience = "it was made for another program"
    case expired = "it has expired; check the clocks of both machines"
    case notYetValid = "it was made in the future; check the clocks of both machines"
    case nonce = "it belongs to another sign-in"
    case accessToken = "it does not belong to the access token"
    case subject = "it does not say for whom it is"
    case authenticationTime = "the person signed in there too long ago"
}

extension OpenIDError: CustomStringConvertible, LocalizedError {
    public var errorDescription: String? { description }

    public var description: String {
        switch self {
        case .badSetting(let what):
            "The settings for signing in are wrong: \(what) Ask your administrator."
        case .unreachable(let step):
            "The sign-in provider does not answer when asked for \(step.rawValue). Try again later, or ask your administrator."
        case .tooSlow(let step, let seconds):
            "The sign-in provider took longer than \(Self.plain(seconds)) s to send \(step.rawValue). Try again later."
        case .tooLarge(let step, let bytes):
            "The sign-in provider sent more than \(bytes) bytes for \(step.rawValue). Ask the provider’s administrator."
        case .redirected(let step):
            "The sign-in provider points elsewhere for \(step.rawValue). Ask your administrator to check the provider’s address."
        case .status(let step, let code):
            "The sign-in provider answered with status \(code) when asked for \(step.rawValue). Ask your administrator."
        case .unreadable(let step, let what):
            "The sign-in provider’s answer about \(step.rawValue) can’t be used: \(what) Ask the provider’s administrator."
        case .otherIssuer(let expected, let found):
            "The sign-in provider is set as “\(Self.short(expected))” and calls itself “\(Self.short(found))”. "
                + "Ask your administrator to set exactly the name it uses."
        case .insecureAddress(let what):
            "The sign-in provider’s \(what) is not an https address. Ask your administrator."
        case .unsupported(let what):
            "The sign-in provider can’t be used: \(what) Ask the provider’s administrator."
        case .badCallback(let what):
            "What came back from the sign-in provider can’t be used: \(what) Start signing in again."
        case .otherSignIn:
            "This sign-in was not started in this browser. Start signing in again from our sign-in page."
        case .expired:
            "Signing in took longer than ten minutes. Start again."
        case .refused("access_denied"):
            "The sign-in provider did not let you in, or you said no there. Try again, or ask its administrator."
        case .refused(let code):
            "The sign-in provider ended the sign-in (\(code)). Try again; if that does not help, ask its administrator."
        case .codeRefused("invalid_client"), .codeRefused("unauthorized_client"):
            "The sign-in provider does not accept this program’s client ID or secret. Ask your administrator to check both."
        case .codeRefused("invalid_grant"):
            "The sign-in provider says this sign-in was used already or is too old. Start signing in again."
        case .codeRefused(let code):
            "The sign-in provider did not complete the sign-in (\(code)). Ask your administrator."
        case .badToken(let fault):
            "The sign-in provider’s ID token was refused: \(fault.rawValue). Start again; if it stays so, ask your administrator."
        }
    }

    private static func plain(_ seconds: Double) -> String {
        seconds == seconds.rounded() ? String(Int(seconds)) : String(seconds)
    }

    /// A text of somebody else's, cut and without control characters.
    static func short(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.prefix(200).filter { $0.properties.generalCategory != .control }))
    }

    /// An error code as RFC 6749 allows it, kept only where it can't carry anything else.
    static func code(_ text: String?) -> String {
        guard let text, known.contains(text) else { return "unknown" }
        return text
    }

    /// RFC 6749, 4.1.2.1 and 5.2; OpenID Connect Core 1.0, 3.1.2.6.
    private static let known: Set<String> = [
        "invalid_request", "unauthorized_client", "access_denied", "unsupported_response_type", "invalid_scope", "server_error",
        "temporarily_unavailable", "invalid_client", "invalid_grant", "unsupported_grant_type", "interaction_required",
        "login_required", "account_selection_required", "consent_required", "invalid_request_uri", "invalid_request_object",
        "request_not_supported", "request_uri_not_supported", "registration_not_supported",
    ]
}

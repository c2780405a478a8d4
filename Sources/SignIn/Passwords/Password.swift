import Foundation

/// A password as it is hashed: of a bounded length and in one spelling, however the keyboard made it.
///
/// The spelling follows the idea of OpaqueString in RFC 8265: every kind of space becomes the plain space, the text is brought
/// to NFC, capital letters stay, control characters are refused. Unlike there, characters this machine's Unicode tables do not
/// know and invisible joiners (as in emoji) are kept, so that a password does not stop working with another release.
public struct Password: Confidential {
    /// The most bytes of UTF-8 that are looked at. More is refused unread.
    public static let maximumBytes = 1_024
    /// How many characters (Unicode scalars, after normalising) a password must have at least.
    public static let minimumCharacters = 10
    /// How many characters (Unicode scalars, after normalising) a password may have at most.
    public static let maximumCharacters = 256

    let bytes: [UInt8]

    /// A password somebody signs in with. Only what could never have been chosen is refused: too long, empty or with control
    /// characters; so older, laxer passwords go on working.
    public init(entered text: String) throws(PasswordProblem) {
        bytes = Array(try Self.normalised(text).utf8)
    }

    /// A password somebody chooses. `names` are the account's address, name and what else everybody knows about it: a password
    /// that is little more than these is refused, and so are the most common ones.
    public init(chosen text: String, for names: [String]) throws(PasswordProblem) {
        let text = try Self.normalised(text)
        guard text.unicodeScalars.count >= Self.minimumCharacters else { throw .tooShort }
        guard !CommonPasswords.contains(text) else { throw .tooCommon }
        guard !PersonalWords(names).make(up: text) else { throw .ownName }
        bytes = Array(text.utf8)
    }

    private static func normalised(_ text: String) throws(PasswordProblem) -> String {
        // Before anything that costs time in the length.
        guard text.utf8.count <= maximumBytes else { throw .tooLong }
        guard !text.isEmpty else { throw .tooShort }
        var spaced = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control: throw .controlCharacter
            case .spaceSeparator: spaced.append(" ")
            default: spaced.append(scalar)
            }
        }
        let result = String(spaced).precomposedStringWithCanonicalMapping
        // A few characters grow in NFC.
        guard result.unicodeScalars.count <= maximumCharacters, result.utf8.count <= maximumBytes else { throw .tooLong }
        return result
    }
}

/// Why a password is refused. Every case says what to do; none repeats the password.
public enum PasswordProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// Fewer than ten characters.
    case tooShort
    /// More than 256 characters or 1,024 bytes.
    case tooLong
    /// It has a line break, a tab or another control character.
    case controlCharacter
    /// It is among those everybody tries first.
    case tooCommon
    /// It is little more than the account's own address or name.
    case ownName

    public var description: String {
        switch self {
        case .tooShort: "The password is too short. Use at least \(Password.minimumCharacters) characters; four unusual words are good."
        case .tooLong: "The password is too long. Use at most \(Password.maximumCharacters) characters."
        case .controlCharacter: "The password has a line break, a tab or another invisible control character. Type it on one line."
        case .tooCommon: "Many people use this password, so it is tried first. Choose another; four unusual words are good."
        case .ownName: "The password is mostly your own name or address. Add something that others can't know."
        }
    }
}

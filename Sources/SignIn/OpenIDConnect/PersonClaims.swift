import Foundation

/// What a token or the provider's user information says of the person.
struct PersonClaims: Decodable, Sendable {
    let subject: String
    let email: String?
    let emailVerified: Bool
    let name: String?

    private enum CodingKeys: String, CodingKey {
        case sub, email, name, email_verified
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        subject = try fields.decode(String.self, forKey: .sub)
        email = (try? fields.decode(String.self, forKey: .email)).flatMap(Self.address)
        // Some providers write the word instead of the value.
        let verified = (try? fields.decode(Bool.self, forKey: .email_verified))
            ?? ((try? fields.decode(String.self, forKey: .email_verified)) == "true")
        emailVerified = verified && email != nil
        name = (try? fields.decode(String.self, forKey: .name)).flatMap(Self.line)
    }

    /// An address that looks like one: at most 254 characters, one @ inside, nothing invisible.
    private static func address(_ text: String) -> String? {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard text.utf8.count <= 254, parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty,
            !text.unicodeScalars.contains(where: { $0.properties.isWhitespace || isHidden($0) })
        else { return nil }
        return text
    }

    /// One line of at most 200 characters without invisible ones.
    private static func line(_ text: String) -> String? {
        let kept = String(String.UnicodeScalarView(text.unicodeScalars.prefix(1000).filter { !isHidden($0) }))
        let line = String(kept.prefix(200)).trimmingCharacters(in: .whitespacesAndNewlines)
        return line.isEmpty ? nil : line
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse: true
        default: false
        }
    }
}

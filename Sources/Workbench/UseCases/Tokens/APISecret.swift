public import Covalence
import Foundation
public import SignIn

/// The text of a token: `cvl_`, the secret (256 random bits), and the workspace it lets in to, so that it is known where to look.
///
/// Shown once, kept as its SHA-256. A slow hash as for passwords would buy nothing: nobody tries 256 random bits through, and each
/// request would wait for it. The beginning makes a token that got into a public place easy to search for.
public struct APISecret: Sendable {
    static let mark = "cvl_"
    /// Characters of the secret that are kept to know the token again: 48 of its 256 bits.
    private static let shown = 8

    public var workspace: Identifier<Workspace>
    /// The secret.
    public var token: SecretToken

    init(_ workspace: Identifier<Workspace>, _ token: SecretToken = .make()) {
        self.workspace = workspace
        self.token = token
    }

    /// Reads what an `Authorization` header holds; nil for anything else.
    public init?(text: String) {
        guard text.hasPrefix(Self.mark), text.utf8.count == Self.mark.utf8.count + 43 + 32 else { return nil }
        let rest = text.dropFirst(Self.mark.count)
        let hex = rest.suffix(32)
        let parts = [8, 4, 4, 4, 12].reduce(into: (rest: hex, parts: [Substring]())) { walk, length in
            walk.parts.append(walk.rest.prefix(length))
            walk.rest = walk.rest.dropFirst(length)
        }.parts
        guard let workspace = Identifier<Workspace>(parts.joined(separator: "-")), let token = SecretToken(text: String(rest.prefix(43))) else { return nil }
        self.init(workspace, token)
    }

    /// For its owner, once: 79 characters, safe in headers and in shells.
    public var text: String { Self.mark + token.text + workspace.description.replacing("-", with: "") }

    /// How it begins, to know it again.
    var beginning: String { Self.mark + token.text.prefix(Self.shown) }
}

/// What a token of the API may be used for. A token never allows more than its member's role does: a scope only takes away.
public enum TokenScope: String, Hashable, Sendable, CaseIterable {
    /// See what the member sees.
    case read
    /// Bring in, change, decide, erase.
    case write
    /// Take words and files out.
    case export
    /// What is for administrators.
    case administer

    /// What is written beside it where scopes are chosen.
    public var meaning: String {
        switch self {
        case .read: "See and search what you see."
        case .write: "Add, change, decide and erase what you may."
        case .export: "Export meetings, with what is needed to see them."
        case .administer: "Members, teams, settings, privacy, the audit log. For administrators only."
        }
    }

    /// Scopes that this one holds. What is exported or administered is seen.
    var holds: Set<TokenScope> {
        switch self {
        case .read, .write: [self]
        case .export, .administer: [self, .read]
        }
    }
}

extension Permission {
    /// The scope a token needs for it.
    var scope: TokenScope {
        switch self {
        case .read, .know, .listen, .lead: .read
        case .change, .erase, .assign, .define: .write
        case .export: .export
        case .administer: .administer
        }
    }
}

extension Action {
    /// The scope a token needs for it. Follows from the permission, but for what is a look where roles ask for more, or the reverse.
    public var scope: TokenScope {
        switch self {
        case .seeOwnMeasures, .openFile: .read
        // Turns to be asked about are words that are seen.
        case .askCodes: .read
        // What is supposed of the people behind labels is asked for before anything is said of them.
        case .suggestSpeakers: .read
        case .exportOriginal, .exportPerson: .export
        case .changeOwnAccount, .makeToken, .revokeToken: .write
        default: permission.scope
        }
    }
}

/// A token asked for something it was not made for.
public struct ScopeMissing: Error, Hashable, Sendable, CustomStringConvertible {
    public var scope: TokenScope

    public var description: String {
        "This token was made without the scope “\(scope.rawValue)”. Make one that has it on the page “Tokens” of your settings."
    }
}

extension Visitor {
    /// The scopes for which the visitor's role allows something: those a token of theirs can have.
    public var tokenScopes: [TokenScope] { TokenScope.allCases.filter { scope in role.permissions.contains { $0.scope == scope } } }
}

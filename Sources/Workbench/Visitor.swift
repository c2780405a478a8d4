import Covalence

/// Whoever uses the workbench, and what they may do. Every use case asks here before it does anything.
///
/// Until people sign in there is one visitor, the owner of the machine; the page and the command line both are it.
public struct Visitor: Hashable, Sendable {
    /// The name under which claims and decisions are kept.
    public var name: String
    public var permissions: Set<Permission>

    /// A visitor with a name and what it may do.
    public init(name: String, permissions: Set<Permission>) {
        self.name = name
        self.permissions = permissions
    }

    /// The person at this machine, who may do everything.
    public static let owner = Visitor(name: "you", permissions: Set(Permission.allCases))

    /// The author under which this visitor's claims are kept.
    var author: Claim.Author { .person(name) }

    /// Refuses what the visitor may not do.
    func require(_ permission: Permission) throws(NotPermitted) {
        guard permissions.contains(permission) else { throw NotPermitted(visitor: name, permission: permission) }
    }
}

/// Something a use case does, and that a visitor may or may not do.
public enum Permission: String, Hashable, Sendable, CaseIterable {
    /// See meetings, transcripts and findings.
    case read
    /// Bring in files, say who was who, decide on findings.
    case change
    /// Take words out of the program.
    case export
    /// Remove a meeting for good.
    case erase
}

/// A visitor asked for something it may not do.
public struct NotPermitted: Error, Hashable, Sendable, CustomStringConvertible {
    public var visitor: String
    public var permission: Permission

    public var description: String {
        "\(visitor) may not \(permission.rawValue) here. Ask an administrator of this workspace."
    }
}

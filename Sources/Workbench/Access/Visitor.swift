public import Covalence
public import Store

/// Whoever uses the workbench: who they are, what follows from their role, and where they come from. Made at the door (a session,
/// the terminal), for one workspace.
public struct Visitor: Hashable, Sendable {
    /// Who it is.
    public enum Identity: Hashable, Sendable {
        case member(Identifier<Member>)
        /// The person at this machine's terminal, who could read the files anyway.
        case operatorAtTerminal
        /// The program itself: retention, resumed imports.
        case system
        /// Somebody who has not signed in: at the door only.
        case nobody
    }

    public var identity: Identity
    /// The name under which claims and decisions are kept.
    public var name: String
    public var role: Role
    /// The workspace they were let in to; nil for the operator and the program, who are let in to all.
    public var workspace: Identifier<Workspace>?
    /// The person in the record that the member is.
    public var person: Identifier<Person>?
    /// Names the session in the audit log.
    public var session: Identifier<Session>?
    /// The network address, or `terminal`.
    public var origin: String
    /// The workspace's version when they were let in; nil where nobody looked. What they are shown is at least as new.
    public var workspaceVersion: Int?
    /// What the token they came with may be used for; nil for whoever signed in, who may do all that the role allows.
    public var scopes: Set<TokenScope>?

    /// A visitor.
    public init(
        _ identity: Identity,
        name: String,
        role: Role,
        workspace: Identifier<Workspace>?,
        person: Identifier<Person>? = nil,
        session: Identifier<Session>? = nil,
        origin: String = "terminal"
    ) {
        self.identity = identity
        self.name = name
        self.role = role
        self.workspace = workspace
        self.person = person
        self.session = session
        self.origin = origin
    }

    /// The member of a workspace.
    public init(_ member: Member, in workspace: Identifier<Workspace>, session: Identifier<Session>? = nil, origin: String = "terminal") {
        self.init(
            .member(member.id), name: member.name, role: member.role, workspace: workspace, person: member.person,
            session: session, origin: origin
        )
    }

    /// The person at this machine's terminal.
    public static let owner = Visitor(.operatorAtTerminal, name: "you", role: .administrator, workspace: nil)

    /// The program itself.
    public static let system = Visitor(.system, name: "Covalence", role: .administrator, workspace: nil)

    /// The member, where it is one.
    public var member: Identifier<Member>? {
        if case .member(let id) = identity { id } else { nil }
    }

    /// What is in sight for this visitor. The only place that says so.
    public var scope: Scope {
        switch (identity, role) {
        case (.member, .administrator), (.operatorAtTerminal, _), (.system, _): .everything
        case (.nobody, _): .research
        case (.member, .researcher): .research
        case (.member(let id), .manager): .accounts(of: id, managing: true)
        case (.member(let id), .salesperson), (.member(let id), .reader): .accounts(of: id, managing: false)
        }
    }

    /// Whether names are replaced for this visitor.
    public var seesPseudonyms: Bool { role == .researcher }

    /// Whether the role allows something, and the token they came with.
    public func may(_ permission: Permission) -> Bool { role.permissions.contains(permission) && holds(permission.scope) }

    /// Whether the token they came with was made for this; always, where they came without one.
    func holds(_ scope: TokenScope) -> Bool {
        guard let scopes else { return true }
        return scopes.contains { $0.holds.contains(scope) }
    }

    /// Whether a claim may be known to this visitor. Not even administrators see what is confidential to others; the operator at the
    /// terminal does, who could read the file.
    public func mayKnow(_ claim: Claim) -> Bool {
        guard let named = claim.confidentialTo else { return true }
        guard let member else { return true }
        return named.contains(member)
    }

    /// The author under which this visitor's claims are kept.
    var author: Claim.Author { .person(name) }

    /// What this visitor decides on a claim, under their name and as the member they are.
    func decision(_ claim: Identifier<Claim>, _ standing: Standing, at time: Timestamp, reason: String? = nil) -> Decision {
        Decision(claim: claim, standing: standing, author: author, decidedBy: member, at: time, reason: reason)
    }
}

/// A visitor asked for something it may not do.
public struct NotPermitted: Error, Hashable, Sendable, CustomStringConvertible {
    public var visitor: String
    public var permission: Permission
    /// Who may, where that depends on more than the permission.
    public var whoMay: String?

    public var description: String {
        whoMay.map { "\(visitor) may not do this. \($0)" } ?? "\(visitor) may not \(permission.sentence) here. Ask an administrator of this workspace."
    }
}

extension Permission {
    /// What it lets somebody do, as the end of “… may not …”.
    var sentence: String {
        switch self {
        case .read: "see meetings"
        case .know: "see organisations, people and names"
        case .listen: "play recordings"
        case .change: "change anything"
        case .export: "export"
        case .erase: "erase this"
        case .assign: "say who works an account"
        case .lead: "see measures of teams"
        case .define: "write codebooks; it is for managers and administrators"
        case .administer: "do this; it is for administrators"
        }
    }
}

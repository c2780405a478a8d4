public import Covalence
public import Foundation

/// One thing that somebody did, or tried to do. It has no field that could hold words or names.
public struct AuditEntry: Hashable, Sendable, Identifiable {
    public var id: Identifier<AuditEntry>
    public var workspace: Identifier<Workspace>
    public var at: Timestamp
    public var actor: AuditActor
    public var action: AuditAction
    /// What it was done to; nil where it concerns the workspace as a whole.
    public var subject: AuditThing?
    /// What else it touched or showed: the meetings a search found. At most `relatedLimit`.
    public var related: [AuditThing]
    public var origin: AuditOrigin
    /// The sign-in session it was done in.
    public var session: UUID?
    public var outcome: AuditOutcome

    /// The most related ids an entry may have: what a page of a search can show.
    public static let relatedLimit = 500

    /// An entry; without an id it gets a new one made at `at`.
    public init(
        id: Identifier<AuditEntry>? = nil,
        workspace: Identifier<Workspace>,
        at: Timestamp,
        actor: AuditActor,
        action: AuditAction,
        subject: AuditThing? = nil,
        related: [AuditThing] = [],
        origin: AuditOrigin,
        session: UUID? = nil,
        outcome: AuditOutcome = .done
    ) {
        self.id = id ?? .make(at: at)
        self.workspace = workspace
        self.at = at
        self.actor = actor
        self.action = action
        self.subject = subject
        self.related = related
        self.origin = origin
        self.session = session
        self.outcome = outcome
    }
}

/// Who did it.
public enum AuditActor: Hashable, Sendable {
    /// Somebody who was signed in.
    case member(Identifier<Member>)
    /// Whoever runs commands on the machine itself.
    case `operator`
    /// The program on its own: retention, jobs.
    case system
    /// Somebody who had not signed in.
    case nobody

    /// The short name, as in the table and in the chain.
    var kind: String {
        switch self {
        case .member: "member"
        case .operator: "operator"
        case .system: "system"
        case .nobody: "nobody"
        }
    }

    /// The member's id.
    public var id: UUID? {
        if case .member(let id) = self { id.uuid } else { nil }
    }

    init?(kind: String, id: UUID?) {
        switch (kind, id) {
        case ("member", let id?): self = .member(Identifier(id))
        case ("operator", nil): self = .operator
        case ("system", nil): self = .system
        case ("nobody", nil): self = .nobody
        default: return nil
        }
    }
}

/// How it ended.
public enum AuditOutcome: String, Hashable, Sendable, CaseIterable {
    case done
    /// Not allowed.
    case refused
    /// Allowed, and it did not work.
    case failed
}

/// A thing by its kind and id.
public struct AuditThing: Hashable, Sendable {
    public var kind: Kind
    public var id: UUID

    /// What kinds of things there are. A closed list: a kind that could be any text could hold words.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case account, calendar, cast, claim, codebook, consent, entry, export, file, intake, interaction, invitation, job, mail,
            meeting, member, objective, organization, person, policy, recording, report, session, team, token, transcript, webhook, workspace
    }

    /// A thing by the id it has in the record.
    public init<Subject>(_ kind: Kind, _ id: Identifier<Subject>) {
        self.kind = kind
        self.id = id.uuid
    }

    /// A thing by a plain UUID.
    public init(_ kind: Kind, _ id: UUID) {
        self.kind = kind
        self.id = id
    }
}

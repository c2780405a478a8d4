/// Somebody who may sign in to a workspace.
public struct Member: Hashable, Sendable, Codable, Identifiable {
    public var id: Identifier<Member>
    /// The name colleagues see.
    public var name: String
    /// Where mail for them goes, and what they sign in with: lower case, one member per address in a workspace.
    public var address: String
    public var role: Role
    /// The person in the record that this member is; links a seller's own words and measures to them.
    public var person: Identifier<Person>?
    public var state: State
    public var createdAt: Timestamp

    /// Whether the member may sign in.
    public enum State: String, Hashable, Sendable, Codable, CaseIterable {
        /// Has a link and has not used it.
        case invited
        case active
        /// May not sign in any more.
        case suspended
    }

    /// A member.
    public init(
        id: Identifier<Member>,
        name: String,
        address: String,
        role: Role,
        person: Identifier<Person>? = nil,
        state: State,
        createdAt: Timestamp
    ) {
        self.id = id
        self.name = name
        self.address = address
        self.role = role
        self.person = person
        self.state = state
        self.createdAt = createdAt
    }
}

/// What a member is in a workspace; what follows from it stands in one place, `Workbench/Access`.
public enum Role: String, Hashable, Sendable, Codable, CaseIterable {
    /// Sees own accounts and those of own teams, and works on them.
    case salesperson
    /// Sees what their teams see, and assigns accounts.
    case manager
    /// Sees transcripts without names, where everybody agreed to research.
    case researcher
    /// Sees and sets everything.
    case administrator
    /// Sees what a salesperson sees, changes nothing.
    case reader
}

/// People who work accounts together.
public struct Team: Hashable, Sendable, Codable, Identifiable {
    public var id: Identifier<Team>
    public var name: String
    public var members: [Membership]

    /// A member's part in a team.
    public struct Membership: Hashable, Sendable, Codable {
        public var member: Identifier<Member>
        /// Whether this member manages the team. Counts for members whose role is manager or administrator.
        public var manages: Bool

        /// A member's part.
        public init(_ member: Identifier<Member>, manages: Bool = false) {
            self.member = member
            self.manages = manages
        }
    }

    /// A team.
    public init(id: Identifier<Team>, name: String, members: [Membership] = []) {
        self.id = id
        self.name = name
        self.members = members
    }
}

/// Who works an account: the members and teams that see it.
public struct AccountHolders: Hashable, Sendable, Codable {
    public var members: Set<Identifier<Member>>
    public var teams: Set<Identifier<Team>>

    /// Nobody, or who is passed.
    public init(members: Set<Identifier<Member>> = [], teams: Set<Identifier<Team>> = []) {
        self.members = members
        self.teams = teams
    }
}

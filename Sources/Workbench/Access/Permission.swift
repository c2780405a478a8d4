public import Covalence

/// Something a visitor may or may not do, by their role.
public enum Permission: String, Hashable, Sendable, CaseIterable {
    /// See meetings, transcripts and findings.
    case read
    /// See organisations, people, names and addresses, and search by them.
    case know
    /// Hear and see recordings.
    case listen
    /// Bring in files, write notes, say who was who, decide on findings.
    case change
    /// Take words out of the program.
    case export
    /// Remove things for good. Whoever brought something in may remove it too.
    case erase
    /// Say who works which account.
    case assign
    /// See measures of teams.
    case lead
    /// Write codebooks: what is looked for in conversations.
    case define
    /// Set the workspace up: members, teams, settings, privacy, retention; search the audit log.
    case administer
}

extension Role {
    /// What follows from a role. The only place that says so.
    public var permissions: Set<Permission> {
        switch self {
        case .reader: [.read, .know, .listen]
        case .salesperson: [.read, .know, .listen, .change, .export]
        case .manager: [.read, .know, .listen, .change, .export, .erase, .assign, .lead, .define]
        case .researcher: [.read, .export]
        case .administrator: Set(Permission.allCases)
        }
    }

    /// What a role can do, in words, for the page where roles are given.
    public var meaning: String {
        switch self {
        case .salesperson: "Sees own accounts and those of own teams, and works on them."
        case .manager: "Sees what their teams see, says who works which account, sees measures of teams, writes codebooks."
        case .researcher: "Sees and exports transcripts without names, where everybody agreed to research. No recordings, no search by name."
        case .administrator: "Sees and sets everything: members, teams, privacy, the audit log."
        case .reader: "Sees what a salesperson with the same teams sees. Changes and exports nothing."
        }
    }
}

public import Store

/// What was found of a store before anything could be asked of its rows: an audit log that is not there, tables that are not this program's.
public struct FoundCheck: Check {
    private let found: FoundStore

    public init(_ found: FoundStore) { self.found = found }

    public func look() async -> [Diagnosis] {
        var findings: [Diagnosis] = []
        if found.level != .missing, found.auditLevel == .missing {
            findings.append(Diagnosis(
                "audit", .bad, "there are records and no audit log.",
                advice: "Find out who removed it, and restore a backup elsewhere to compare. The next start makes an empty one, which tells of nothing before it."
            ))
        } else if found.auditLevel != .missing {
            findings.append(found.auditLevel.diagnosis(of: "the audit log"))
        }
        if found.level != .missing, !found.canBeRead {
            findings.append(Diagnosis("store", .note, "its rows were not looked at, nor the audit log, files, webhooks, nodes and the clock: the tables are not this program's."))
        }
        return findings
    }
}

extension FoundStore {
    /// Whether rows of both can be asked for.
    public var canBeRead: Bool { level.isCurrent && auditLevel.isCurrent }
}

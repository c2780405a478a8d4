import Covalence
public import Store

/// The audit log: whether anybody changed it.
public struct AuditCheck: Check {
    private let audit: any AuditLog
    private let records: any RecordStore
    private let witness: AuditWitness?

    /// - Parameter witness: seals that were kept elsewhere.
    public init(_ audit: any AuditLog, of records: any RecordStore, against witness: AuditWitness? = nil) {
        self.audit = audit
        self.records = records
        self.witness = witness
    }

    public func look() async -> [Diagnosis] {
        var findings: [Diagnosis] = []
        do throws(StoreError) {
            let missing = try await (audit as? SQLAuditLog)?.missingParts() ?? []
            if !missing.isEmpty {
                findings.append(Diagnosis(
                    "audit", .bad, "The log is not guarded as it was made: \(missing.prefix(5).joined(separator: "; "))\(missing.count > 5 ? " and more" : "").",
                    advice: "Somebody wrote to the log by other means. Keep a copy of audit.sqlite, or of the database, as it is, find out who could, and restore a backup elsewhere."
                ))
            }
            for workspace in try await records.workspaces() {
                let id = workspace.id.description
                let result = try await audit.verify(workspace: workspace.id, against: witness)
                let counts = "\(result.entries) entries, \(result.seals) seals, \(result.unsealed) not sealed yet, \(result.dropped) dropped by retention"
                findings.append(Diagnosis(
                    "audit", workspace: id, result.isSound ? .good : .bad, result.breach.map { "\($0)" } ?? "\(counts).",
                    advice: result.isSound ? nil : "Keep a copy of the folder as it is, find out who could write to it, and compare it with backups; docs/audit.md says what a breach can mean."
                ))
                if result.keys.count > 1 {
                    findings.append(Diagnosis(
                        "audit", workspace: id, .note, "\(result.keys.count) keys signed the seals.",
                        advice: "That is right only if audit.key was replaced on purpose."
                    ))
                }
            }
        } catch {
            findings.append(Diagnosis("audit", .bad, error.description))
        }
        return findings
    }
}

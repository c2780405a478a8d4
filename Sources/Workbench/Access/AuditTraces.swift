import Covalence
public import Store

/// Keeps traces in the audit log.
public struct AuditTraces: Traces {
    /// The log.
    public let log: any AuditLog

    /// Keeps traces in `log`.
    public init(_ log: any AuditLog) {
        self.log = log
    }

    /// Keeps a trace; returns when it is on the disk.
    public func leave(_ trace: Trace) async throws {
        try await log.append(entry(of: trace))
    }

    /// A trace as the log keeps it.
    func entry(of trace: Trace) -> AuditEntry {
        AuditEntry(
            workspace: trace.workspace,
            at: trace.at,
            actor: actor(trace.visitor),
            action: Action(rawValue: trace.action).map { AuditAction($0) } ?? AuditAction(DoorEvent(rawValue: trace.action) ?? .other),
            subject: thing(trace.subject, in: trace.workspace),
            origin: origin(trace),
            session: trace.session?.uuid,
            outcome: trace.isRefused ? .refused : .done
        )
    }

    private func actor(_ visitor: Visitor.Identity) -> AuditActor {
        switch visitor {
        case .member(let id): .member(id)
        case .operatorAtTerminal: .operator
        case .system: .system
        case .nobody: .nobody
        }
    }

    private func origin(_ trace: Trace) -> AuditOrigin {
        switch trace.visitor {
        case .operatorAtTerminal where trace.origin == "terminal": .terminal
        case .system: .program
        default: AuditOrigin(address: trace.origin) ?? .unknown
        }
    }

    private func thing(_ subject: ActionSubject, in workspace: Identifier<Workspace>) -> AuditThing {
        switch subject {
        case .workspace: AuditThing(.workspace, workspace)
        case .meeting(let id): AuditThing(.meeting, id)
        case .interaction(let id): AuditThing(.interaction, id)
        case .organization(let id): AuditThing(.organization, id)
        case .person(let id): AuditThing(.person, id)
        case .objective(let id): AuditThing(.objective, id)
        case .claim(let id): AuditThing(.claim, id)
        case .member(let id): AuditThing(.member, id)
        case .team(let id): AuditThing(.team, id)
        case .file(let id): AuditThing(.intake, id)
        case .webhook(let id): AuditThing(.webhook, id)
        case .job(let id): AuditThing(.job, id)
        }
    }
}

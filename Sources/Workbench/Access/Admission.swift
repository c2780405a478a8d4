import Covalence
import Store
import Tracing

/// The one place where it is decided who may do what. Every use case begins here.
extension Workbench {
    /// Lets a visitor do something, or throws; and leaves its trace in the audit log before it happens.
    ///
    /// What is out of sight is “not found”, the same answer as for what never was: a refusal would tell that it is there.
    ///
    /// - Throws: `NotPermitted` where the role does not allow it; `ScopeMissing` where the token does not; `StoreError.notFound` where the subject is out of sight.
    func admit(_ visitor: Visitor, to action: Action, _ subject: ActionSubject = .workspace) async throws {
        // In a trace this is where a use case begins; what it does in the store comes after it.
        try await withSpan("admit \(action.rawValue)") { _ in try await admitted(visitor, to: action, subject) }
    }

    private func admitted(_ visitor: Visitor, to action: Action, _ subject: ActionSubject) async throws {
        do {
            try await judge(visitor, action, subject)
        } catch {
            if error is NotPermitted || error is ScopeMissing || isNotFound(error) { try await leave(visitor, action, subject, isRefused: true) }
            throw error
        }
        if action.isAudited { try await leave(visitor, action, subject, isRefused: false) }
    }

    /// Whether a visitor would be let in, for pages that show or hide a button. Leaves no trace.
    public func wouldAdmit(_ visitor: Visitor, to action: Action, _ subject: ActionSubject = .workspace) async -> Bool {
        do {
            try await judge(visitor, action, subject)
            return true
        } catch {
            return false
        }
    }

    private func isNotFound(_ error: any Error) -> Bool {
        if case StoreError.notFound = error { true } else { false }
    }

    private func judge(_ visitor: Visitor, _ action: Action, _ subject: ActionSubject) async throws {
        guard visitor.workspace == nil || visitor.workspace == store.id else { throw StoreError.notFound("This workspace") }
        guard visitor.holds(action.scope) else { throw ScopeMissing(scope: action.scope) }
        if !visitor.role.permissions.contains(action.permission) {
            guard action.isAllowedForWhoBroughtIn, visitor.may(.change), let member = visitor.member,
                  try await broughtIn(subject) == member
            else { throw NotPermitted(visitor: visitor.name, permission: action.permission) }
        }
        if let besides = action.besides, !visitor.role.permissions.contains(besides) { throw NotPermitted(visitor: visitor.name, permission: besides) }
        try await look(at: subject, visitor)
        if action == .makeConfidential, case .claim(let id) = subject {
            guard try await saysWhoKnows(visitor, try await store.claim(id)) else {
                throw NotPermitted(visitor: visitor.name, permission: .assign, whoMay: "Who may know of a statement is said by whoever stated it, or alone confirmed what no person stated, by managers and by administrators.")
            }
        }
    }

    /// Throws where the subject is not there or out of sight.
    private func look(at subject: ActionSubject, _ visitor: Visitor) async throws {
        switch subject {
        case .workspace: return
        case .meeting(let id):
            guard try await store.isInSight(id, visitor.scope) else { throw StoreError.notFound("The meeting \(id)") }
        case .interaction(let id): _ = try await store.interaction(id, in: visitor.scope)
        case .organization(let id): _ = try await store.organization(id, in: visitor.scope)
        case .person(let id): _ = try await store.person(id, in: visitor.scope)
        case .objective(let id): _ = try await store.objective(id, in: visitor.scope)
        case .claim(let id):
            let claim = try await store.claim(id)
            guard visitor.mayKnow(claim) else { throw StoreError.notFound("Finding \(id)") }
            switch claim.subject {
            case .meeting(let meeting), .participant(_, let meeting): try await look(at: .meeting(meeting), visitor)
            case .person(let person): try await look(at: .person(person), visitor)
            case .organization(let organization): try await look(at: .organization(organization), visitor)
            case .interaction(let interaction): try await look(at: .interaction(interaction), visitor)
            case .objective(let objective): try await look(at: .objective(objective), visitor)
            }
        case .member(let id): _ = try await store.member(id)
        case .team(let id):
            guard try await store.teams().contains(where: { $0.id == id }) else { throw StoreError.notFound("The team \(id)") }
        case .webhook(let id): _ = try await store.webhook(id)
        case .job(let id):
            let job = try await store.job(id)
            guard visitor.scope == .everything || (visitor.member != nil && job.madeBy == visitor.member) else {
                throw StoreError.notFound("The job \(id)")
            }
        case .file(let id):
            let item = try await store.intake(id)
            guard visitor.scope == .everything || (visitor.member != nil && item.broughtInBy == visitor.member) else {
                throw StoreError.notFound("The file \(id)")
            }
        }
    }

    private func broughtIn(_ subject: ActionSubject) async throws -> Identifier<Member>? {
        switch subject {
        case .meeting(let id): try await store.meeting(id).broughtInBy
        case .interaction(let id): try await store.interaction(id, in: .everything).broughtInBy
        default: nil
        }
    }

    private func leave(_ visitor: Visitor, _ action: Action, _ subject: ActionSubject, isRefused: Bool) async throws {
        try await traces?.leave(Trace(
            workspace: store.id, at: machineTime(), visitor: visitor.identity, session: visitor.session, origin: visitor.origin,
            action: action.rawValue, subject: subject, isRefused: isRefused
        ))
    }
}

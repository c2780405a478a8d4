import Covalence
import Store

extension Workbenches {
    /// The workspace of the demo, apart from everybody's own; made where it is missing.
    public func demo() async throws -> Workbench {
        for record in try await workspaces() where try WorkspaceSettings(of: record).isDemo { return try await bench(of: record.id) }
        var settings = WorkspaceSettings()
        settings.isDemo = true
        let time = Workbench.clock()
        let record = WorkspaceRecord(id: .make(at: time), name: "Demo", createdAt: time, settings: try settings.stored())
        try await records.createWorkspace(record)
        return try await bench(of: record.id)
    }
}

extension Workbench {
    /// Who looks at the demo without signing in: one member of its workspace, made where it is missing. They have no password.
    ///
    /// - Throws: `StoreError.refused` in every other workspace.
    public func demoVisitor(origin: String) async throws -> Visitor {
        guard settings.isDemo else { throw StoreError.refused("Only the demo can be looked at without signing in.") }
        return Visitor(try await demoMember(), in: store.id, origin: origin)
    }

    /// The member that whoever looks at the demo is, made where they are missing.
    func demoMember() async throws -> Member {
        let address = "demo@localhost"
        if let member = try await store.member(withAddress: address) { return member }
        let member = Member(id: .make(at: now()), name: "Demo", address: address, role: .administrator, state: .active, createdAt: now())
        do {
            try await store.add(member, token: nil)
            return member
        } catch StoreError.exists {
            // Two requests at once, and the other was faster.
            guard let made = try await store.member(withAddress: address) else { throw StoreError.notFound("The demo’s member") }
            return made
        }
    }
}

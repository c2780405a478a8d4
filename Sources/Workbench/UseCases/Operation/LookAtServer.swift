extension Workbench {
    /// How the server is: what the doctor sees in a moment. `covalence doctor` looks at everything.
    ///
    /// - Throws: `NotPermitted` for all but administrators.
    public func lookAtServer(_ doctor: Doctor, by visitor: Visitor) async throws -> [Diagnosis] {
        try await admit(visitor, to: .seeServer)
        return await doctor.look()
    }
}

/// One thing that the doctor looks at; each in a file of its own.
public protocol Check: Sendable {
    /// What was seen. A check that cannot look says so as a finding.
    func look() async -> [Diagnosis]
}

/// Looks at everything the program stands on.
public struct Doctor: Sendable {
    private let checks: [any Check]

    /// - Parameter checks: in the order in which findings are shown.
    public init(_ checks: [any Check]) { self.checks = checks }

    /// One check after the other; some read the whole store.
    ///
    /// - Parameter seen: told each finding as soon as it is there.
    public func look(_ seen: (Diagnosis) -> Void = { _ in }) async -> [Diagnosis] {
        var findings: [Diagnosis] = []
        for check in checks {
            for finding in await check.look() {
                seen(finding)
                findings.append(finding)
            }
        }
        return findings
    }
}

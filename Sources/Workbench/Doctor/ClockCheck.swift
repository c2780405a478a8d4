public import Covalence
import Foundation
public import Store

/// The clock: whether time goes on evenly, is not behind what was recorded, and agrees with the database's; and whether time zones are known.
public struct ClockCheck: Check {
    private let records: any StoreExamination
    private let audit: any AuditLog
    private let now: @Sendable () -> Timestamp
    /// What two machines may differ by before claims of the same minute could be in the wrong order.
    private static let mostApart = 2000

    public init(_ records: any StoreExamination, audit: any AuditLog, now: @escaping @Sendable () -> Timestamp = Workbench.clock) {
        self.records = records
        self.audit = audit
        self.now = now
    }

    public func look() async -> [Diagnosis] {
        var findings: [Diagnosis] = []
        let wall = now(), steady = ContinuousClock.now
        do throws(StoreError) {
            // The audit log has our own times only; records can have those of their sources.
            for workspace in try await records.workspaces() {
                guard let latest = try await audit.entries(AuditQuery(workspace: workspace.id, limit: 1)).items.first?.entry.at,
                      latest.milliseconds > now().milliseconds + Int64(Self.mostApart)
                else { continue }
                findings.append(Diagnosis(
                    "clock", workspace: "\(workspace.id)", .bad, "something was done at \(latest), later than now (\(now())).",
                    advice: "The clock was set back, or was wrong then. Let it be kept by NTP (timedatectl set-ntp true)."
                ))
            }
            let facts = try await records.engineFacts()
            if let theirs = facts.clock {
                let apart = abs(theirs.milliseconds - now().milliseconds)
                findings.append(apart <= Int64(Self.mostApart) + Int64(facts.answerMicroseconds / 1000)
                    ? Diagnosis("clock", .good, "\(apart) ms from the database's.")
                    : Diagnosis("clock", .bad, "\(apart) ms from the database's.", advice: "Let both machines keep their clocks by NTP."))
            }
        } catch {
            findings.append(Diagnosis("clock", .bad, error.description))
        }
        try? await Task.sleep(for: .milliseconds(100))
        let jump = abs(Int64(now().milliseconds - wall.milliseconds) - (ContinuousClock.now - steady).milliseconds)
        if jump > 1000 {
            findings.append(Diagnosis("clock", .bad, "it jumped by \(jump) ms while it was looked at.", advice: "Something sets it in steps; let NTP keep it."))
        }
        // † tzdata: Helsinki was two hours ahead of UTC in January 2026, three in July.
        let zone = TimeZone(identifier: "Europe/Helsinki")
        let offsets = [1_768_435_200.0, 1_784_073_600.0].map { zone?.secondsFromGMT(for: Date(timeIntervalSince1970: $0)) }
        if offsets != [7200, 10_800] {
            findings.append(Diagnosis("clock", .bad, "time zones are not known or not right.", advice: "Install the package tzdata."))
        }
        if findings.allSatisfy({ $0.grade == .good }) { findings.append(Diagnosis("clock", .good, "goes evenly; \(now()); time zones are known.")) }
        return findings
    }
}

import Covalence
public import Foundation
public import Store

/// Secrets of webhooks: whether the key that is there opens them. Without it nothing can be sent.
public struct WebhooksCheck: Check {
    private let records: any RecordStore
    private let key: URL

    /// - Parameter key: the file with the key; it is not made where it is missing.
    public init(_ records: any RecordStore, key: URL) {
        self.records = records
        self.key = key
    }

    public func look() async -> [Diagnosis] {
        var findings: [Diagnosis] = [], count = 0
        let advice = "Put back the key file that was here, or that of the store a backup was made of: backups do not hold it. Where it is lost, give each webhook a new secret (covalence webhook rotate ID) and tell its receiver."
        do throws(StoreError) {
            for record in try await records.workspaces() {
                let webhooks = try await records.workspace(record.id).webhooks()
                count += webhooks.count
                guard !webhooks.isEmpty else { continue }
                guard FileManager.default.fileExists(atPath: key.path) else {
                    findings.append(Diagnosis("webhooks", workspace: "\(record.id)", .bad, "\(Self.counted(webhooks.count)), and the key of their secrets, \(key.path), is not there.", advice: advice))
                    continue
                }
                let keeper = SecretKeeper(file: key)
                let closed = webhooks.filter { webhook in
                    (try? keeper.unseal(webhook.secret, for: "webhook \(webhook.id)")) == nil
                }
                guard !closed.isEmpty else { continue }
                findings.append(Diagnosis(
                    "webhooks", workspace: "\(record.id)", .bad,
                    "\(key.path) does not open the secrets of \(closed.count) of \(webhooks.count) webhooks: \(closed.map { "\($0.id)" }.joined(separator: ", ")).", advice: advice
                ))
            }
        } catch {
            return [Diagnosis("webhooks", .bad, error.description)]
        }
        if findings.isEmpty { findings.append(Diagnosis("webhooks", .good, count == 0 ? "there are none." : "\(Self.counted(count)), whose secrets open.")) }
        return findings
    }

    private static func counted(_ count: Int) -> String { count == 1 ? "1 webhook" : "\(count) webhooks" }
}

import Foundation
public import Store

/// Recordings, originals and documents: whether the bytes that are needed are there, and whether they are the right ones.
public struct FilesCheck: Check {
    /// How closely files are looked at.
    public enum Depth: String, Sendable, CaseIterable {
        /// That they are there with their size.
        case quick
        /// Every byte, against the hash that is their name.
        case full
    }

    private let records: any StoreExamination
    private let depth: Depth
    /// Names of files that are shown; more are counted.
    private static let shown = 5

    public init(_ records: any StoreExamination, _ depth: Depth) {
        self.records = records
        self.depth = depth
    }

    public func look() async -> [Diagnosis] {
        let named: [NamedFile]
        do throws(StoreError) { named = try await records.namedFiles() } catch { return [Diagnosis("files", .bad, error.description)] }
        let vault = records.files
        var missing: [String] = [], wrong: [String] = [], bytes = 0
        let known = Set(named.map(\.hash))
        var needed: Set<ContentHash> = []
        for file in named where file.isNeeded && needed.insert(file.hash).inserted {
            guard let size = vault.size(of: file.hash) else {
                missing.append("\(file.hash)")
                continue
            }
            bytes += size
            if size != file.bytes {
                wrong.append("\(file.hash)")
            } else if depth == .full, (try? vault.contentHash(of: file.hash)) != file.hash {
                wrong.append("\(file.hash)")
            }
        }
        var findings: [Diagnosis] = []
        if !missing.isEmpty {
            findings.append(Diagnosis(
                "files", .bad, "\(missing.count) of \(needed.count) files are not there: \(Self.listed(missing)).",
                advice: "Copy them from a backup into files/, under the same names. Each node must see all of them: run this on every node."
            ))
        }
        if !wrong.isEmpty {
            findings.append(Diagnosis(
                "files", .bad, "\(wrong.count) of \(needed.count) files are not as they were received: \(Self.listed(wrong)).",
                advice: "The disk or somebody changed them. Copy them from a backup, and look at the disk's health."
            ))
        }
        if findings.isEmpty {
            let how = depth == .full ? "every byte is as it was received" : "sizes are right; --files full reads every byte"
            findings.append(Diagnosis("files", .good, "\(needed.count) files, \(bytes / 1_000_000) MB; \(how)."))
        }
        let orphans = vault.all().filter { !known.contains($0.hash) }
        if !orphans.isEmpty {
            findings.append(Diagnosis(
                "files", .note, "\(orphans.count) files belong to nothing: \(Self.listed(orphans.map { "\($0.hash)" })).",
                advice: "Uploads that were broken off; those older than an hour go at the next start."
            ))
        }
        return findings
    }

    private static func listed(_ names: [String]) -> String {
        names.sorted().prefix(shown).map { $0.prefix(12) + "…" }.joined(separator: ", ") + (names.count > shown ? " and more" : "")
    }
}

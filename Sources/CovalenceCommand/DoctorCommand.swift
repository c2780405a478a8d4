import ArgumentParser
import Covalence
import Foundation
import Store
import Workbench

/// `covalence doctor`: whether the store is whole and the audit log is as it was written.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Looks whether the store is whole, and whether anybody changed the audit log.",
        discussion: """
            With --seals it also compares the log with a copy of audit-seals.txt that you keep elsewhere: whoever can write to this \
            machine could write a new log with new seals, but not change your copy. Ends with 65 where something is wrong.

            EXAMPLES:
              covalence doctor
              covalence doctor --seals /media/stick/audit-seals.txt --json
            """
    )

    @OptionGroup var store: StoreOptions

    @Option(help: ArgumentHelp("A copy of audit-seals.txt kept elsewhere.", valueName: "file"), completion: .file())
    var seals: String?

    @Flag(help: "Write the findings as JSON lines.")
    var json = false

    func run() async throws {
        let folder = URL(filePath: store.data)
        guard FileManager.default.fileExists(atPath: folder.path) else { throw ValidationError("There is no store at \(store.data).") }
        let findings = try await Failures.report {
            let witness = try seals.map { file in
                guard let text = try? String(contentsOf: URL(filePath: file), encoding: .utf8) else {
                    throw ValidationError("\(file.printable) cannot be read. Name a copy of audit-seals.txt.")
                }
                return try AuditWitness(text: text)
            }
            let records = try await SQLiteStore.open(folder)
            var findings = [Finding(part: "store", isSound: true, text: try await records.check())]
            let audit = try await SQLAuditLog.open(folder: folder)
            for workspace in try await records.workspaces() {
                let result = try await audit.verify(workspace: workspace.id, against: witness)
                let counts = "\(result.entries) entries, \(result.seals) seals, \(result.unsealed) not sealed yet, \(result.dropped) dropped by retention"
                findings.append(Finding(
                    part: "audit", workspace: workspace.id.description, isSound: result.isSound,
                    text: result.breach.map { "\($0)" } ?? "\(counts)."
                ))
                if result.keys.count > 1 {
                    findings.append(Finding(
                        part: "audit", workspace: workspace.id.description, isSound: true,
                        text: "\(result.keys.count) keys signed the seals. That is right only if audit.key was replaced on purpose."
                    ))
                }
            }
            try await audit.close()
            try await records.close()
            return findings
        }
        let terminal = Terminal()
        for finding in findings { terminal.line(try json ? finding.json() : finding.line) }
        if findings.contains(where: { !$0.isSound }) { throw ExitCode.badFile }
    }

    private struct Finding: Encodable, Sendable {
        var part: String
        var workspace: String?
        var isSound: Bool
        var text: String

        var line: String { "\(isSound ? "good" : "BAD ")  \(part)\(workspace.map { " \($0)" } ?? ""): \(text)" }

        func json() throws -> String {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }
}

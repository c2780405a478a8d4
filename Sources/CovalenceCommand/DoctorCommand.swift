import ArgumentParser
import Covalence
import Foundation
import Operations
import Store
import Workbench

/// `covalence doctor`: whether everything the program stands on is well.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Looks whether the store is whole, whether anybody changed the audit log, and whether the machine is fit for it.",
        discussion: """
            It looks at the database and its settings, the audit log, the files of recordings and documents, secrets of webhooks, other nodes, models, \
            front-end code, room on the disk, the clock, permissions and settings; and says what to do where something is not well. It changes nothing: a store \
            of an older program stays as it is. With several machines run it on each.

            With --seals it also compares the audit log with a copy of audit-seals.txt that you keep elsewhere: whoever can write to this \
            machine could write a new log with new seals, but not change your copy.

            EXAMPLES:
              covalence doctor
              covalence doctor --files full --data /srv/covalence
              covalence doctor --seals /media/stick/audit-seals.txt --json

            EXIT CODES: 0 all is well, notes included; 65 something is wrong.
            """
    )

    @OptionGroup var store: StoreOptions

    @Option(help: ArgumentHelp("A copy of audit-seals.txt kept elsewhere.", valueName: "file"), completion: .file())
    var seals: String?

    @Option(help: ArgumentHelp("How files are looked at: quick (there, with their size) or full (every byte).", valueName: "depth"))
    var files: Depth = .quick

    /// As `FilesCheck.Depth`, to be typed.
    enum Depth: String, ExpressibleByArgument, CaseIterable { case quick, full }

    @Option(help: ArgumentHelp("The folder with htmx and ECharts.", valueName: "folder"), completion: .directory)
    var assets: String?

    @Flag(help: "Write the findings as JSON lines.")
    var json = false

    func run() async throws {
        let held = try store.held(assets.map { [Setting.assets.key: [$0]] } ?? [:])
        let place = try store.place(held)
        let folder = place.folder
        let findings = try await Failures.report {
            let witness = try seals.map { file in
                guard let text = try? String(contentsOf: URL(filePath: file), encoding: .utf8) else {
                    throw ValidationError("\(UnreadableFile(file: file, wanted: "a copy of audit-seals.txt"))")
                }
                return try AuditWitness(text: text)
            }
            let terminal = Terminal()
            var checks: [any Check] = [], found: FoundStore?
            do throws(StoreError) {
                let store = try await place.look()
                checks = self.checks(of: store, held, witness)
                found = store
            } catch {
                checks = [ClosedStoreCheck(problem: error)]
            }
            checks += [
                ModelsCheck(),
                MeaningCheck(folder: held.text(.meaning).map { URL(filePath: $0) }),
                AssetsCheck(folder: held.text(.assets).map { URL(filePath: $0) }),
                DiskCheck(folder: folder, reserve: held.number(.diskReserve) << 20),
                PermissionsCheck(folder: folder, secrets: secretFiles(held)),
                SettingsCheck(held),
            ]
            let findings = await Doctor(checks).look { show($0, on: terminal) }
            try await found?.close()
            return findings
        }
        if findings.contains(where: { $0.grade == .bad }) { throw ExitCode.badFile }
    }

    /// What is asked of the store; of one whose tables are not this program's, no rows.
    private func checks(of found: FoundStore, _ held: HeldSettings, _ witness: AuditWitness?) -> [any Check] {
        let checks: [any Check] = [StoreCheck(found.records), FoundCheck(found)]
        guard found.canBeRead, let audit = found.audit else { return checks }
        return checks + [
            AuditCheck(audit, of: found.records, against: witness),
            FilesCheck(found.records, files == .full ? .full : .quick),
            WebhooksCheck(found.records, key: store.secretKey(held)),
            NodesCheck(found.records),
            ClockCheck(found.records, audit: audit),
        ] as [any Check]
    }

    private func show(_ finding: Diagnosis, on terminal: Terminal) {
        if json {
            if let line = try? JSONText.line(finding) { terminal.line(line) }
            return
        }
        let grade = switch finding.grade {
        case .good: "good"
        case .note: "note"
        case .bad: "BAD "
        }
        terminal.line("\(grade)  \(finding.part)\(finding.workspace.map { " \($0)" } ?? ""): \(finding.text.printable)")
        if let advice = finding.advice { terminal.line("      \(advice.printable)") }
    }

    /// The file of settings, where it holds a secret itself; files that hold one each; the keys of the certificate and of webhooks' secrets.
    private func secretFiles(_ held: HeldSettings) -> [String] {
        let isSecret = held.all.contains { one in
            if case .file = one.source { one.setting.isSecret && one.secretFile == nil } else { false }
        }
        return (isSecret ? [held.file] : []).compactMap(\.self) + held.all.compactMap(\.secretFile) + [held.text(.key), held.text(.secretKey)].compactMap(\.self)
    }
}

/// A store that cannot be opened.
private struct ClosedStoreCheck: Check {
    let problem: StoreError

    func look() async -> [Diagnosis] {
        let advice = if case .corrupt = problem { "Keep a copy of the folder as it is, and restore a backup elsewhere." } else { "The rest of the store was not looked at." }
        return [Diagnosis("store", .bad, problem.description, advice: advice)]
    }
}

/// The settings: whether they go together, and what is odd.
private struct SettingsCheck: Check {
    let held: HeldSettings

    init(_ held: HeldSettings) { self.held = held }

    func look() async -> [Diagnosis] {
        var findings = held.notes.map { Diagnosis("settings", .note, $0, advice: "covalence config shows what holds.") }
        do throws(SettingsProblem) { _ = try ServerSetup(held) } catch { findings.append(Diagnosis("settings", .bad, error.description)) }
        if findings.isEmpty { findings.append(Diagnosis("settings", .good, held.file.map { "read from \($0) and the environment." } ?? "no file; all from the environment or as they are otherwise.")) }
        return findings
    }
}

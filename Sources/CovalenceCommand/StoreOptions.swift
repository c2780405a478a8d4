import ArgumentParser
import Covalence
import Foundation
import Operations
import Store
import Webhooks
import Workbench

/// Where the store is, for every command that needs one.
struct StoreOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The folder that holds the store; made where it is missing. (default: ./data)", valueName: "folder"), completion: .directory)
    var data: String?

    @Option(help: ArgumentHelp(
        "A PostgreSQL database, 15 or later, for the records: postgres://user@host/database.",
        discussion: """
            Without it they are in the folder, in SQLite. A password belongs into COVALENCE_DATABASE or \
            ~/.pgpass, because others on this machine can see what is written here.
            """,
        valueName: "address"
    ))
    var database: String?

    @Option(help: ArgumentHelp("The workspace, by name or id; needed where the store has several.", valueName: "name"))
    var workspace: String?

    @OptionGroup var settings: SettingsOptions

    /// Whether a store was named on the command line: for commands that work without one.
    var isNamed: Bool { data != nil || database != nil || workspace != nil }

    /// What holds, with the options of the command line before all else.
    func held(_ flags: [String: [String]] = [:]) throws -> HeldSettings {
        var flags = flags
        if let data { flags[Setting.data.key] = [data] }
        if let database { flags[Setting.database.key] = [database] }
        return try settings.held(flags)
    }

    private func chosen(_ records: any RecordStore, traces: any Traces, analyzer: MeetingAnalyzer? = nil) async throws -> Workbench {
        let analyzer = try analyzer ?? self.analyzer(held())
        guard let workspace else { return try await Workbench.opening(records, analyzer: analyzer, traces: traces, outward: try outward(held())) }
        let all = try await records.workspaces()
        guard let found = all.first(where: { $0.id.description == workspace.lowercased() || $0.name == workspace }) else {
            throw ValidationError(
                "There is no workspace “\(workspace.printable)” here. There are: \(all.map { "“\($0.name.printable)”" }.joined(separator: ", "))."
            )
        }
        return try await Workbench(records: records, workspace: found.id, analyzer: analyzer, traces: traces, outward: try outward(held()))
    }

    /// Reads meetings, by meaning too where the sentence encoder is installed.
    private func analyzer(_ held: HeldSettings) throws -> MeetingAnalyzer {
        try MeetingAnalyzer.bundled { MeaningDesk.found(in: held.text(.meaning).map { URL(filePath: $0) }, tagger: $0) }
    }

    /// The file with the key that secrets of webhooks are kept under.
    func secretKey(_ held: HeldSettings) -> URL {
        held.text(.secretKey).map { URL(filePath: $0) } ?? URL(filePath: held.text(.data) ?? "./data").appending(path: "secrets.key")
    }

    /// How webhooks are called.
    private func outward(_ held: HeldSettings) throws -> WebhookDesk {
        WebhookDesk(keeper: SecretKeeper(file: secretKey(held)), calls: WebhookCalls(guarding: try held.addressGuard()))
    }

    /// Opens the store and its workbench, does something with it, and lets go of it.
    func withWorkbench<Result: Sendable>(
        create: Bool,
        _ work: (Workbench) async throws -> Result
    ) async throws -> Result {
        try await withRecords(create: create) { records, traces in try await work(try await chosen(records, traces: traces)) }
    }

    /// Opens the store with the workbenches of all its workspaces, does something with them, and lets go of it. A store without a
    /// workspace of its own gets one.
    func withWorkbenches<Result: Sendable>(_ work: (Workbenches, Workbench) async throws -> Result) async throws -> Result {
        try await withRecords(create: true) { records, traces in
            let analyzer = try analyzer(held())
            let benches = Workbenches(records, analyzer: analyzer, traces: traces, outward: try outward(held()))
            let first = try await chosen(records, traces: traces, analyzer: analyzer)
            return try await work(benches, try await benches.bench(of: first.workspace.id))
        }
    }

    /// The folder of the store. With a database it holds only keys and files, and may be made by whoever comes first.
    ///
    /// - Throws: `ValidationError` where it must be there and is not.
    func folder(_ held: HeldSettings, mustBeThere: Bool) throws -> URL {
        let data = held.text(.data) ?? "./data"
        if mustBeThere, held.text(.database) == nil, !FileManager.default.fileExists(atPath: URL(filePath: data).path) {
            throw ValidationError("There is no store at \(data). Name its folder with --data, or make one with: covalence import FILE --data \(data)")
        }
        // Exports, databases and recordings are for whoever runs us, and for nobody else on this machine.
        umask(0o077)
        return URL(filePath: data)
    }

    /// Where the records are.
    func place(_ held: HeldSettings, mustBeThere: Bool = true) throws -> StorePlace {
        try Failures.report { try held.checkDatabase() }
        let folder = try folder(held, mustBeThere: mustBeThere)
        return held.text(.database).map { .database($0, folder: folder) } ?? .folder(folder)
    }

    private func withRecords<Result: Sendable>(
        create: Bool,
        _ work: (any RecordStore, any Traces) async throws -> Result
    ) async throws -> Result {
        let held = try held()
        let place = try place(held, mustBeThere: !create)
        return try await Failures.report {
            let records = try await place.openRecords()
            do {
                let audit = try await place.openAudit()
                do {
                    let result = try await work(records, AuditTraces(audit))
                    _ = try await audit.sealIfDue(now: Workbench.clock())
                    try await audit.close()
                    try await records.close()
                    return result
                } catch {
                    try? await audit.close()
                    throw error
                }
            } catch {
                try? await records.close()
                throw error
            }
        }
    }
}

extension Identifier where Subject == Meeting {
    /// Reads the id of a meeting as `covalence list` prints it.
    static func argument(_ text: String) throws -> Identifier<Meeting> {
        guard let id = Identifier<Meeting>(text) else {
            throw ValidationError("“\(text)” is not the id of a meeting: 36 characters with hyphens, as covalence list prints it.")
        }
        return id
    }
}

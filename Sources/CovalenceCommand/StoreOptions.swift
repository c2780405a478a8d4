import ArgumentParser
import Covalence
import Foundation
import Store
import Workbench

/// Where the store is, for every command that needs one.
struct StoreOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The folder that holds the store; made where it is missing.", valueName: "folder"), completion: .directory)
    var data = "./data"

    @Option(help: ArgumentHelp("The workspace, by name or id; needed where the store has several.", valueName: "name"))
    var workspace: String?

    private func chosen(_ records: any RecordStore, traces: any Traces) async throws -> Workbench {
        let analyzer = try MeetingAnalyzer.bundled()
        guard let workspace else { return try await Workbench.opening(records, analyzer: analyzer, traces: traces) }
        let all = try await records.workspaces()
        guard let found = all.first(where: { $0.id.description == workspace.lowercased() || $0.name == workspace }) else {
            throw ValidationError(
                "There is no workspace “\(workspace.printable)” here. There are: \(all.map { "“\($0.name.printable)”" }.joined(separator: ", "))."
            )
        }
        return try await Workbench(records: records, workspace: found.id, analyzer: analyzer, traces: traces)
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
            let benches = Workbenches(records, analyzer: try MeetingAnalyzer.bundled(), traces: traces)
            let first = try await chosen(records, traces: traces)
            return try await work(benches, try await benches.bench(of: first.workspace.id))
        }
    }

    private func withRecords<Result: Sendable>(
        create: Bool,
        _ work: (any RecordStore, any Traces) async throws -> Result
    ) async throws -> Result {
        let folder = URL(filePath: data)
        if !create, !FileManager.default.fileExists(atPath: folder.path) {
            throw ValidationError("There is no store at \(data). Name its folder with --data, or make one with: covalence import FILE --data \(data)")
        }
        return try await Failures.report {
            let records = try await SQLiteStore.open(folder)
            do {
                let audit = try await SQLAuditLog.open(folder: folder)
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

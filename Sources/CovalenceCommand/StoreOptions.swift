import ArgumentParser
import Covalence
import Foundation
import Store
import Workbench

/// Where the store is, for every command that needs one.
struct StoreOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The folder that holds the store; made where it is missing.", valueName: "folder"), completion: .directory)
    var data = "./data"

    /// Opens the store and its workbench, does something with it, and lets go of it.
    func withWorkbench<Result: Sendable>(
        create: Bool,
        _ work: (Workbench) async throws -> Result
    ) async throws -> Result {
        let folder = URL(filePath: data)
        if !create, !FileManager.default.fileExists(atPath: folder.path) {
            throw ValidationError("There is no store at \(data). Name its folder with --data, or make one with: covalence import FILE --data \(data)")
        }
        return try await Failures.report {
            let records = try await SQLiteStore.open(folder)
            do {
                let bench = try await Workbench.opening(records, analyzer: try MeetingAnalyzer.bundled())
                let result = try await work(bench)
                try await records.close()
                return result
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

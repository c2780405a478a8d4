import Foundation
import Postgres
import Testing

/// A server of the test's own, which can be stopped without anybody else noticing.
struct OwnServer {
    let folder: String
    let address: PostgresAddress

    init() throws {
        folder = "/tmp/covalence-own-\(UUID().uuidString.prefix(8))"
        let text = try Self.run("start", folder)
        address = try PostgresAddress(text.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    /// As if it had crashed; comes back on the same port.
    func restart() throws { _ = try Self.run("restart", folder) }

    func stop() throws { _ = try Self.run("stop", folder) }

    private static func run(_ arguments: String...) throws -> String {
        let process = Process()
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        process.executableURL = root.appendingPathComponent("Tools/setup/postgres.sh")
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "postgres.sh \(arguments.joined(separator: " ")) failed.")
        return String(decoding: data, as: UTF8.self)
    }
}

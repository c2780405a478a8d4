import Foundation
import Testing

/// Runs the `covalence` executable that was built beside these tests.
struct Running {
    var status: Int32
    var output: String
    var errors: String

    /// Runs to the end.
    ///
    /// - Parameters:
    ///   - arguments: the command line after `covalence`.
    ///   - input: what is written to standard input.
    static func covalence(_ arguments: String..., input: String = "") throws -> Running {
        try covalence(arguments, input: Data(input.utf8))
    }

    /// - Parameter variables: of the environment, beside those of the tests.
    static func covalence(_ arguments: [String], input: Data, variables: [String: String] = [:]) throws -> Running {
        let folder = try Scratch()
        let inputFile = folder.path("input")
        let outputFile = folder.path("output")
        let errorFile = folder.path("errors")
        try input.write(to: URL(filePath: inputFile))
        for file in [outputFile, errorFile] { _ = FileManager.default.createFile(atPath: file, contents: nil) }
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        // Without what is set for the tests themselves: every variable of ours is a setting, or said to be none.
        process.environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("COVALENCE_") }.merging(variables) { $1 }
        process.standardInput = FileHandle(forReadingAtPath: inputFile)
        process.standardOutput = FileHandle(forWritingAtPath: outputFile)
        process.standardError = FileHandle(forWritingAtPath: errorFile)
        try process.run()
        process.waitUntilExit()
        return Running(
            status: process.terminationStatus,
            output: try String(contentsOfFile: outputFile, encoding: .utf8),
            errors: try String(contentsOfFile: errorFile, encoding: .utf8)
        )
    }

    /// Where the executable is.
    static var path: String { executable.path }

    private static let executable = Bundle.main.executableURL!.deletingLastPathComponent().appending(path: "covalence")
}

/// A folder that is removed with this value.
final class Scratch {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "covalence-command-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appending(path: name).path }

    /// Writes a file and gives its path.
    func file(_ name: String, _ content: String) throws -> String {
        try Data(content.utf8).write(to: url.appending(path: name))
        return path(name)
    }

    /// A short meeting: Ines sells, Paula may buy.
    func meeting(_ name: String = "meeting.vtt") throws -> String {
        try file(name, """
            WEBVTT

            00:00:01.000 --> 00:00:04.000
            <v Ines>Good morning, thanks for taking the time today.

            00:00:04.300 --> 00:00:11.000
            <v Paula>Good morning. We wanted this meeting because our main line stops twice a week and it costs us a shift.

            00:00:11.400 --> 00:00:15.000
            <v Ines>What happens in the plant when the line stops?

            00:00:15.500 --> 00:00:24.000
            <v Paula>Somebody has to walk over and reset it by hand, and it would save us about forty thousand euros a year if that went away.

            00:00:24.500 --> 00:00:29.000
            <v Ines>Shall we meet again next Tuesday with your maintenance lead?

            00:00:29.300 --> 00:00:31.000
            <v Paula>Yes, Tuesday at ten works for us.

            """)
    }
}

import ArgumentParser
import Covalence
import Formats
import Foundation
import Language
import Logging
import Operations
import Server
import Store
import Synchronization
import Workbench

/// Turns what went wrong into a sentence on standard error and the exit code that says whose turn it is. With `--json` it is one JSON object there; a
/// server whose log is JSON writes it as a line of the log.
enum Failures {
    /// How an error is said.
    enum Voice: Sendable {
        case text
        /// `{"code": 65, "error": "…"}`.
        case json
        case log(Logger)
    }

    private static let voice = Mutex(Voice.text)

    private static var spoken: Voice { voice.withLock { $0 } }

    /// From here on errors are said in this way.
    static func speak(_ new: Voice) { voice.withLock { $0 = new } }

    /// What the parser of the command line makes of an error that nobody reported: wrong use, mostly.
    ///
    /// - Returns: whether it was said; else it is left to the parser, as help and the version are.
    static func sayUnreported(_ message: String, _ code: ExitCode) -> Bool {
        switch spoken {
        case .text: return false
        case .json, .log:
            say(message, code)
            return true
        }
    }

    /// Does something; what it throws is reported and becomes an exit code.
    static func report<Result>(_ work: () throws -> Result) throws -> Result {
        do {
            return try work()
        } catch {
            throw exit(for: error)
        }
    }

    /// Does something; what it throws is reported and becomes an exit code.
    static func report<Result>(_ work: () async throws -> Result) async throws -> Result {
        do {
            return try await work()
        } catch {
            throw exit(for: error)
        }
    }

    /// Says the error on standard error and gives its exit code.
    static func exit(for error: any Error) -> any Error {
        switch error {
        case is ExitCode, is ValidationError, is CleanExit:
            return error
        case let error as CastMaker.NameProblem:
            return ValidationError(error.description)
        case is TranscriptFileError, is Lexicon.Failure, is CodebookProblem, is SuggestLineProblem, is TagStreamError, is NotARecording, is BrokenFileError,
             is TableError, is MailError, is CalendarError, is Cast.Failure, is ConsentMissing, is ConsentNeeded, is SnapshotError, is StoresDiffer:
            return said(error, .badFile)
        case let error as SettingsProblem where error.place.hasPrefix("--"):
            return ValidationError(error.description)
        case is MeaningProblem, is WordPieceTokenizer.Problem:
            return said(error, .unavailable)
        case is SettingsProblem, is SurroundingsProblem:
            return said(error, .badSettings)
        case is UnwritableFile:
            return said(error, .cannotWrite)
        case is UnreadableFile, DoorProblem.isSetUp:
            return said(error, .badFile)
        case let error as SettingProblem:
            return ValidationError(error.description)
        case let error as StoreError:
            return switch error {
            case .notFound, .erased, .refused, .exists, .conflict, .tooLarge, .corrupt, .newerSchema: said(error, .badFile)
            case .locked, .unavailable, .unsettled, .diskFull, .fileSystem, .missingFile: said(error, .unavailable)
            case .cancelled, .database: said(error, .fault)
            }
        default:
            return said(error, .fault)
        }
    }

    private static func said(_ error: any Error, _ code: ExitCode) -> ExitCode {
        say(String(describing: error), code)
        return code
    }

    private struct Line: Encodable {
        var code: Int32
        var error: String
    }

    private static func say(_ message: String, _ code: ExitCode) {
        switch spoken {
        case .text: Terminal().note("Error: \(message.printable)")
        case .json: if let line = try? JSONText.line(Line(code: code.rawValue, error: message)) { Terminal().note(line) }
        case .log(let logger): logger.critical("ended: \(message)", metadata: ["code": "\(code.rawValue)"])
        }
    }
}

/// A file that was named to be read and cannot be.
struct UnreadableFile: Error, CustomStringConvertible {
    var file: String
    /// What it should be: `A list as covalence privacy erasures prints it`.
    var wanted: String

    var description: String {
        var isFolder: ObjCBool = false
        let reason = !FileManager.default.fileExists(atPath: file, isDirectory: &isFolder) ? "is not there"
            : isFolder.boolValue ? "is a folder" : "may not be read by this account"
        return "\(file.printable) \(reason). Name \(wanted)."
    }

    /// The bytes of a file.
    static func read(_ file: String, wanted: String) throws -> Data {
        do { return try Data(contentsOf: URL(filePath: file)) } catch { throw UnreadableFile(file: file, wanted: wanted) }
    }
}

/// A file that was named to be written and cannot be.
struct UnwritableFile: Error, CustomStringConvertible {
    var file: String
    var reason: String
    /// The option that names another place: `--output`.
    var option: String

    /// - Parameter error: as the system said it.
    init(_ file: String, _ error: any Error, option: String) {
        self.file = file
        reason = error.localizedDescription
        self.option = option
    }

    var description: String { "\(file) could not be written: \(reason) Choose another place with \(option)." }
}

/// Some cues of a file are broken, and nobody said what to do.
struct BrokenFileError: Error, CustomStringConvertible {
    var file: String
    var broken: BrokenFile

    var description: String {
        let listed = broken.problems.prefix(20).map { "  \(file): \($0)" }.joined(separator: "\n")
        return """
            \(file) is broken in \(broken.problemCount) places; \(broken.utterances) utterances could be read, \(broken.skipped) were not.
            \(listed)
            Mend the file, or import what could be read with --import-rest. Nothing was imported.
            """
    }
}

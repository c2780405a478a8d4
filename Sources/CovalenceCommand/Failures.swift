import ArgumentParser
import Covalence
import Formats
import Foundation
import Language
import Operations
import Server
import Store
import Workbench

/// Turns what went wrong into a sentence on standard error and the exit code that says whose turn it is.
enum Failures {
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
            say(error)
            return ExitCode.badFile
        case let error as SettingsProblem where error.place.hasPrefix("--"):
            return ValidationError(error.description)
        case is MeaningProblem, is WordPieceTokenizer.Problem:
            say(error)
            return ExitCode.unavailable
        case is SettingsProblem, is SurroundingsProblem:
            say(error)
            return ExitCode.badSettings
        case let error as SettingProblem:
            return ValidationError(error.description)
        case let error as StoreError:
            say(error)
            switch error {
            case .notFound, .erased, .refused, .exists, .conflict, .tooLarge, .corrupt, .newerSchema: return ExitCode.badFile
            case .locked, .unavailable, .unsettled, .diskFull, .fileSystem: return ExitCode.unavailable
            case .cancelled, .database: return ExitCode.fault
            }
        default:
            say(error)
            return ExitCode.fault
        }
    }

    private static func say(_ error: any Error) {
        Terminal().note("Error: \(String(describing: error).printable)")
    }
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

import Foundation
import Logging
import Operations

/// The log of a server, as the settings ask for it.
enum ServerLog {
    /// Sets up logging for the whole process.
    ///
    /// - Parameter isVerbose: at least a line for each request.
    static func start(_ held: HeldSettings, isVerbose: Bool) -> Logger {
        let isTerminal = isatty(STDERR_FILENO) == 1
        let format: LogFormat = switch held.text(.logFormat) {
        case "json": .json
        case "text": .text
        default: isTerminal ? .text : .json
        }
        var level = held.text(.logLevel).flatMap { Logger.Level(rawValue: $0) } ?? (isTerminal ? .warning : .info)
        if isVerbose { level = min(level, .info) }
        LoggingSystem.bootstrap { [level] _ in LineLogHandler(format: format, level: level) }
        return Logger(label: "covalence")
    }
}

import Foundation
import Logging
import Operations

/// The log of a server, as the settings ask for it. What ends the server is a line of it too, where it is JSON.
enum ServerLog {
    /// Before the settings are read: what is wrong with them is said in the form that the command line or the environment asks for.
    static func announce(_ format: String?) {
        speak(Self.format(format ?? ProcessInfo.processInfo.environment[Setting.logFormat.variable]), Logger(label: "covalence") { _ in LineLogHandler(format: .json, level: .error) })
    }

    /// Sets up logging for the whole process.
    ///
    /// - Parameter isVerbose: at least a line for each request.
    static func start(_ held: HeldSettings, isVerbose: Bool) -> Logger {
        let format = format(held.text(.logFormat))
        var level = held.text(.logLevel).flatMap { Logger.Level(rawValue: $0) } ?? (isTerminal ? .warning : .info)
        if isVerbose { level = min(level, .info) }
        LoggingSystem.bootstrap { [level] _ in LineLogHandler(format: format, level: level, sink: .gatheringStandardError) }
        let logger = Logger(label: "covalence")
        speak(format, logger)
        return logger
    }

    private static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    private static func format(_ said: String?) -> LogFormat {
        switch said {
        case "json": .json
        case "text": .text
        default: isTerminal ? .text : .json
        }
    }

    private static func speak(_ format: LogFormat, _ logger: Logger) { Failures.speak(format == .json ? .log(logger) : .text) }
}

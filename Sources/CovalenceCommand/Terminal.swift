import ArgumentParser
import Foundation

/// What is written to standard output and standard error, and whether a person reads it.
struct Terminal: Sendable {
    /// Whether standard output is a terminal that takes colours.
    let hasColor: Bool
    /// Whether standard output is a terminal at all.
    let isTerminal: Bool
    /// Whether standard error is a terminal, so that progress may be shown there.
    let showsProgress: Bool

    init() {
        let environment = ProcessInfo.processInfo.environment
        let plain = environment["NO_COLOR"].map { !$0.isEmpty } ?? false || environment["TERM"] == "dumb"
        isTerminal = isatty(STDOUT_FILENO) == 1
        hasColor = isTerminal && !plain
        showsProgress = isatty(STDERR_FILENO) == 1
    }

    /// How a piece of text stands out.
    enum Style: String {
        case bold = "1"
        case dim = "2"
        case seller = "34"
        case customer = "32"
        case attention = "33"
    }

    /// The text with a style, on a terminal only.
    func styled(_ text: String, _ style: Style) -> String {
        hasColor ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// A line on standard output.
    func line(_ text: String = "") {
        write(text + "\n", to: STDOUT_FILENO)
    }

    /// A line on standard error.
    func note(_ text: String) {
        write(text + "\n", to: STDERR_FILENO)
    }

    /// A line on standard error that the next one replaces; nothing where nobody looks.
    func progress(_ text: String) {
        if showsProgress { write("\r\u{1B}[K" + text, to: STDERR_FILENO) }
    }

    /// Takes the progress line away.
    func endProgress() {
        if showsProgress { write("\r\u{1B}[K", to: STDERR_FILENO) }
    }

    /// Bytes on standard output, whole lines of them.
    func write(_ bytes: [UInt8]) { write(bytes[...], to: STDOUT_FILENO) }

    private func write(_ text: String, to descriptor: Int32) { write(Array(text.utf8)[...], to: descriptor) }

    private func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) {
        var bytes = bytes
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 {
                if errno == EINTR { continue }
                return
            }
            bytes = bytes.dropFirst(written)
        }
    }
}

extension ExitCode {
    /// A file could not be read: sysexits' EX_DATAERR.
    static let badFile = ExitCode(65)
    /// Something needed is missing or busy: EX_UNAVAILABLE.
    static let unavailable = ExitCode(69)
    /// A fault of ours: EX_SOFTWARE.
    static let fault = ExitCode(70)
    /// A file of settings or a variable of the environment makes no sense: EX_CONFIG.
    static let badSettings = ExitCode(78)
    /// An output file could not be written: EX_CANTCREAT.
    static let cannotWrite = ExitCode(73)
}

extension String {
    /// Filled up with spaces to a width, for columns.
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: Swift.max(0, width - count))
    }

    /// Filled up with spaces in front, for numbers.
    func leftPadded(to width: Int) -> String {
        String(repeating: " ", count: Swift.max(0, width - count)) + self
    }

    /// Safe to print: control characters and escape sequences in a transcript must not reach the terminal.
    var printable: String {
        String(String.UnicodeScalarView(unicodeScalars.map { scalar in
            // Joiners hold letters and emoji together; other format characters could turn the line around.
            if scalar == "\u{200D}" || scalar == "\u{200C}" { return scalar }
            return switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse: " "
            default: scalar
            }
        }))
    }
}

import Foundation
import Language

/// Lines of standard input, one after the other, without holding more than one of them.
enum InputLines {
    /// - Parameters:
    ///   - longest: bytes of a line; a longer one is given as far as it was read, one byte beyond.
    ///   - body: given each line without its end, its number from 1, and whether no more of what was read so far is left: a good time to answer.
    static func each(longest: Int, _ body: (Data, _ number: Int, _ isLast: Bool) async throws -> Void) async throws {
        var rest = Data()
        var number = 0
        while let chunk = try read() {
            rest.append(chunk)
            while let end = rest.firstIndex(of: 0x0A) {
                number += 1
                let line = Data(rest[rest.startIndex..<end])
                rest = Data(rest[(end + 1)...])
                try await body(line, number, !rest.contains(0x0A))
            }
            if rest.count > longest {
                try await body(rest, number + 1, true)
                return
            }
        }
        if !rest.isEmpty { try await body(rest, number + 1, true) }
    }

    /// The next bytes; nil at the end.
    private static func read() throws -> Data? {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let taken = Foundation.read(STDIN_FILENO, &buffer, buffer.count)
            if taken < 0, errno == EINTR { continue }
            guard taken >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
            return taken == 0 ? nil : Data(buffer[..<taken])
        }
    }
}

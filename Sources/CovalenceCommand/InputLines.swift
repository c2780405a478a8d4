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

    /// Answers texts in JSON lines, many together; as soon as no more of them are there, so that whoever gives one at a time is answered at once.
    /// What comes before a line that cannot be read is answered.
    ///
    /// - Parameters:
    ///   - together: at most so many at a time.
    ///   - answer: a line for each, in their order.
    static func answer(_ terminal: Terminal, together: Int, _ answer: ([SuggestLine]) async throws -> [String]) async throws {
        var waiting: [SuggestLine] = []
        func flush() async throws {
            guard !waiting.isEmpty else { return }
            terminal.write(Array(try await answer(waiting).map { $0 + "\n" }.joined().utf8))
            waiting.removeAll(keepingCapacity: true)
        }
        do {
            try await each(longest: SuggestLine.mostBytes) { bytes, number, isLast in
                if let line = try SuggestLine(bytes, number: number) { waiting.append(line) }
                if waiting.count >= together || isLast { try await flush() }
            }
            try await flush()
        } catch let problem as SuggestLineProblem {
            try await flush()
            throw problem
        }
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

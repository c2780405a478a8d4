import ArgumentParser
import Foundation
import Language

/// `covalence tag`: dialogue acts of utterances, a line in, the same line out.
struct TagCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tag",
        abstract: "Adds the dialogue act to utterances in JSON lines.",
        discussion: """
            Reads {"conversation", "speaker", "text"} a line from standard input and writes the same lines with "act" (S statement, \
            Q question, B backchannel, D disruption, F floor) and "question" (yes-no, wh, open, either-or, rhetorical, or null). \
            Lines of one conversation that follow each other are read together, so keep them in order of speech.

            EXAMPLE:
              covalence tag < utterances.jsonl > tagged.jsonl
            """
    )

    @Flag(help: ArgumentHelp("Accepted and without effect: the output is always JSON lines.", visibility: .hidden))
    var json = false

    func run() async throws {
        let tagger = try Failures.report { try DialogueActTagger.bundled() }
        try Failures.report {
            var stream = TagStream(tagger: tagger)
            try stream.run(reading: readChunk, writing: write)
        }
    }

    /// The next bytes of standard input; nil at its end.
    private func readChunk() throws -> [UInt8]? {
        try [UInt8](unsafeUninitializedCapacity: 1 << 18) { buffer, count in
            while true {
                let taken = read(STDIN_FILENO, buffer.baseAddress, buffer.count)
                if taken < 0, errno == EINTR { continue }
                guard taken >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
                count = taken
                return
            }
        }
    }

    /// Writes all bytes; a reader that went away ends the program quietly, as `head` expects.
    private func write(_ bytes: [UInt8]) throws {
        var offset = 0
        while offset < bytes.count {
            let written = bytes.withUnsafeBytes { Foundation.write(STDOUT_FILENO, $0.baseAddress.map { $0 + offset }, $0.count - offset) }
            if written < 0 {
                if errno == EINTR { continue }
                throw ExitCode(errno == EPIPE ? 0 : ExitCode.cannotWrite.rawValue)
            }
            offset += written
        }
    }
}

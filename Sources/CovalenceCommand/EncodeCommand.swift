import ArgumentParser
import Foundation
import Language

/// `covalence encode`: what texts mean, as vectors.
struct EncodeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "encode",
        abstract: "Turns texts in JSON lines into vectors of their meaning.",
        discussion: """
            Reads {"text"} a line from standard input and writes the same lines with "vector": 384 numbers whose squares add up to 1. Texts that mean alike \
            have vectors that point alike; the sum of the products of two is their likeness. With --tokens, the numbers of the word pieces \
            instead, as the model's tokenizer has them.

            EXAMPLE:
              covalence encode < texts.jsonl > vectors.jsonl
            """
    )

    @Flag(help: "Write the numbers of the word pieces instead.")
    var tokens = false

    @Option(help: ArgumentHelp("The folder with the sentence encoder, as `./run` unpacks it to .deps/meaning.", valueName: "folder"))
    var meaning: String?

    @Flag(help: ArgumentHelp("Accepted and without effect: the output is always JSON lines.", visibility: .hidden))
    var json = false

    private static let batch = 2_048

    func run() async throws {
        let terminal = Terminal()
        try await Failures.report {
            guard let files = meaning.map({ MeaningFiles(folder: URL(fileURLWithPath: $0)) }) ?? MeaningFiles.found() else { throw MeaningFiles.nowhere }
            try files.check()
            let tokenizer = tokens ? try WordPieceTokenizer(contentsOf: files.tokenizerFile) : nil
            let encoder = SentenceEncoder(files)
            try await InputLines.answer(terminal, together: Self.batch) { lines in
                if let tokenizer { return lines.map { $0.with(tokens: tokenizer.ids(of: $0.input.text)) } }
                return zip(lines, try await encoder.vectors(of: lines.map(\.input.text))).map { $0.with($1) }
            }
        }
    }
}

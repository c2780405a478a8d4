import ArgumentParser
import Covalence
import Foundation
import Language
import Workbench

/// `covalence suggest`: codes for texts, a line in, the same line out.
struct SuggestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suggest",
        abstract: "Suggests the codes of a codebook for texts in JSON lines.",
        discussion: """
            Reads {"text", "side"?} a line from standard input and writes the same lines with "engine" (which rules read it) and "codes": every code of \
            the codebook with a score from 0 to 1, best first. Above 0.5 a code is likelier than none; a text of which no score is \
            above 0.5 most likely carries no code. Scores sort and compare; they are no chances of being right.

            With --data the codebook is the workspace's, with what its people taught; it is read as the settings of the store say, by meaning or by words.

            The first time a codebook is used it is learnt from, which takes some seconds; what was learnt is kept in ~/.cache/covalence.

            EXAMPLES:
              covalence suggest --codebook value-creation < passages.jsonl
              echo '{"text":"Who else has to sign this?"}' | covalence suggest --codebook meeting-interaction
              covalence suggest --codebook ./own.yaml --words-only < passages.jsonl
              covalence suggest --codebook our-own --data ./data < passages.jsonl
            """
    )

    @Option(help: ArgumentHelp("A codebook that comes with the program (`covalence codebook list`), or a YAML file.", valueName: "name"))
    var codebook: String

    @OptionGroup var meaning: MeaningOptions
    @OptionGroup var store: StoreOptions

    @Flag(help: ArgumentHelp("Accepted and without effect: the output is always JSON lines.", visibility: .hidden))
    var json = false

    /// Lines that are read together.
    private static let batch = 256

    func validate() throws {
        guard !store.isNamed || !meaning.wordsOnly && meaning.meaning == nil else {
            throw ValidationError("--words-only and --meaning go with codebooks that come with the program and with files. A workspace’s is read as the settings of its store say.")
        }
    }

    func run() async throws {
        let terminal = Terminal()
        if store.isNamed {
            return try await store.withWorkbench(create: false) { bench in
                // Asked first: a name that is wrong is told before a text is read.
                _ = try await bench.codebook(codebook, by: .owner)
                try await InputLines.answer(terminal, together: Self.batch) { lines in
                    let found = try await bench.suggestCodes(lines.map(\.input), of: codebook, by: .owner)
                    return zip(lines, found.codes).map { $0.with($1, engine: found.engine) }
                }
            }
        }
        try await Failures.report {
            let codebook = try CodebookFile.codebook(codebook)
            let shelf = try meaning.shelf(terminal)
            let suggester = try await shelf.suggester(codebook) { terminal.progress("Learning \(codebook.name) … \(Int($0 * 100)) %") }
            terminal.endProgress()
            try await InputLines.answer(terminal, together: Self.batch) { lines in
                zip(lines, try await shelf.suggest(lines.map(\.input), with: suggester)).map { $0.with($1, engine: suggester.engine) }
            }
        }
    }
}

import ArgumentParser
import Foundation
import Language

/// Whether texts are read by meaning, and with what.
struct MeaningOptions: ParsableArguments {
    @Flag(help: "Read by words alone, without the sentence encoder.")
    var wordsOnly = false

    @Option(help: ArgumentHelp("The folder with the sentence encoder, as `./run` unpacks it to .deps/meaning.", valueName: "folder"))
    var meaning: String?

    /// The encoder; nil where words are to be enough.
    ///
    /// - Throws: `MeaningProblem` where a folder that was named lacks something.
    func encoder(_ terminal: Terminal) throws -> SentenceEncoder? {
        guard !wordsOnly else { return nil }
        guard let files = meaning.map({ MeaningFiles(folder: URL(fileURLWithPath: $0)) }) ?? MeaningFiles.found() else {
            terminal.note("\(MeaningFiles.nowhere)")
            return nil
        }
        do {
            try files.check()
        } catch {
            if meaning != nil { throw error }
            terminal.note("\(error)")
            return nil
        }
        return SentenceEncoder(files)
    }

    /// The shelf of suggesters. What they learnt is kept in the user's cache.
    func shelf(_ terminal: Terminal) throws -> SuggesterShelf {
        SuggesterShelf(encoder: try encoder(terminal), tagger: try DialogueActTagger.bundled(), folder: SuggesterShelf.usersFolder())
    }
}

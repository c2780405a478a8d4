public import Covalence
public import Foundation

/// Tells what each utterance of a conversation does († Shriberg et al. 2004: statement, question, backchannel, disruption,
/// floor) and of which type its questions are. Reads English.
///
/// A linear model over words and neighbours, and a small network over its opinions of the neighbours; trained on the MRDA
/// corpus by Tools/dialogue-acts/train.py. docs/dialogue-acts.md has method and figures.
///
/// ```swift
/// let tagger = try DialogueActTagger.bundled()
/// let acts = tagger.tag([TaggerInput(speaker: 1, text: "So how do you decide on investments like this?")])
/// // acts[0].act == .question, acts[0].question == .wh
/// ```
public struct DialogueActTagger: Sendable {
    private let model: DialogueActModel

    /// Share of utterances that must end in a sentence mark for a conversation to count as punctuated ‡.
    static let punctuatedShare = 0.5

    /// Reads weights written by Tools/dialogue-acts/train.py. Throws ``ModelFileError`` for any other file.
    public init(contentsOf url: URL) throws(ModelFileError) {
        model = try DialogueActModel(contentsOf: url)
    }

    /// The tagger with the weights that come with Covalence.
    public static func bundled() throws(ModelFileError) -> DialogueActTagger {
        guard let folder = Bundle.module.resourceURL else {
            throw .unreadable(path: "Models/dialogue-acts.en.bin", reason: "the program's resources are missing")
        }
        return try DialogueActTagger(contentsOf: folder.appendingPathComponent("Models/dialogue-acts.en.bin"))
    }

    /// The acts of the utterances of one conversation, in the order they were said. One result for each input.
    ///
    /// An utterance of several sentences is read sentence by sentence: it is a question where one of them is (its type is the
    /// last question's), else a statement where one is, else a backchannel, a floor act, a disruption.
    /// An utterance without words has confidence 0.
    public func tag(_ utterances: [TaggerInput]) -> [TaggedAct] {
        var workspace = TaggerWorkspace()
        for utterance in utterances {
            let speaker = Int32(truncatingIfNeeded: utterance.speaker) & .max
            let id = utterance.speaker < 0 ? -1 : speaker
            let done: Void? = utterance.text.utf8.withContiguousStorageIfAvailable { workspace.scanner.append(speaker: id, text: $0) }
            if done == nil {
                ContiguousArray(utterance.text.utf8).withUnsafeBufferPointer { workspace.scanner.append(speaker: id, text: $0) }
            }
        }
        tag(&workspace)
        return Array(workspace.acts)
    }

    /// Tags what the workspace's scanner holds; the results are in its `acts`.
    func tag(_ workspace: inout TaggerWorkspace) {
        let scanner = workspace.scanner
        let punctuation = Double(scanner.marked) >= Double(scanner.worded) * Self.punctuatedShare && scanner.marked > 0
        workspace.run(punctuation ? model.withPunctuation : model.withoutPunctuation, punctuation: punctuation)
    }
}

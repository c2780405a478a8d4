@testable import Language

/// The weights, read once for all tests.
enum SharedTagger {
    static let result = Result { () throws(ModelFileError) in try DialogueActTagger.bundled() }
}

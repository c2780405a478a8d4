import Covalence

extension Lexicon {
    /// Runs every entry's own examples under its own conditions (its side; a question where it asks for one) and names those that
    /// do not hold; empty when all do. For a person who extends a lexicon, and for our tests.
    public func failingExamples() throws(Failure) -> [String] {
        let recognizer = try LexiconRecognizer(self)
        var failures: [String] = []
        for entry in entries {
            for (examples, expected) in [(entry.matches, true), (entry.not, false)] {
                for example in examples where recognizer.sees(example, for: entry) != expected {
                    let place = line(of: entry)
                    failures.append("\(place)\(entry.code): \(entry.name): “\(example)” is \(expected ? "not " : "")recognised")
                }
            }
        }
        return failures
    }

    private func line(of entry: Entry) -> String { entry.line > 0 ? "line \(entry.line), " : "" }
}

extension LexiconRecognizer {
    /// Whether an entry itself sees an example, said under the entry's conditions.
    func sees(_ example: String, for entry: Lexicon.Entry) -> Bool {
        let words = LexiconWords(example)
        // A question entry is about questions: an example without a question mark stands for one that a tagger heard.
        let asks = entry.act == .question ? words.asks.map { _ in true } : words.asks
        let context = Context(side: entry.sides.first, asks: asks, isAfterQuestion: entry.afterQuestion)
        var memory = LexiconMatcher.Memory(matcher)
        return fired(in: words, context: context, names: [], memory: &memory).contains { lexicon.entries[$0.entry] == entry }
    }
}

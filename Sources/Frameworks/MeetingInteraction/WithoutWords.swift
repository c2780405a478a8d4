import Covalence

extension MeetingReading {
    /// The same reading without any words of the meeting, for where words are not kept: findings with rule, time and side;
    /// sentences that say in place of a quotation that its words are not kept. Nobody is named.
    public func withoutWords() -> MeetingReading {
        let quotations = Set(findings.filter { !$0.quote.isEmpty }.map { Review.quotation(of: $0) }).sorted { $0.count > $1.count }
        let times = Set(findings.compactMap { $0.attributes["when"] }.map { Review.dateName($0) }).sorted { $0.count > $1.count }
        let people = Set(findings.compactMap { $0.attributes["who"] }).filter { !Self.isSide($0) }.sorted { $0.count > $1.count }
        func clean(_ sentence: String) -> String {
            var sentence = sentence
            for quotation in quotations { sentence = sentence.replacing(quotation, with: "(words not kept)") }
            for time in times {
                sentence = sentence.replacing("(words not kept) (\(time))", with: "(words not kept), with a time")
                    .replacing("(words not kept), \(time)", with: "(words not kept), with a time")
            }
            for person in people { sentence = sentence.replacing(", by \(person)", with: ", by somebody who was named") }
            return sentence
        }
        var bare = mappingTexts(clean)
        for index in bare.findings.indices {
            bare.findings[index].quote = ""
            for key in ["what", "when"] { bare.findings[index].attributes[key] = nil }
            if let who = bare.findings[index].attributes["who"], !Self.isSide(who) { bare.findings[index].attributes["who"] = nil }
            // Of utterances without words, each begins one scalar after the one before it.
            for passage in bare.findings[index].passages.indices {
                let place = bare.findings[index].passages[passage].utterance
                bare.findings[index].passages[passage].range = place..<place
            }
            if bare.findings[index].rule.statement.hasPrefix("Stated by ") {
                bare.findings[index].rule.statement = "Stated by a person."
                bare.findings[index].engine = "a person"
            }
        }
        for index in bare.suggestions.indices { bare.suggestions[index].quote = "" }
        return bare
    }

    /// The reading with every text that can hold words of the meeting or names in another form.
    public func mappingTexts(_ change: (String) -> String) -> MeetingReading {
        var mapped = self
        mapped.summary = summary.map(change)
        for section in mapped.sections.indices {
            for index in mapped.sections[section].statements.indices {
                mapped.sections[section].statements[index].happened = mapped.sections[section].statements[index].happened.map(change)
                mapped.sections[section].statements[index].toDo = mapped.sections[section].statements[index].toDo.map(change)
            }
        }
        for index in mapped.suggestions.indices {
            mapped.suggestions[index].text = change(mapped.suggestions[index].text)
            mapped.suggestions[index].reason = change(mapped.suggestions[index].reason)
            mapped.suggestions[index].quote = change(mapped.suggestions[index].quote)
        }
        for index in mapped.findings.indices {
            mapped.findings[index].quote = change(mapped.findings[index].quote)
            for key in ["what", "when", "who"] {
                mapped.findings[index].attributes[key] = mapped.findings[index].attributes[key].map(change)
            }
        }
        return mapped
    }

    /// The reading without some findings, and without the sentences that rest on them: for those who may not know of them where
    /// the words are not there to be read anew.
    public func hiding(_ hidden: Set<String>) -> MeetingReading {
        guard !hidden.isEmpty else { return self }
        var rest = self
        rest.findings.removeAll { hidden.contains($0.id) }
        for section in rest.sections.indices {
            rest.sections[section].statements.removeAll { !hidden.isDisjoint(with: $0.findings) }
        }
        rest.suggestions.removeAll { !hidden.isDisjoint(with: $0.findings) }
        // A summary counts; it cannot be told which of its numbers the hidden ones are in.
        rest.summary = []
        return rest
    }

    private static func isSide(_ who: String) -> Bool {
        who == "both sides" || ["the seller", "the customer", "a third party"].contains { who == $0 || who == "\($0)'s side" }
    }
}

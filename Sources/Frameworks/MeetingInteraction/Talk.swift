import Covalence

/// A conversation with what was read in it, prepared once: sides, words, turns, marks by utterance. Every ability of the
/// reading is an extension of this type in a file of its own.
struct Talk {
    let conversation: Conversation
    let annotations: Annotations
    let settings: MeetingSettings
    /// The side of each utterance.
    let sides: [Side?]
    /// The number of words of each utterance.
    let words: [Int]
    /// Marks of each utterance that are strong enough, and those that follow from the course of the talk.
    private(set) var marks: [[ContentMark]]
    /// Utterances that ask something: tagged so, or written with a question mark.
    let asks: [Bool]
    /// Utterances that only say that one listens.
    let listens: [Bool]
    /// Runs of one side; listening of the others does not end them.
    let turns: [Turn]
    /// The turn an utterance belongs to; nil where it only listens in somebody else's.
    let turnOf: [Int?]
    let lexis: Lexis
    let hasSides: Bool

    /// A run of utterances of one side.
    struct Turn {
        var side: Side?
        /// Its own utterances, in order.
        var utterances: [Int]
        var words: Int
    }

    init(_ conversation: Conversation, annotations: Annotations, settings: MeetingSettings) {
        self.conversation = conversation
        self.annotations = annotations
        self.settings = settings
        hasSides = conversation.hasBothSides
        let lines = conversation.utterances
        sides = lines.indices.map { conversation.side(of: $0) }
        lexis = Lexis(lines.map(\.text))
        words = lexis.counts
        var marks = [[ContentMark]](repeating: [], count: lines.count)
        for mark in annotations.marks ?? [] where lines.indices.contains(mark.utterance) {
            guard mark.strength >= settings.minimumStrength else { continue }
            var mark = mark
            let whole = lines[mark.utterance].range
            let lower = min(max(mark.range.lowerBound, whole.lowerBound), whole.upperBound)
            mark.range = lower..<min(max(mark.range.upperBound, lower), whole.upperBound)
            marks[mark.utterance].append(mark)
        }
        self.marks = marks
        let acts = annotations.acts.flatMap { $0.count == lines.count ? $0 : nil }
        var asks = [Bool](repeating: false, count: lines.count)
        var listens = asks
        var turns: [Turn] = []
        var turnOf = [Int?](repeating: nil, count: lines.count)
        for index in lines.indices {
            let act = acts?[index].act
            asks[index] = act == .question || lines[index].text.utf8.contains(UInt8(ascii: "?"))
            let answers = index > 0 && asks[index - 1] && sides[index - 1] != sides[index]
            listens[index] = !answers && !asks[index]
                && (act == .backchannel || (words[index] <= 2 && lexis.isListening(index)))
            if let last = turns.indices.last, turns[last].side == sides[index] {
                turns[last].utterances.append(index)
                turns[last].words += words[index]
                turnOf[index] = last
            } else if !listens[index] || turns.isEmpty {
                turns.append(Turn(side: sides[index], utterances: [index], words: words[index]))
                turnOf[index] = turns.count - 1
            }
        }
        self.asks = asks
        self.listens = listens
        self.turns = turns
        self.turnOf = turnOf
        if annotations.marks != nil, hasSides { readCourse() }
    }

    /// Adds a mark that follows from the course of the talk.
    mutating func add(_ code: String, _ utterance: Int, strength: Double, rule: String, attributes: [String: String] = [:]) {
        guard !has(code, utterance) else { return }
        marks[utterance].append(ContentMark(
            code: code, utterance: utterance, range: conversation.utterances[utterance].range, attributes: attributes,
            strength: strength, rule: rule
        ))
    }

    /// Says of marks what their maker left open.
    mutating func describe(_ code: String, _ utterance: Int, _ key: String, _ value: String) {
        for index in marks[utterance].indices where marks[utterance][index].code == code && marks[utterance][index].attributes[key] == nil {
            marks[utterance][index].attributes[key] = value
        }
    }

    /// Takes a kind of mark away where the course of the talk speaks against it.
    mutating func remove(_ code: String, _ utterance: Int) { marks[utterance].removeAll { $0.code == code } }

    /// Why contents are not known; nil where the words were read.
    var missingContent: Missing? {
        guard annotations.marks == nil else { return nil }
        return conversation.language.map { .unreadLanguage($0) } ?? .language
    }

    /// Whether an utterance asks something in earnest: long enough and not rhetorical.
    func isQuestion(_ utterance: Int) -> Bool {
        asks[utterance] && words[utterance] >= settings.questionWords && questionType(utterance) != .rhetorical
    }

    /// The form of a question, where a tagger read it.
    func questionType(_ utterance: Int) -> QuestionType? {
        guard let acts = annotations.acts, acts.indices.contains(utterance) else { return nil }
        return acts[utterance].question
    }

    /// Whether an utterance has a mark with this code.
    func has(_ code: String, _ utterance: Int) -> Bool { marks[utterance].contains { $0.code == code } }

    /// The strongest mark with this code.
    func mark(_ code: String, _ utterance: Int) -> ContentMark? {
        marks[utterance].filter { $0.code == code }.max { $0.strength < $1.strength }
    }

    /// A finding at a place, with speaker, time and quote filled in.
    func finding(
        _ kind: FindingKind,
        at passages: [Finding.Passage],
        attributes: [String: String] = [:],
        strength: Double,
        rule: Rule,
        agreed: Bool? = nil,
        covering utterances: Range<Int>? = nil,
        phase: Range<Int>? = nil
    ) -> Finding {
        let first = passages.first?.utterance ?? utterances?.lowerBound ?? 0
        let last = passages.map(\.utterance).max() ?? first
        let line = conversation.utterances[first]
        var attributes = attributes
        if phase?.contains(first) == true { attributes["phase"] = "orientation" }
        let lower = passages.first?.range.lowerBound ?? line.range.lowerBound
        return Finding(
            id: "\(kind.slug)-\(lower)",
            kind: kind,
            side: sides[first],
            participant: line.participant,
            utterances: utterances ?? first..<last + 1,
            passages: passages,
            quote: quote(first, passages.first?.range),
            time: span(utterances ?? first..<last + 1),
            attributes: attributes,
            strength: strength,
            rule: rule,
            engine: annotations.engine,
            agreed: agreed
        )
    }

    /// From the start of the first to the end of the last utterance; nil without times.
    func span(_ utterances: Range<Int>) -> TimeSpan? {
        guard let first = utterances.first, let last = utterances.last,
              let start = conversation.utterances[first].time, let end = conversation.utterances[last].time
        else { return nil }
        return TimeSpan(start: start.start, end: end.end)
    }

    /// What was said: the utterance, or where it is long about 40 words around the passage.
    func quote(_ utterance: Int, _ range: Range<Int>? = nil) -> String {
        let line = conversation.utterances[utterance]
        let longest = 240
        guard line.range.count > longest, let range else { return String(line.text.unicodeScalars.prefix(longest)) }
        let scalars = Array(line.text.unicodeScalars)
        let centre = (range.lowerBound + range.upperBound) / 2 - line.range.lowerBound
        var lower = max(0, min(centre - longest / 2, scalars.count - longest))
        var upper = min(scalars.count, lower + longest)
        while lower > 0, lower < centre, scalars[lower - 1] != " " { lower += 1 }
        while upper < scalars.count, upper > centre, scalars[upper] != " " { upper -= 1 }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[lower..<max(lower, upper)])
        return (lower > 0 ? "… " : "") + String(view) + (upper < scalars.count ? " …" : "")
    }

    /// The whole of an utterance as a passage.
    func passage(_ utterance: Int) -> Finding.Passage {
        Finding.Passage(utterance: utterance, range: conversation.utterances[utterance].range)
    }

    /// Findings in order of the talk, each id once.
    static func inOrder(_ findings: [Finding]) -> [Finding] {
        let sorted = findings.sorted {
            ($0.utterance, $0.passages.first?.range.lowerBound ?? 0, $0.kind.rawValue)
                < ($1.utterance, $1.passages.first?.range.lowerBound ?? 0, $1.kind.rawValue)
        }
        var seen: [String: Int] = [:]
        return sorted.map { finding in
            var finding = finding
            let count = seen[finding.id, default: 0]
            seen[finding.id] = count + 1
            if count > 0 { finding.id += "-\(count + 1)" }
            return finding
        }
    }
}

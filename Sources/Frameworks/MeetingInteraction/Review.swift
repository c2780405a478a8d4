import Covalence

/// Turns findings into statements, a summary and suggestions. Each section is an extension in a file of its own.
struct Review {
    let talk: Talk
    let reading: MeetingReading

    /// A to D.
    func sections() -> [SectionReading] {
        [
            SectionReading(section: .interactive, statements: interactive()),
            SectionReading(section: .equalParties, statements: equalParties()),
            SectionReading(section: .newValue, statements: newValue()),
            SectionReading(section: .businessBenefits, statements: businessBenefits()),
        ]
    }

    /// Findings of a kind that count: outside the orientation phase for A to C.
    func counted(_ kind: FindingKind) -> [Finding] {
        let all = reading.findings(of: kind)
        switch kind.section {
        case .interactive, .equalParties, .newValue: return all.filter { !$0.isInOrientation }
        case .businessBenefits, nil: return all
        }
    }

    /// What is missing to read contents by side; nil where both are there.
    var missing: Missing? { talk.missingContent ?? (talk.hasSides ? nil : .sides) }

    /// A statement that can be made.
    func statement(
        _ id: String,
        _ title: String,
        _ notice: Statement.Notice,
        _ happened: String,
        means: String,
        toDo: String? = nil,
        rule: Rule,
        on findings: [Finding] = []
    ) -> Statement {
        // A line that shows the same twice (a saving, and in money) is quoted once.
        var places: Set<Int> = []
        return Statement(
            id: id, title: title, notice: notice, happened: .known(happened), means: means, toDo: toDo, rule: rule,
            findings: findings.filter { places.insert($0.utterance).inserted }.map(\.id)
        )
    }

    /// A statement that cannot be made, with what is missing.
    func notKnown(_ id: String, _ title: String, _ missing: Missing, rule: Rule) -> Statement {
        Statement(
            id: id, title: title, notice: .notKnown, happened: .notKnown(missing), means: "", toDo: nil, rule: rule, findings: []
        )
    }

    /// A statement on findings of one kind: seen, or not seen in the words.
    func presence(
        _ kind: FindingKind,
        seen: (([Finding]) -> String)? = nil,
        unseen: String,
        unseenNotice: Statement.Notice = .plain,
        unseenToDo: String? = nil
    ) -> Statement {
        let rule = Rule(id: kind.claimKind, statement: kind.definition.meaning, provenance: kind.definition.provenance)
        if let missing = kind.sides.count == 3 ? talk.missingContent : missing {
            return notKnown(kind.slug, kind.title, missing, rule: rule)
        }
        let found = counted(kind)
        guard !found.isEmpty else {
            return statement(
                kind.slug, kind.title, unseenNotice, unseen, means: kind.definition.meaning, toDo: unseenToDo, rule: rule
            )
        }
        return statement(
            kind.slug, kind.title, .seen, seen?(found) ?? sentence(found),
            means: kind.definition.meaning, toDo: kind.definition.toDo, rule: rule, on: found
        )
    }

    /// A full sentence on findings of one kind: `The customer named a resisting factor 3 times, first at 12:05: “…”.`
    func sentence(_ found: [Finding]) -> String {
        guard let first = found.first else { return "" }
        let lines = lines(found)
        let happened = first.kind.happened
        return (lines == 1 ? "\(happened) once, \(when(first))" : "\(happened) \(times(lines).lowercased()), first \(when(first))")
            + ": \(quoted(first))."
    }

    /// `once`, `3 times`.
    func times(_ count: Int) -> String { count == 1 ? "Once" : count == 2 ? "Twice" : "\(count) times" }

    /// `4 questions`.
    func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
        "\(number) \(number == 1 ? one : many ?? one + "s")"
    }

    /// When a finding stands: `at 12:05`, or by utterance where there are no times.
    func when(_ finding: Finding) -> String { when(finding.utterance) }

    /// When an utterance was said.
    func when(_ utterance: Int) -> String {
        guard talk.conversation.hasTimes, let time = talk.conversation.utterances[utterance].time else {
            return "in utterance \(utterance + 1)"
        }
        return "at \(clock(time.start))"
    }

    /// `12:05` or `1:02:05`.
    func clock(_ milliseconds: Int) -> String {
        let seconds = max(0, milliseconds) / 1000
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return seconds >= 3600
            ? "\(seconds / 3600):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
            : "\(seconds / 60):\(two(seconds % 60))"
    }

    /// `12 minutes`, `40 seconds`.
    func length(_ milliseconds: Int) -> String {
        milliseconds < 90_000 ? count((milliseconds + 500) / 1000, "second") : count((milliseconds + 30_000) / 60_000, "minute")
    }

    /// Counts of an attribute, most frequent first: `need 4, decision 2`.
    func listed(_ counts: [String: Int]) -> String {
        counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key.replacing("-", with: " ")) \($0.value)" }
            .joined(separator: ", ")
    }

    /// The same in brackets, with a space before; nothing where all there is is “other”, which says nothing.
    func bracketed(_ counts: [String: Int]) -> String {
        counts.keys.allSatisfy { $0 == "other" } ? "" : " (\(listed(counts)))"
    }

    /// Lines shared out by an attribute, in brackets: each line once, and those of which it was not said at the end, so that the numbers add up to
    /// the lines. ` (fit 5, value 2, fit and value 1, not said which 1)`; nothing where it was not said of any.
    func parted(_ findings: [Finding], _ attribute: String) -> String {
        var values: [Int: Set<String>] = [:]
        for finding in findings { values[finding.utterance, default: []].formUnion(finding.attributes[attribute].map { [$0] } ?? []) }
        let said = values.values.filter { !$0.isEmpty }
        guard !said.isEmpty else { return "" }
        let counts = said.reduce(into: [String: Int]()) { $0[$1.sorted().joined(separator: " and "), default: 0] += 1 }
        let silent = values.count - said.count
        return " (\(listed(counts))\(silent == 0 ? "" : ", not said which \(silent)"))"
    }

    /// How many lines say it: a line that shows the same twice (a saving, and in money) counts once.
    func lines(_ findings: [Finding]) -> Int { Set(findings.map(\.utterance)).count }

    /// Counts of an attribute over findings.
    func tally(_ findings: [Finding], _ attribute: String) -> [String: Int] {
        findings.reduce(into: [:]) { if let value = $1.attributes[attribute] { $0[value, default: 0] += 1 } }
    }

    /// `“…”`, shortened to a line; without a full stop at its end, which the sentence around it has.
    func quoted(_ finding: Finding) -> String { Self.quotation(of: finding) }

    /// The form in which a finding's words stand in sentences.
    static func quotation(of finding: Finding) -> String {
        var quote = shortened(finding.quote)
        if quote.hasSuffix("."), !quote.hasSuffix("..") { quote.removeLast() }
        return "“\(quote)”"
    }

    /// Words of at most about 140 scalars.
    private static func shortened(_ text: String, to longest: Int = 140) -> String {
        guard text.unicodeScalars.count > longest else { return text }
        var head = Array(text.unicodeScalars.prefix(longest))
        while let last = head.last, last != " ", head.count > longest / 2 { head.removeLast() }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: head)
        return String(view).trimmed + " …"
    }

    /// A rule of ours by name.
    func ours(_ id: String, _ text: String) -> Rule { Rule(id: "meeting." + id, statement: text, provenance: .ours) }
}

extension String {
    /// Without spaces at the end.
    fileprivate var trimmed: String {
        var copy = self
        while copy.last == " " { copy.removeLast() }
        return copy
    }
}

/// A pattern of a lexicon, read from its text. docs/lexicon.md describes the notation.
indirect enum LexiconPattern: Hashable, Sendable {
    case word(String)
    /// Words that begin with these letters: `save#`.
    case stem(String)
    /// A class of words: `<money>`.
    case kind(LexiconClass)
    case sequence([LexiconPattern])
    /// `(a|b c)`.
    case either([LexiconPattern])
    /// `(a|b)?`.
    case optional(LexiconPattern)
    /// `*`, `*5`: up to so many words of any kind.
    case gap(Int)

    /// What is wrong with a pattern, in words.
    struct Failure: Error, Hashable {
        var reason: String
    }

    /// Reads a pattern.
    ///
    /// - Parameters:
    ///   - text: `we (need|want) to <verb> *3 save#`.
    ///   - lists: named alternatives, without their angle brackets.
    init(_ text: String, lists: [String: LexiconPattern]) throws(Failure) {
        var reader = Reader(Array(text.unicodeScalars), lists: lists)
        self = try reader.alternatives(depth: 0)
        if reader.position < reader.scalars.count { throw Failure(reason: "there is a “)” without its “(”") }
        if isEmptyAble { throw Failure(reason: "it could match no words at all; put at least one word outside “?” and “*”") }
        if beginsWithGap { throw Failure(reason: "it begins with “*”; begin with a word, so that it can be looked up quickly") }
        if endsWithGap { throw Failure(reason: "it ends with “*”, which adds nothing; leave it out") }
    }

    private var isEmptyAble: Bool {
        switch self {
        case .word, .stem, .kind: false
        case .gap, .optional: true
        case .sequence(let parts): parts.allSatisfy(\.isEmptyAble)
        case .either(let parts): parts.contains(where: \.isEmptyAble)
        }
    }

    private var beginsWithGap: Bool {
        switch self {
        case .word, .stem, .kind: return false
        case .gap: return true
        case .optional(let part): return part.beginsWithGap
        case .either(let parts): return parts.contains(where: \.beginsWithGap)
        case .sequence(let parts):
            for part in parts {
                if part.beginsWithGap { return true }
                if !part.isEmptyAble { return false }
            }
            return false
        }
    }

    private var endsWithGap: Bool {
        switch self {
        case .word, .stem, .kind: return false
        case .gap: return true
        case .optional(let part): return part.endsWithGap
        case .either(let parts): return parts.contains(where: \.endsWithGap)
        case .sequence(let parts): return parts.last?.endsWithGap ?? false
        }
    }

    private struct Reader {
        let scalars: [Unicode.Scalar]
        let lists: [String: LexiconPattern]
        var position = 0

        init(_ scalars: [Unicode.Scalar], lists: [String: LexiconPattern]) {
            self.scalars = scalars
            self.lists = lists
        }

        mutating func alternatives(depth: Int) throws(Failure) -> LexiconPattern {
            guard depth < 16 else { throw Failure(reason: "brackets are nested too deeply") }
            var branches = [try sequence(depth: depth)]
            while position < scalars.count, scalars[position] == "|" {
                position += 1
                branches.append(try sequence(depth: depth))
            }
            return branches.count == 1 ? branches[0] : .either(branches)
        }

        private mutating func sequence(depth: Int) throws(Failure) -> LexiconPattern {
            var parts: [LexiconPattern] = []
            while position < scalars.count, scalars[position] != "|", scalars[position] != ")" {
                if scalars[position] == " " {
                    position += 1
                } else if scalars[position] == "(" {
                    position += 1
                    let inner = try alternatives(depth: depth + 1)
                    guard position < scalars.count, scalars[position] == ")" else { throw Failure(reason: "a “(” is not closed") }
                    position += 1
                    parts.append(optionalIfMarked(inner))
                } else {
                    parts += try item()
                }
            }
            guard !parts.isEmpty else { throw Failure(reason: "an alternative is empty; write “( … )?” for something that may be missing") }
            return parts.count == 1 ? parts[0] : .sequence(parts)
        }

        private mutating func optionalIfMarked(_ pattern: LexiconPattern) -> LexiconPattern {
            guard position < scalars.count, scalars[position] == "?" else { return pattern }
            position += 1
            return .optional(pattern)
        }

        private mutating func item() throws(Failure) -> [LexiconPattern] {
            if scalars[position] == "*" {
                position += 1
                var digits = ""
                while position < scalars.count, ("0"..."9").contains(scalars[position]) {
                    digits.unicodeScalars.append(scalars[position])
                    position += 1
                }
                let most = digits.isEmpty ? 3 : Int(digits) ?? 0
                guard (1...12).contains(most) else { throw Failure(reason: "“*” takes a number from 1 to 12") }
                return [.gap(most)]
            }
            if scalars[position] == "<" {
                guard let end = scalars[position...].firstIndex(of: ">") else { throw Failure(reason: "a “<” is not closed") }
                var view = String.UnicodeScalarView()
                view.append(contentsOf: scalars[position + 1..<end])
                let name = String(view)
                position = end + 1
                if let kind = LexiconClass(rawValue: name) { return [optionalIfMarked(.kind(kind))] }
                guard let list = lists[name] else {
                    let known = (LexiconClass.allCases.map(\.rawValue) + lists.keys.sorted()).joined(separator: ", ")
                    throw Failure(reason: "there is no class or list <\(name)>; known are \(known)")
                }
                return [optionalIfMarked(list)]
            }
            var view = String.UnicodeScalarView()
            while position < scalars.count, !" ()|?<*".unicodeScalars.contains(scalars[position]) {
                view.append(scalars[position])
                position += 1
            }
            var text = String(view)
            guard !text.isEmpty else { throw Failure(reason: "“\(scalars[position])” cannot stand here") }
            if text.hasSuffix("#") {
                text.removeLast()
                let words = LexiconWords(text).words
                guard let last = words.last, last.text.utf8.count >= 3 else {
                    throw Failure(reason: "“\(text)#” needs a stem of at least three letters")
                }
                let parts = words.dropLast().map { LexiconPattern.word($0.text) } + [.stem(last.text)]
                return [optionalIfMarked(parts.count == 1 ? parts[0] : .sequence(parts))]
            }
            let words = LexiconWords(text).words.map { LexiconPattern.word($0.text) }
            guard !words.isEmpty else { throw Failure(reason: "“\(text)” holds no word") }
            if words.count == 1 { return [optionalIfMarked(words[0])] }
            return [optionalIfMarked(.sequence(words))]
        }
    }
}

/// Classes of words that a pattern can name.
public enum LexiconClass: String, Hashable, Sendable, CaseIterable {
    /// An amount with its currency: `€ 12,000`, `two million pounds`, `20k`.
    case money
    /// A number in digits or words.
    case number
    /// `12 %`, `ten percent`.
    case percent
    /// A day, week, month, quarter: `Tuesday`, `next week`, `by the 14th`, `end of March`, `Q3`.
    case date
    /// A name: capitalised inside a sentence, or a participant's.
    case person
    /// A stretch of time: `three weeks`, `half a day`.
    case duration
    /// Any one word.
    case word
}

/// All patterns of a lexicon in one automaton. A sentence is read once, word by word; at each word the set of open places moves
/// on, each place at most once, so the time is bounded by words × places and never backtracks.
struct LexiconMatcher: Sendable {
    struct Match: Sendable {
        var pattern: Int
        /// Indices into the words of the text.
        var words: Range<Int>
    }

    /// Moves on by a word, a stem, a class, or any word.
    private struct Transition: Sendable {
        var symbol: Int32
        var target: Int32
    }

    private static let any: Int32 = 0
    private static let kinds = LexiconClass.allCases
    private static func symbol(_ kind: LexiconClass) -> Int32 { Int32(kinds.firstIndex(of: kind) ?? 0) + 1 }

    private var transitions: [[Transition]] = []
    /// The patterns that are complete in a state.
    private var accepts: [[Int32]] = []
    /// Where a text can begin: by symbol, the states after it.
    private var first: [Int32: [Int32]] = [:]
    private var vocabulary: [String: Int32] = [:]
    private var stems: [String: Int32] = [:]
    /// The transitions of all states in one row, and where each state's begin: what the reading walks over.
    private var edges: [Transition] = []
    private var edgeStart: [Int32] = [0]
    private var isComplete: [Bool] = []
    private var nextSymbol = Int32(LexiconClass.allCases.count) + 1

    /// Compiles the patterns; a match names the index of its pattern.
    init(_ patterns: [LexiconPattern]) {
        var empty: [[Int32]] = []
        var starts: [Int32] = []
        for (index, pattern) in patterns.enumerated() {
            let start = newState(&empty)
            let end = add(pattern, from: start, &empty)
            accepts[Int(end)].append(Int32(index))
            starts.append(start)
        }
        // Empty moves are folded into the states they lead from.
        let own = transitions
        let complete = accepts
        for state in transitions.indices where !empty[state].isEmpty {
            var seen: Set<Int32> = [Int32(state)]
            var open = empty[state]
            while let next = open.popLast() {
                guard seen.insert(next).inserted else { continue }
                transitions[state] += own[Int(next)]
                accepts[state] += complete[Int(next)]
                open += empty[Int(next)]
            }
        }
        for state in transitions.indices {
            edges += transitions[state]
            edgeStart.append(Int32(edges.count))
            isComplete.append(!accepts[state].isEmpty)
        }
        for start in starts {
            for transition in transitions[Int(start)] where first[transition.symbol]?.contains(transition.target) != true {
                first[transition.symbol, default: []].append(transition.target)
            }
        }
    }

    private mutating func newState(_ empty: inout [[Int32]]) -> Int32 {
        transitions.append([])
        accepts.append([])
        empty.append([])
        return Int32(transitions.count - 1)
    }

    /// Adds a pattern after a state and gives the state behind it.
    private mutating func add(_ pattern: LexiconPattern, from start: Int32, _ empty: inout [[Int32]]) -> Int32 {
        func move(_ symbol: Int32) -> Int32 {
            let end = newState(&empty)
            transitions[Int(start)].append(Transition(symbol: symbol, target: end))
            return end
        }
        switch pattern {
        case .word(let text): return move(intern(text, stem: false))
        case .stem(let text): return move(intern(text, stem: true))
        case .kind(let kind): return move(kind == .word ? Self.any : Self.symbol(kind))
        case .sequence(let parts):
            var state = start
            for part in parts { state = add(part, from: state, &empty) }
            return state
        case .either(let parts):
            let end = newState(&empty)
            for part in parts {
                // Single words share the end, so that long lists stay one state wide.
                switch part {
                case .word(let text): transitions[Int(start)].append(Transition(symbol: intern(text, stem: false), target: end))
                case .stem(let text): transitions[Int(start)].append(Transition(symbol: intern(text, stem: true), target: end))
                default: empty[Int(add(part, from: start, &empty))].append(end)
                }
            }
            return end
        case .optional(let part):
            let end = add(part, from: start, &empty)
            let join = newState(&empty)
            empty[Int(end)].append(join)
            empty[Int(start)].append(join)
            return join
        case .gap(let most):
            let join = newState(&empty)
            var state = start
            for _ in 0..<most {
                empty[Int(state)].append(join)
                let next = newState(&empty)
                transitions[Int(state)].append(Transition(symbol: Self.any, target: next))
                state = next
            }
            empty[Int(state)].append(join)
            return join
        }
    }

    private mutating func intern(_ text: String, stem: Bool) -> Int32 {
        if let known = stem ? stems[text] : vocabulary[text] { return known }
        let symbol = nextSymbol
        nextSymbol += 1
        if stem { stems[text] = symbol } else { vocabulary[text] = symbol }
        return symbol
    }

    /// What is kept between texts: the symbols of words met before, and the marks that a state was entered.
    struct Memory {
        fileprivate var symbols: [String: [Int32]] = [:]
        fileprivate var entered: [Int]
        fileprivate var clock = 0
        /// Open places by word of the sentence; kept, so that no sentence makes them anew.
        fileprivate var open: [[(state: Int32, start: Int)]] = []

        init(_ matcher: LexiconMatcher) { entered = Array(repeating: -1, count: matcher.transitions.count) }
    }

    /// The symbols a word stands for: itself and the stems it begins with.
    private func symbols(of word: String, _ memory: inout Memory) -> [Int32] {
        if let known = memory.symbols[word] { return known }
        var result: [Int32] = []
        if let symbol = vocabulary[word] { result.append(symbol) }
        let bytes = Array(word.utf8)
        if bytes.count >= 3 {
            for length in 3...min(bytes.count, 20) {
                if let symbol = stems[String(decoding: bytes[..<length], as: UTF8.self)] { result.append(symbol) }
            }
        }
        memory.symbols[word] = result
        return result
    }

    /// The first, and then longest, match of each pattern in each sentence.
    func matches(in words: [LexiconWords.Word], spans: LexiconSpans, memory: inout Memory) -> [Match] {
        var result: [Match] = []
        var lower = 0
        while lower < words.count {
            var upper = lower
            while upper < words.count, words[upper].sentence == words[lower].sentence { upper += 1 }
            sentence(words, lower..<upper, spans, &memory, &result)
            lower = upper
        }
        return result
    }

    private func sentence(
        _ words: [LexiconWords.Word], _ range: Range<Int>, _ spans: LexiconSpans, _ memory: inout Memory, _ result: inout [Match]
    ) {
        // open[k]: places before word range.lowerBound + k, with the word at which they began.
        var open: [[(state: Int32, start: Int)]] = []
        swap(&open, &memory.open)
        defer { swap(&open, &memory.open) }
        for offset in 0..<min(open.count, range.count + 1) { open[offset].removeAll(keepingCapacity: true) }
        while open.count <= range.count { open.append([]) }
        var found: [Int32: Int] = [:]
        let base = memory.clock
        memory.clock += range.count + 1
        func enter(_ state: Int32, _ start: Int, _ offset: Int, _ entered: inout [Int]) {
            guard entered[Int(state)] != base + offset else { return }
            entered[Int(state)] = base + offset
            open[offset].append((state, start))
            guard isComplete[Int(state)] else { return }
            for pattern in accepts[Int(state)] {
                let match = Match(pattern: Int(pattern), words: start..<range.lowerBound + offset)
                if let known = found[pattern] {
                    if match.words.lowerBound == result[known].words.lowerBound, match.words.count > result[known].words.count {
                        result[known] = match
                    }
                } else {
                    found[pattern] = result.count
                    result.append(match)
                }
            }
        }
        for offset in 0..<range.count {
            let index = range.lowerBound + offset
            let own = symbols(of: words[index].text, &memory)
            let classes = spans.spans[index]
            for place in open[offset] {
                for edge in Int(edgeStart[Int(place.state)])..<Int(edgeStart[Int(place.state) + 1]) {
                    let transition = edges[edge]
                    if transition.symbol == Self.any || own.contains(transition.symbol) {
                        enter(transition.target, place.start, offset + 1, &memory.entered)
                    } else if transition.symbol <= Int32(Self.kinds.count) {
                        for span in classes where Self.symbol(span.kind) == transition.symbol && offset + span.length <= range.count {
                            enter(transition.target, place.start, offset + span.length, &memory.entered)
                        }
                    }
                }
            }
            for symbol in own {
                for state in first[symbol] ?? [] { enter(state, index, offset + 1, &memory.entered) }
            }
            for span in classes where offset + span.length <= range.count {
                for state in first[Self.symbol(span.kind)] ?? [] { enter(state, index, offset + span.length, &memory.entered) }
            }
        }
    }
}

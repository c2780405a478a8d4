import Covalence
import Foundation
import Testing
@testable import Language

@Suite("Passages")
struct PassageMakerTests {
    private func transcript(_ lines: [(String?, String)]) -> Transcript {
        var speakers: [String] = []
        for (label, _) in lines { if let label, !speakers.contains(label) { speakers.append(label) } }
        return Transcript(id: .make(at: Timestamp(milliseconds: 0)), speakers: speakers, utterances: lines.map { line in
            Utterance(speaker: line.0.flatMap { speakers.firstIndex(of: $0) }, text: line.1)
        })
    }

    @Test("a turn is what one label says in a row; what has fewer than three words is left out")
    func turns() {
        // In scalars: 0..<15, 16..<29, 30..<34, 35..<52.
        let passages = PassageMaker.spoken(transcript([("A", "How much does it"), ("A", "cost you then?"), ("B", "A lot."), ("A", "Tell me more of it")]))
        #expect(passages.map(\.text) == ["How much does it cost you then?", "Tell me more of it"])
        #expect(passages.map(\.first) == [0, 3])
        #expect(passages.map(\.count) == [2, 1])
        #expect(passages.map(\.label) == [0, 0])
        #expect(passages[0].range == 0..<31)
        #expect(passages[1].range == 39..<57)
    }

    @Test("who is not named may be somebody else each time")
    func nobodyNamed() {
        let passages = PassageMaker.spoken(transcript([(nil, "one two three"), (nil, "four five six")]))
        #expect(passages.map(\.first) == [0, 1])
        #expect(passages.map(\.label) == [nil, nil])
    }

    @Test("a long turn is parted between utterances, a long utterance is not")
    func longTurns() {
        let fifty = Array(repeating: "word", count: 50).joined(separator: " ")
        let passages = PassageMaker.spoken(transcript([("A", fifty), ("A", fifty), ("A", "and a few more"), ("B", fifty + " " + fifty + " " + fifty)]))
        #expect(passages.map(\.first) == [0, 1, 3])
        #expect(passages.map(\.count) == [1, 2, 1])
    }

    @Test("paragraphs are parted by blank lines, and stand where they stand", arguments: ["\n", "\n\n\n", "\n \n"])
    func paragraphs(between: String) {
        let text = "Dear Mikko, thank you\nfor the talk." + (between == "\n" ? "\n\n" : between) + "We send the offer on Friday.\n\nYours"
        let passages = PassageMaker.written(text)
        #expect(passages.map(\.text) == ["Dear Mikko, thank you for the talk.", "We send the offer on Friday."])
        for passage in passages {
            let scalars = Array(text.unicodeScalars)[passage.range]
            #expect(String(String.UnicodeScalarView(scalars)).replacing("\n", with: " ") == passage.text)
        }
    }

    @Test("nothing comes of nothing", arguments: ["", " ", "\n\n", "…", "👋🎉🙈", "--- ***"])
    func nothing(text: String) {
        #expect(PassageMaker.written(text).isEmpty)
        #expect(PassageMaker.spoken(transcript([("A", text)])).isEmpty)
    }

    @Test("a megabyte in one utterance is one passage")
    func large() {
        let large = String(repeating: "money ", count: 200_000)
        #expect(PassageMaker.spoken(transcript([("A", large)])).map(\.count) == [1])
        #expect(PassageMaker.written(large).count == 1)
    }
}

@Suite("Vectors in bytes")
struct NearestRowsTests {
    /// A vector of length 1 in the plane of the first two numbers.
    private func vector(_ degrees: Double) -> SentenceVector {
        var values = [Float](repeating: 0, count: SentenceVector.width)
        values[0] = Float(cos(degrees * .pi / 180))
        values[1] = Float(sin(degrees * .pi / 180))
        return SentenceVector(values)
    }

    private func block(_ degrees: [Double], only: [Bool]? = nil) -> NearestRows.Block {
        let vectors = degrees.map { QuantizedVector(vector($0)) }
        return NearestRows.Block(rows: vectors.reduce(into: Data()) { $0 += $1.bytes }, scales: vectors.map(\.scale), only: only)
    }

    @Test("likeness is the cosine, to a hundredth", arguments: [0, 10, 45, 60, 90, 135, 180] as [Double])
    func likeness(degrees: Double) {
        let likeness = QuantizedVector(vector(0)).likeness(to: QuantizedVector(vector(degrees)))
        #expect(abs(Double(likeness) - cos(degrees * .pi / 180)) < 0.01)
    }

    @Test("the nearest come first, over all blocks, and no more than are asked for")
    func nearest() {
        let hits = NearestRows(count: 3).search(QuantizedVector(vector(0)), in: [block([90, 20, 40]), block([10, 180])])
        #expect(hits.map(\.block) == [1, 0, 0])
        #expect(hits.map(\.row) == [0, 1, 2])
    }

    @Test("what is not to be looked at, and what is too little alike, is left out")
    func leftOut() {
        let hits = NearestRows(count: 10, floor: 0.5).search(QuantizedVector(vector(0)), in: [block([0, 30, 50, 80], only: [false, true, true, true])])
        #expect(hits.map(\.row) == [1, 2])
    }

    @Test("texts without meaning, empty blocks and blocks of another width find nothing")
    func odd() {
        #expect(NearestRows(count: 3).search(QuantizedVector(.zero), in: [block([0])]).isEmpty)
        #expect(NearestRows(count: 0).search(QuantizedVector(vector(0)), in: [block([0])]).isEmpty)
        #expect(NearestRows(count: 3).search(QuantizedVector(vector(0)), in: [block([]), .init(rows: Data(count: 10), scales: [1])]).isEmpty)
    }

    @Test("random rows: the same as looking at each of them")
    func random() {
        var state: UInt64 = 7
        func number() -> Float {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Float(Int32(truncatingIfNeeded: state >> 33)) / Float(Int32.max)
        }
        func some() -> QuantizedVector {
            let values = (0..<SentenceVector.width).map { _ in number() }
            let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return QuantizedVector(SentenceVector(values.map { $0 / length }))
        }
        let rows = (0..<500).map { _ in some() }, query = some()
        let blocks = stride(from: 0, to: 500, by: 100).map { start in
            NearestRows.Block(rows: rows[start..<start + 100].reduce(into: Data()) { $0 += $1.bytes }, scales: rows[start..<start + 100].map(\.scale))
        }
        let hits = NearestRows(count: 20).search(query, in: blocks)
        let expected = rows.indices.sorted { rows[$0].likeness(to: query) > rows[$1].likeness(to: query) }.prefix(20)
        #expect(hits.map { $0.block * 100 + $0.row } == Array(expected))
    }
}

@Suite("A graph of neighbours")
struct NeighbourGraphTests {
    private func blocks(_ count: Int) -> [NearestRows.Block] {
        var state: UInt64 = 3
        func number() -> Float {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Float(Int32(truncatingIfNeeded: state >> 33)) / Float(Int32.max)
        }
        return stride(from: 0, to: count, by: 50).map { start in
            let vectors = (start..<min(count, start + 50)).map { _ in
                let values = (0..<SentenceVector.width).map { _ in number() }
                let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
                return QuantizedVector(SentenceVector(values.map { $0 / length }))
            }
            return NearestRows.Block(rows: vectors.reduce(into: Data()) { $0 += $1.bytes }, scales: vectors.map(\.scale))
        }
    }

    @Test("finds each row under its block and place, and by far the most of what an exact search finds")
    func recall() throws {
        let blocks = [NearestRows.Block(rows: Data(), scales: [])] + blocks(2_020)
        let graph = try #require(NeighbourGraph(blocks, threads: 2))
        var found = 0, wanted = 0
        for (number, block) in blocks.enumerated() where number % 5 == 1 {
            let query = QuantizedVector(values: block.rows.prefix(SentenceVector.width).map { Int8(bitPattern: $0) }, scale: block.scales[0])
            let hits = graph.search(query, count: 10)
            #expect(hits.first.map { [$0.block, $0.row] } == [number, 0])
            let exact = NearestRows(count: 10).search(query, in: blocks)
            wanted += exact.count
            found += Set(hits.map { [$0.block, $0.row] }).intersection(exact.map { [$0.block, $0.row] }).count
        }
        // Random directions in 384 dimensions are all about equally far: no kind of data is harder.
        #expect(Double(found) / Double(wanted) > 0.8)
    }

    @Test("nothing and nonsense find nothing; a making that is cancelled gives nothing")
    func odd() throws {
        let empty = try #require(NeighbourGraph([]))
        #expect(empty.search(QuantizedVector(values: [Int8](repeating: 1, count: SentenceVector.width), scale: 1), count: 3).isEmpty)
        #expect(empty.search(QuantizedVector(values: [1], scale: 1), count: 3).isEmpty)
        #expect(NeighbourGraph([.init(rows: Data(count: 10), scales: [1])]) == nil)
        #expect(NeighbourGraph(blocks(100), isCancelled: { true }) == nil)
    }
}

@Suite("Ranks")
struct RankTests {
    @Test("what is more about the words comes first; of two alike the earlier")
    func words() {
        let texts = ["the price and a great many other things that were said in that long hour of talk", "price", "the price, the price"]
        #expect(WordRank.ranked(texts, by: "price") == [2, 1, 0])
        #expect(WordRank.ranked(["price", "price"], by: "price") == [0, 1])
        #expect(WordRank.ranked(["Café implementation", "tea"], by: "implem*") == [0, 1])
        #expect(WordRank.ranked([], by: "price") == [])
    }

    @Test("what stands in both lists comes before what stands in one")
    func fusion() {
        // By hand: b 1/62 + 1/61, a 1/61, c 1/63, d 1/62.
        #expect(RankFusion.merged([["a", "b", "c"], ["b", "d"]]) == ["b", "a", "d", "c"])
        #expect(RankFusion.merged([[], ["x"]]) == ["x"])
        #expect(RankFusion.merged([[String]]()) == [])
    }
}

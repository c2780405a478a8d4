import Foundation

/// Totals of income by period, drawn many times.
///
/// Each draw decides for each objective whether it is won and in which period, by a normal number of three parts: one that all objectives share, one of its account
/// and its own (Gaussian copula with one factor an account † Vasicek 2002, Li 2000). The thresholds it is held against make each objective's chances by period
/// come out as they were put in, whatever is shared. A low number is an early order, so that what moves an account moves all its dates.
struct IncomeSimulation {
    /// One objective that can still be won.
    struct Item {
        var id: String
        var account: String
        /// In minor units of its currency.
        var amount: Double
        /// Index of its currency.
        var currency: Int
        /// Chance that it is won in each period.
        var chances: [Double]
    }

    /// Where random words go: one factor an account, one number an objective.
    private enum Kind: UInt64 { case all = 1, account = 2, objective = 3 }

    private struct Prepared {
        var stream: RandomStream
        var amount: Double
        var currency: Int
        /// Chances summed up, by period, as points of the normal distribution.
        var points: [Float]
    }

    private struct Group {
        var stream: RandomStream
        var items: [Prepared]
    }

    private let groups: [Group]
    private let currencies: Int
    private let periods: Int
    private let draws: Int
    private let common: RandomStream
    /// Weights of the three parts; their squares sum up to 1.
    private let commonShare: Float
    private let accountShare: Float
    private let ownShare: Float

    /// Items in any order.
    ///
    /// - Parameters:
    ///   - correlation: of two objectives at one account, beyond what all share.
    ///   - commonCorrelation: of any two objectives.
    init(_ items: [Item], currencies: Int, periods: Int, draws: Int, correlation: Double, commonCorrelation: Double, seed: UInt64) {
        self.currencies = currencies
        self.periods = periods
        self.draws = draws
        common = RandomStream(seed: seed, kind: Kind.all.rawValue, name: "")
        commonShare = Float(commonCorrelation.squareRoot())
        accountShare = Float(((1 - commonCorrelation) * correlation).squareRoot())
        ownShare = Float(((1 - commonCorrelation) * (1 - correlation)).squareRoot())
        groups = Dictionary(grouping: items.filter { $0.amount != 0 }, by: \.account).sorted { $0.key < $1.key }.map { account, items in
            Group(stream: RandomStream(seed: seed, kind: Kind.account.rawValue, name: account), items: items.sorted { $0.id < $1.id }.map { item in
                var sum = 0.0
                let sums = item.chances.map { chance in
                    sum = min(1, sum + max(0, chance))
                    return sum
                }
                return Prepared(
                    stream: RandomStream(seed: seed, kind: Kind.objective.rawValue, name: item.id), amount: item.amount, currency: item.currency,
                    points: sums.map { Float(NormalDistribution.quantile($0)) }
                )
            })
        }
    }

    /// Sums by currency, by period, by draw.
    func run() -> [[[Double]]] { arranged([block(0..<draws)]) }

    /// The same sums, drawn by several tasks at once.
    func run(tasks: Int) async -> [[[Double]]] {
        // Whole words of random numbers go to one task.
        let size = max(4, (draws / max(1, tasks) + 3) / 4 * 4)
        let ranges = stride(from: 0, to: draws, by: size).map { $0..<min($0 + size, draws) }
        let blocks = await withTaskGroup(of: (Int, [Double]).self) { group in
            for (index, range) in ranges.enumerated() { group.addTask { (index, block(range)) } }
            var blocks = Array(repeating: [Double](), count: ranges.count)
            for await (index, block) in group { blocks[index] = block }
            return blocks
        }
        return arranged(blocks)
    }

    private func arranged(_ blocks: [[Double]]) -> [[[Double]]] {
        (0..<currencies).map { currency in (0..<periods).map { period in joined(blocks, place: currency * periods + period) } }
    }

    private func joined(_ blocks: [[Double]], place: Int) -> [Double] {
        var sums: [Double] = []
        sums.reserveCapacity(draws)
        for block in blocks {
            let count = block.count / (currencies * periods)
            sums += block[place * count..<(place + 1) * count]
        }
        return sums
    }

    /// The sums of some draws, the first of which is a multiple of four: by currency, then period, then draw.
    private func block(_ range: Range<Int>) -> [Double] {
        let count = range.count
        var sums = Array(repeating: 0.0, count: currencies * periods * count)
        guard periods > 0 else { return sums }
        var shared = Array(repeating: Float(0), count: count)
        NormalDistribution.table.withUnsafeBufferPointer { table in
            sums.withUnsafeMutableBufferPointer { sums in
                add(commonShare, common, range, table, to: &shared)
                for group in groups {
                    var factors = shared
                    add(accountShare, group.stream, range, table, to: &factors)
                    for item in group.items { draw(item, factors, range, table, sums, item.currency * periods * count) }
                }
            }
        }
        return sums
    }

    private func add(_ share: Float, _ stream: RandomStream, _ range: Range<Int>, _ table: UnsafeBufferPointer<Float>, to factors: inout [Float]) {
        guard share > 0 else { return }
        for index in factors.indices {
            let draw = range.lowerBound + index
            factors[index] += share * table[Int(truncatingIfNeeded: stream.word(draw >> 2) >> UInt64((draw & 3) * 16) & 0xffff)]
        }
    }

    /// One objective: four numbers a word.
    private func draw(
        _ item: Prepared, _ factors: [Float], _ range: Range<Int>, _ table: UnsafeBufferPointer<Float>, _ sums: UnsafeMutableBufferPointer<Double>, _ place: Int
    ) {
        let count = range.count
        item.points.withUnsafeBufferPointer { points in
            let last = points[periods - 1]
            factors.withUnsafeBufferPointer { factors in
                var index = 0
                while index < count {
                    var word = item.stream.word((range.lowerBound + index) >> 2)
                    let end = min(index + 4, count)
                    while index < end {
                        let number = factors[index] + ownShare * table[Int(truncatingIfNeeded: word & 0xffff)]
                        word >>= 16
                        if number < last {
                            var period = 0
                            while number >= points[period] { period += 1 }
                            sums[place + period * count + index] += item.amount
                        }
                        index += 1
                    }
                }
            }
        }
    }
}

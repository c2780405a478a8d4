/// The mean squared difference of chance and outcome († Brier 1950), and what it is made of († Murphy 1973; within bins † Stephenson, Coelho & Jolliffe
/// 2008): score = reliability − resolution + uncertainty + within.
public struct BrierScore: Hashable, Sendable, Codable {
    /// Forecast chances.
    public var count: Int
    /// 0 is perfect; what always saying the share won would give is the uncertainty.
    public var score: Double
    /// How far chances lie from what happened, bin by bin: 0 is best.
    public var reliability: Double
    /// How far what happened differs between bins: the more, the better.
    public var resolution: Double
    /// Share won times share not won.
    public var uncertainty: Double
    /// What is left because chances differ inside a bin.
    public var within: Double

    /// Nil without cases.
    init?(_ cases: [(chance: Double, isWon: Bool)]) {
        guard !cases.isEmpty else { return nil }
        let size = Double(cases.count)
        count = cases.count
        score = cases.reduce(0) { $0 + ($1.chance - ($1.isWon ? 1 : 0)) * ($1.chance - ($1.isWon ? 1 : 0)) } / size
        let share = Double(cases.count { $0.isWon }) / size
        uncertainty = share * (1 - share)
        (reliability, resolution) = (0, 0)
        for bin in 0..<CalibrationBin.count {
            let inside = cases.filter { CalibrationBin.index($0.chance) == bin }
            guard !inside.isEmpty else { continue }
            let weight = Double(inside.count)
            let chance = inside.reduce(0) { $0 + $1.chance } / weight
            let won = Double(inside.count { $0.isWon }) / weight
            reliability += weight * (chance - won) * (chance - won) / size
            resolution += weight * (won - share) * (won - share) / size
        }
        within = score - (reliability - resolution + uncertainty)
    }
}

/// A tenth of the chances that were given, and what came of them.
public struct CalibrationBin: Hashable, Sendable, Codable {
    /// 0 for chances below 0.1, 9 for 0.9 and above.
    public var bin: Int
    /// Forecast chances in it; one objective can be looked at on several dates.
    public var count: Int
    /// Their mean.
    public var chance: Double
    /// The share that was won. Its interval stands on the number of objectives, not of looks: looking again is no new evidence ‡.
    public var won: CountedShare

    static let count = 10

    static func index(_ chance: Double) -> Int { min(count - 1, max(0, Int(chance * Double(count)))) }

    /// The bins in which there are cases, in order.
    static func bins(_ cases: [(objective: String, chance: Double, isWon: Bool)]) -> [CalibrationBin] {
        (0..<count).compactMap { bin in
            let inside = cases.filter { index($0.chance) == bin }
            guard !inside.isEmpty else { return nil }
            let share = Double(inside.count { $0.isWon }) / Double(inside.count)
            return CountedShare(share, of: Set(inside.map(\.objective)).count).map {
                CalibrationBin(bin: bin, count: inside.count, chance: inside.reduce(0) { $0 + $1.chance } / Double(inside.count), won: $0)
            }
        }
    }
}

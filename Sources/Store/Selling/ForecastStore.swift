public import Covalence

/// A forecast, or a look back at forecasts, as it was made for somebody's sight.
public struct KeptForecast: Hashable, Sendable {
    public var kind: Kind
    /// Whose sight it was made for.
    public var sight: ForecastSight
    /// The day of whoever looks.
    public var day: CalendarDay
    public var madeAt: Timestamp
    /// How it was made, with a version: `forecast/1`.
    public var method: String
    /// Where its draws began.
    public var seed: UInt64
    /// What it was made from, as one word: it is made anew once this is another.
    public var inputVersion: String
    /// JSON.
    public var content: String

    /// What is kept.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case forecast
        case backTest = "back-test"
    }

    /// A forecast to keep.
    public init(
        kind: Kind, sight: ForecastSight, day: CalendarDay, madeAt: Timestamp, method: String, seed: UInt64, inputVersion: String, content: String
    ) {
        self.kind = kind
        self.sight = sight
        self.day = day
        self.madeAt = madeAt
        self.method = method
        self.seed = seed
        self.inputVersion = inputVersion
        self.content = content
    }
}

/// Whose sight a forecast is made for, as one word.
public struct ForecastSight: Hashable, Sendable {
    public let text: String

    /// Nil for research: nobody forecasts from there.
    public init?(_ scope: Scope) {
        switch scope {
        case .everything: text = "everything"
        case .accounts(let member, let managing): text = "\(member)\(managing ? "/managing" : "")"
        case .research: return nil
        }
    }

    init(text: String) { self.text = text }
}

/// One objective of the newest forecast of a sight.
public struct KeptObjectiveForecast: Hashable, Sendable {
    public var objective: Identifier<SalesObjective>
    /// Its place among the open ones, from 0; nil where it has ended.
    public var place: Int?
    /// JSON; nil where nothing is to be told of it.
    public var content: String?

    /// An objective of a forecast.
    public init(_ objective: Identifier<SalesObjective>, place: Int? = nil, content: String? = nil) {
        self.objective = objective
        self.place = place
        self.content = content
    }
}

/// A version of the ideal customer profile.
public struct KeptProfile: Hashable, Sendable {
    /// From 1.
    public var version: Int
    /// JSON.
    public var content: String
    public var author: String
    public var madeAt: Timestamp

    /// A version of the profile.
    public init(version: Int, content: String, author: String, madeAt: Timestamp) {
        self.version = version
        self.content = content
        self.author = author
        self.madeAt = madeAt
    }
}

/// Forecasts and the ideal customer profile.
public protocol ForecastStore: Sendable {
    /// What forecasts are made from, as one word that is another one after every change of an objective or of what is claimed of one; nil without objectives.
    func objectivesVersion() async throws(StoreError) -> String?

    /// A number that grows with all that is erased or removed: what was read before may not be kept after it.
    func erasureNumber() async throws(StoreError) -> Int

    /// The objectives in sight, by id.
    func objectiveIDs(in scope: Scope) async throws(StoreError) -> [Identifier<SalesObjective>]

    /// Keeps a forecast in the place of the one of the same day. Where an objective it was made from before is no longer among them, all that was kept for this
    /// sight goes: it told of that one, too.
    ///
    /// - Parameters:
    ///   - objectives: all it was made from; they take the place of those before. Nil: they stay.
    ///   - days: how many days stay, the newest ones.
    ///   - erasures: what `erasureNumber()` gave before anything of it was read.
    /// - Throws: `StoreError.conflict(.record)` where something was erased since: the forecast may have words of it.
    func keep(_ forecast: KeptForecast, objectives: [KeptObjectiveForecast]?, days: Int, expecting erasures: Int) async throws(StoreError)

    /// How many objectives the newest forecast of a sight was made from.
    func forecastObjectiveCount(in scope: Scope) async throws(StoreError) -> Int

    /// Forgets forecasts for sights that nobody has any more.
    func dropForecasts(notFor sights: Set<ForecastSight>) async throws(StoreError)

    /// The last forecasts of a kind that were made for a sight, the newest first.
    ///
    /// None where the newest was made from an objective that is out of sight by now: no total of it may be shown.
    func forecasts(_ kind: KeptForecast.Kind, in scope: Scope, limit: Int) async throws(StoreError) -> [KeptForecast]

    /// Open objectives of the newest forecast in their places, as far as they are in sight.
    func objectiveForecasts(in scope: Scope, from place: Int, limit: Int) async throws(StoreError) -> [KeptObjectiveForecast]

    /// One objective in the newest forecast; nil where it is in none.
    func objectiveForecast(of objective: Identifier<SalesObjective>, in scope: Scope) async throws(StoreError) -> KeptObjectiveForecast?

    // MARK: Ideal customer profile

    /// Every version, the newest first.
    func profiles() async throws(StoreError) -> [KeptProfile]

    /// Keeps the next version.
    ///
    /// - Throws: `StoreError.conflict(.record)` where the newest is not the one before it.
    func keep(_ profile: KeptProfile) async throws(StoreError)
}

/// What a forecast knows of an objective beside its stage, age, amount and close date: only what is stated of the objective itself, so that whoever
/// sees it sees all that its chance rests on ‡.
public enum ForecastFeature: String, Hashable, Sendable, CaseIterable {
    case economicBuyer = "economic-buyer"
    case userBuyer = "user-buyer"
    case technicalBuyer = "technical-buyer"
    case coach
    case responseMode = "response-mode"
    case readiness
    case immediateNeed = "immediate-need"
    case proposal
    case measuredResult = "measured-result"
    case personalWin = "personal-win"
    case competitor
    case strength
    case plannedStep = "planned-step"

    /// As pages call it.
    public var label: String {
        switch self {
        case .economicBuyer: "who decides is named"
        case .userBuyer: "who uses it is named"
        case .technicalBuyer: "who screens it is named"
        case .coach: "a coach is named"
        case .responseMode: "the last response mode"
        case .readiness: "readiness to leave today's solution"
        case .immediateNeed: "the need is immediate"
        case .proposal: "a proposal was made"
        case .measuredResult: "a result has a number"
        case .personalWin: "a personal win is known"
        case .competitor: "where the competitor named last stands"
        case .strength: "a strength is named"
        case .plannedStep: "a step was planned"
        }
    }

    /// All labels by name, for `ForecastSettings.labels`.
    public static var labels: [String: String] {
        allCases.reduce(into: [:]) { $0[$1.rawValue] = $1.label }
    }
}

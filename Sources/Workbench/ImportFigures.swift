import CoreMetrics

extension ImportResult {
    /// The same result, counted by what it is.
    func counted() -> ImportResult {
        let word = switch self {
        case .imported: "imported"
        case .alreadyThere: "already-there"
        case .needsDecision: "needs-decision"
        case .needsConsent: "needs-consent"
        case .refused: "refused"
        }
        Counter(label: "covalence_imports_total", dimensions: [("result", word)]).increment()
        return self
    }
}

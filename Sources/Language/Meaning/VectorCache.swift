/// Vectors of texts that were read lately.
struct VectorCache {
    /// About 30 MB.
    private static let most = 16_000
    private var young: [String: SentenceVector] = [:]
    private var old: [String: SentenceVector] = [:]
    /// Longer texts are not kept.
    private static let longest = 2_000

    subscript(text: String) -> SentenceVector? {
        get { young[text] ?? old[text] }
        set {
            guard text.utf8.count <= Self.longest else { return }
            // What was not asked for during half of the room goes.
            if young.count >= Self.most / 2 {
                old = young
                young = [:]
            }
            young[text] = newValue
        }
    }
}

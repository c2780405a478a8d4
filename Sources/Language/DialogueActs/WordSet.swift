/// A set of word hashes, made for being asked often.
struct WordSet: Sendable {
    static let most = 1_024
    private static let mask: UInt64 = 2_047
    private var slots = ContiguousArray<UInt64>(repeating: 0, count: Int(mask) + 1)

    /// A set of at most ``most`` words; what is more is left out.
    init(_ words: [UInt64]) {
        for word in words.prefix(Self.most) { slots[slot(of: word)] = word }
    }

    @inline(__always)
    private func slot(of word: UInt64) -> Int {
        var slot = word & Self.mask
        while slots[Int(slot)] != 0 && slots[Int(slot)] != word { slot = (slot + 1) & Self.mask }
        return Int(slot)
    }

    @inline(__always)
    func contains(_ word: UInt64) -> Bool { slots[slot(of: word)] != 0 }
}

/// Random words of a name: any word can be had without those before it († SplitMix64, Steele, Lea & Flood 2014), so that a draw of an objective is the same
/// whichever objectives are beside it, in whatever order, and however many tasks draw.
struct RandomStream {
    private let start: UInt64

    init(seed: UInt64, kind: UInt64, name: String) {
        // FNV-1a over the name, then stirred, so that names alike begin far apart.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        start = Self.stirred(Self.stirred(seed &+ kind &* Self.step) ^ hash)
    }

    /// The word at a place, from 0.
    @inline(__always)
    func word(_ place: Int) -> UInt64 {
        Self.stirred(start &+ (UInt64(truncatingIfNeeded: place) &+ 1) &* Self.step)
    }

    private static let step: UInt64 = 0x9e37_79b9_7f4a_7c15

    @inline(__always)
    private static func stirred(_ state: UInt64) -> UInt64 {
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

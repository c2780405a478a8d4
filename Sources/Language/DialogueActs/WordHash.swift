/// The 64-bit numbers that stand for words and features. The same in Tools/dialogue-acts/train.py, bit for bit.
enum WordHash {
    static let offset: UInt64 = 0xcbf2_9ce4_8422_2325
    static let prime: UInt64 = 0x0000_0100_0000_01b3
    static let boundaryStart = of("^")
    static let boundaryEnd = of("$")
    /// Stands for every word that is not common.
    static let rare = of("*")

    /// FNV-1a over the bytes.
    static func of(_ word: String) -> UInt64 {
        var value = offset
        for byte in word.utf8 { value = (value ^ UInt64(byte)) &* prime }
        return value
    }

    @inline(__always)
    static func mix(_ value: UInt64) -> UInt64 {
        let a = (value ^ (value >> 31)) &* 0x9e37_79b9_7f4a_7c15
        return a ^ (a >> 29)
    }

    @inline(__always)
    static func step(_ state: UInt64, _ part: UInt64) -> UInt64 {
        mix(state &* 0xc2b2_ae3d_27d4_eb4f &+ part)
    }

    @inline(__always)
    static func feature(_ kind: UInt64, _ a: UInt64) -> UInt64 { step(kind, a) }

    @inline(__always)
    static func feature(_ kind: UInt64, _ a: UInt64, _ b: UInt64) -> UInt64 { step(step(kind, a), b) }

    @inline(__always)
    static func feature(_ kind: UInt64, _ a: UInt64, _ b: UInt64, _ c: UInt64) -> UInt64 { step(step(step(kind, a), b), c) }
}

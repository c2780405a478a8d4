/// PostgreSQL's `numeric` in binary: four numbers of 16 bits (count of digits, weight of the first, sign, scale), then digits to the base
/// 10,000.
struct NumericReading {
    /// An integer where the number is whole and fits, else the nearest real.
    let value: PostgresValue

    init(_ bytes: UnsafeRawBufferPointer) {
        func word(_ index: Int) -> UInt16 { UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self)) }
        let count = Int(word(0)), weight = Int(Int16(bitPattern: word(1)))
        switch word(2) {
        case 0xC000: value = .real(.nan)
        case 0xD000: value = .real(.infinity)
        case 0xF000: value = .real(-.infinity)
        case let sign:
            let digits = (0..<count).map { Int64(word(4 + $0)) }
            let isNegative = sign == 0x4000
            if let whole = Self.whole(digits, weight: weight, isNegative: isNegative) {
                value = .integer(whole)
            } else {
                value = .real(Self.real(digits, weight: weight, isNegative: isNegative))
            }
        }
    }

    /// Counted on the negative side, which has one number more.
    private static func whole(_ digits: [Int64], weight: Int, isNegative: Bool) -> Int64? {
        guard digits.count <= weight + 1 || digits.dropFirst(max(weight + 1, 0)).allSatisfy({ $0 == 0 }) else { return nil }
        // Five digits hold all of 64 bits.
        guard weight < 5 else { return nil }
        var total: Int64 = 0
        for place in 0..<max(weight + 1, 0) {
            let (product, isLarge) = total.multipliedReportingOverflow(by: 10_000)
            let (difference, isLarger) = product.subtractingReportingOverflow(place < digits.count ? digits[place] : 0)
            guard !isLarge, !isLarger else { return nil }
            total = difference
        }
        guard !isNegative else { return total }
        return total == .min ? nil : -total
    }

    private static func real(_ digits: [Int64], weight: Int, isNegative: Bool) -> Double {
        let text = digits.map { digit in
            let written = String(digit)
            return String(repeating: "0", count: 4 - written.count) + written
        }.joined()
        return Double("\(isNegative ? "-" : "")\(text)e\((weight + 1 - digits.count) * 4)") ?? .nan
    }
}

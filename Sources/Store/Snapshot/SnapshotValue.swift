import Foundation

/// Values as they stand in a snapshot.
extension Scalar {
    /// One byte of kind, then: nothing; 8 bytes; 8 bytes (IEEE 754); length (4 bytes) and UTF-8; length and bytes. Highest first.
    func encode(into row: inout [UInt8]) {
        switch self {
        case .null: row.append(0)
        case .integer(let number):
            row.append(1)
            row.append(contentsOf: number.bytes)
        case .real(let number):
            row.append(2)
            // Engines differ in whether they keep the sign of zero.
            row.append(contentsOf: (number == 0 ? 0 : number).bitPattern.bytes)
        case .text(let text):
            row.append(3)
            row.append(contentsOf: UInt32(truncatingIfNeeded: text.utf8.count).bytes)
            row.append(contentsOf: text.utf8)
        case .bytes(let data):
            row.append(4)
            row.append(contentsOf: UInt32(truncatingIfNeeded: data.count).bytes)
            row.append(contentsOf: data)
        }
    }

    static func encode(_ values: [Scalar]) -> [UInt8] {
        var row: [UInt8] = []
        for value in values { value.encode(into: &row) }
        return row
    }

    /// Reads a row of so many values; nil where the bytes are no such row.
    static func decode(_ row: [UInt8], count: Int) -> [Scalar]? {
        var values: [Scalar] = []
        values.reserveCapacity(count)
        var rest = row[...]
        func take(_ count: Int) -> ArraySlice<UInt8>? {
            guard count <= rest.count else { return nil }
            defer { rest = rest.dropFirst(count) }
            return rest.prefix(count)
        }
        func run() -> ArraySlice<UInt8>? { take(4).flatMap { take(Int(UInt32(bytes: $0))) } }
        for _ in 0..<count {
            switch take(1)?.first {
            case 0: values.append(.null)
            case 1:
                guard let bytes = take(8) else { return nil }
                values.append(.integer(Int64(bytes: bytes)))
            case 2:
                guard let bytes = take(8) else { return nil }
                values.append(.real(Double(bitPattern: UInt64(bytes: bytes))))
            case 3:
                guard let bytes = run(), let text = String(validating: bytes, as: UTF8.self) else { return nil }
                values.append(.text(text))
            case 4:
                guard let bytes = run() else { return nil }
                values.append(.bytes(Data(bytes)))
            default: return nil
            }
        }
        return rest.isEmpty ? values : nil
    }
}

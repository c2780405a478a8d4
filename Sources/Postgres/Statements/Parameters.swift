import Foundation

/// The values of one statement in PostgreSQL's binary form, one after another in one piece of memory.
struct Parameters {
    private var bytes: [UInt8] = []
    /// Where each value begins; nil for null.
    private var starts: [Int?] = []
    private var lengths: [Int32] = []

    /// How much is sent.
    var size: Int { bytes.count }

    init(_ values: [PostgresValue]) throws(PostgresError) {
        starts.reserveCapacity(values.count)
        lengths.reserveCapacity(values.count)
        for (place, value) in values.enumerated() {
            let start = bytes.count
            switch value {
            case .null: break
            case .integer(let number): append(UInt64(bitPattern: number))
            case .real(let number): append(number.bitPattern)
            case .text(let text):
                bytes.append(contentsOf: text.utf8)
                guard !bytes[start...].contains(0) else { throw .zeroCharacter(parameter: place + 1) }
            case .bytes(let data): bytes.append(contentsOf: data)
            }
            guard let length = Int32(exactly: bytes.count - start) else {
                throw .misuse("Value \(place + 1) is larger than 2 GB, which PostgreSQL does not take. Part it.")
            }
            starts.append(value == .null ? nil : start)
            lengths.append(length)
        }
        // An empty value needs a place to point to.
        bytes.append(0)
    }

    private mutating func append(_ bits: UInt64) {
        withUnsafeBytes(of: bits.bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// Calls `body` with what libpq's functions take: count, values, lengths, formats.
    func withPointers<Result>(
        _ body: (Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> Result
    ) -> Result {
        bytes.withUnsafeBytes { memory in
            let base = memory.assumingMemoryBound(to: CChar.self).baseAddress
            let pointers = starts.map { start in start.flatMap { base?.advanced(by: $0) } }
            let formats = [Int32](repeating: 1, count: starts.count)
            return body(Int32(starts.count), pointers, lengths, formats)
        }
    }

    /// The type a value is sent with; 0 leaves it to the server.
    static func type(of value: PostgresValue) -> UInt32 {
        switch value {
        case .null: 0
        case .integer: ColumnType.int8
        case .real: ColumnType.float8
        case .text: ColumnType.text
        case .bytes: ColumnType.bytea
        }
    }
}

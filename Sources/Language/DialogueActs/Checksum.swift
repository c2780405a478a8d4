/// CRC-32 (ISO 3309, as zlib's `crc32`): finds damage, not forgery.
enum Checksum {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xedb8_8320 ^ (value >> 1) : value >> 1 }
    }

    static func crc32(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        table.withUnsafeBufferPointer { table in
            bytes.withUnsafeBufferPointer { bytes in
                var value = ~UInt32(0)
                for byte in bytes { value = table[Int(truncatingIfNeeded: (value ^ UInt32(byte)) & 0xff)] ^ (value >> 8) }
                return ~value
            }
        }
    }
}

internal import CLibPQ
import Foundation

/// The columns of an answer, and how their binary values become ours.
struct Columns {
    let names: [String]
    private let types: [UInt32]

    init(_ answer: Answer) {
        let places = 0..<PQnfields(answer.raw)
        names = places.map { PQfname(answer.raw, $0).map { String(cString: $0) } ?? "" }
        types = places.map { PQftype(answer.raw, $0) }
    }

    /// The row with this number, counted from 0.
    func row(_ number: Int32, of answer: Answer) throws(PostgresError) -> PostgresRow {
        var values: [PostgresValue] = []
        values.reserveCapacity(types.count)
        for (place, type) in types.enumerated() {
            let column = Int32(place)
            guard PQgetisnull(answer.raw, number, column) == 0, let start = PQgetvalue(answer.raw, number, column) else {
                // A column that cannot be read is an error also where it is null, or it would be one by chance.
                guard Self.isRead(type) else { throw .unreadable(column: names[place], type: type) }
                values.append(.null)
                continue
            }
            let bytes = UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(answer.raw, number, column)))
            guard let value = Self.value(bytes, type) else { throw .unreadable(column: names[place], type: type) }
            values.append(value)
        }
        return PostgresRow(columnNames: names, values: values)
    }

    private static func isRead(_ type: UInt32) -> Bool {
        [
            ColumnType.bool, ColumnType.bytea, ColumnType.char, ColumnType.name, ColumnType.int8, ColumnType.int2, ColumnType.int4,
            ColumnType.text, ColumnType.oid, ColumnType.json, ColumnType.float4, ColumnType.float8, ColumnType.unknown, ColumnType.bpchar,
            ColumnType.varchar, ColumnType.numeric, ColumnType.void, ColumnType.uuid, ColumnType.jsonb,
        ].contains(type)
    }

    /// - Returns: nil for a type that is not read.
    private static func value(_ bytes: UnsafeRawBufferPointer, _ type: UInt32) -> PostgresValue? {
        switch type {
        case ColumnType.int8: .integer(Int64(bigEndian: bytes.loadUnaligned(as: Int64.self)))
        case ColumnType.int4: .integer(Int64(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self))))
        case ColumnType.int2: .integer(Int64(Int16(bigEndian: bytes.loadUnaligned(as: Int16.self))))
        case ColumnType.oid: .integer(Int64(UInt32(bigEndian: bytes.loadUnaligned(as: UInt32.self))))
        case ColumnType.bool: .integer(bytes.first == 0 ? 0 : 1)
        case ColumnType.float8: .real(Double(bitPattern: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self))))
        case ColumnType.float4: .real(Double(Float(bitPattern: UInt32(bigEndian: bytes.loadUnaligned(as: UInt32.self)))))
        case ColumnType.numeric: NumericReading(bytes).value
        case ColumnType.text, ColumnType.varchar, ColumnType.bpchar, ColumnType.name, ColumnType.char, ColumnType.json, ColumnType.unknown:
            .text(String(decoding: bytes, as: UTF8.self))
        // A version number stands before the text.
        case ColumnType.jsonb: .text(String(decoding: bytes.dropFirst(), as: UTF8.self))
        case ColumnType.uuid: .text(uuid(bytes))
        case ColumnType.bytea: .bytes(Data(bytes))
        case ColumnType.void: .null
        default: nil
        }
    }

    private static func uuid(_ bytes: UnsafeRawBufferPointer) -> String {
        var text = ""
        for (place, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(place) { text += "-" }
            text += (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return text
    }
}

/// PostgreSQL's numbers for types (`pg_type.oid`), which never change.
enum ColumnType {
    static let bool: UInt32 = 16
    static let bytea: UInt32 = 17
    static let char: UInt32 = 18
    static let name: UInt32 = 19
    static let int8: UInt32 = 20
    static let int2: UInt32 = 21
    static let int4: UInt32 = 23
    static let text: UInt32 = 25
    static let oid: UInt32 = 26
    static let json: UInt32 = 114
    static let float4: UInt32 = 700
    static let float8: UInt32 = 701
    static let unknown: UInt32 = 705
    static let bpchar: UInt32 = 1042
    static let varchar: UInt32 = 1043
    static let numeric: UInt32 = 1700
    static let void: UInt32 = 2278
    static let uuid: UInt32 = 2950
    static let jsonb: UInt32 = 3802

    /// What a type that is not read is called.
    static func name(_ type: UInt32) -> String {
        switch type {
        case 1082: "date"
        case 1083: "time"
        case 1114: "timestamp"
        case 1184: "timestamp with time zone"
        case 1186: "interval"
        case 3614: "tsvector"
        case 3615: "tsquery"
        case 1007: "integer[]"
        case 1016: "bigint[]"
        case 1009: "text[]"
        case 2249: "record"
        default: "type number \(type)"
        }
    }
}

public import Foundation

/// One value going into or coming out of the database.
///
/// Going in, an integer is sent as `bigint`, a real as `double precision`, a text as `text`, bytes as `bytea`; null has no type, the
/// server takes the one its place asks for. Coming out, see ``PostgresRow``.
public enum PostgresValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case bytes(Data)
}

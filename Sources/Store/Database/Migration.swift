/// One step from an older form of the tables to a newer one. A step that was released is never changed.
///
/// Steps are expand-then-contract: one adds what the new program needs and leaves what the old one reads; what nobody reads any more
/// goes with a later release. So a program of the version before can run beside the new one while machines are changed over.
struct Migration: Sendable {
    let name: String
    let carryOut: @Sendable (Database) throws -> Void

    init(_ name: String, carryOut: @escaping @Sendable (Database) throws -> Void) {
        self.name = name
        self.carryOut = carryOut
    }

    /// A step that only makes tables and indexes.
    init(_ name: String, tables: String) {
        self.init(name) { db in try db.execute(sql: tables) }
    }
}

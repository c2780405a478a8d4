import Foundation
import Logging
@testable import Postgres
import StoreTesting
import Testing

@Suite struct ConnectingTests {
    private func error(_ text: String) async throws -> PostgresError {
        let pool = try PostgresPool(PostgresAddress(text), logger: Room.quiet)
        let error = try await Room.error { try await pool.one("SELECT 1") }
        await pool.close()
        return error
    }

    @Test("A port nobody listens on is said at once")
    func wrongPort() async throws {
        let (socket, port) = Socket.listening()
        Socket.cut(socket)
        close(socket)
        let error = try await error("postgres://anna:s3cret@127.0.0.1:\(port)/sales")
        guard case .notReachable(let why) = error else { return #expect(Bool(false), "\(error)") }
        #expect(why.contains("\(port)") && why.contains("refused"), "\(why)")
        #expect(!error.description.contains("s3cret"))
    }

    @Test("A socket that is not there")
    func wrongSocket() async throws {
        guard case .notReachable = try await error("postgres://anna:s3cret@/sales?host=/nowhere") else { return #expect(Bool(false)) }
    }

    @Test("A server that is too old", arguments: ["14.9", "9.6.24"])
    func tooOld(version: String) async throws {
        let server = OldServer(version: version)
        defer { server.close() }
        let error = try await error("postgres://anna:s3cret@127.0.0.1:\(server.port)/sales")
        guard case .notSupported(let why) = error else { return #expect(Bool(false), "\(error)") }
        #expect(why.contains(version.prefix { $0 != "." }) && why.contains("15 or later"), "\(why)")
    }

    @Test("A database in another encoding")
    func encoding() async throws {
        let server = OldServer(version: "15.1", encoding: "LATIN1")
        defer { server.close() }
        let error = try await error("postgres://anna:s3cret@127.0.0.1:\(server.port)/sales")
        guard case .notSupported(let why) = error else { return #expect(Bool(false), "\(error)") }
        #expect(why.contains("LATIN1") && why.contains("UTF8"), "\(why)")
    }

    @Test("A server that takes the connection and says nothing does not hold up whoever cancels")
    func silent() async throws {
        let (socket, port) = Socket.listening()
        defer { close(socket) }
        let pool = try PostgresPool(PostgresAddress("postgres://anna:s3cret@127.0.0.1:\(port)/sales"), logger: Room.quiet)
        let task = Task { try await pool.one("SELECT 1") }
        try await Task.sleep(for: .milliseconds(50))
        task.cancel()
        try await Room.expect(.cancelled) { try await task.value }
        await pool.close()
    }

    @Suite(.enabled(if: Room.isThere, Room.missing)) struct WithServer {
        private func changed(_ change: (inout URLComponents) -> Void) throws -> PostgresAddress {
            let text = try #require(Room.text)
            var parts = try #require(URLComponents(string: text))
            change(&parts)
            let changed = try #require(parts.string)
            return try PostgresAddress(changed)
        }

        private func error(_ address: PostgresAddress) async throws -> PostgresError {
            let pool = try PostgresPool(address, logger: Room.quiet)
            let error = try await Room.error { try await pool.one("SELECT 1") }
            await pool.close()
            return error
        }

        @Test("A wrong password, none, an unknown user")
        func password() async throws {
            for change: (inout URLComponents) -> Void in [{ $0.password = "s3cret" }, { $0.password = nil }, { $0.user = "nobody-here" }] {
                let address = try changed(change)
                let error = try await error(address)
                guard case .notAllowed = error else { return #expect(Bool(false), "\(error)") }
                #expect(!error.description.contains("s3cret"))
            }
        }

        @Test("A database that is not there")
        func database() async throws {
            let error = try await error(changed { $0.path = "/nowhere" })
            guard case .notReachable(let why) = error else { return #expect(Bool(false), "\(error)") }
            #expect(why.contains("nowhere"), "\(why)")
        }

        @Test("A real database in another encoding")
        func encoding() async throws {
            let name = "latin" + UUID().uuidString.lowercased().filter(\.isHexDigit)
            try await Room.withPool(size: 1) { pool in
                try await pool.withConnection { try $0.script("CREATE DATABASE \(name) ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0") }
                let error = try await error(changed { $0.path = "/" + name })
                try await pool.withConnection { try $0.script("DROP DATABASE \(name)") }
                guard case .notSupported(let why) = error else { return #expect(Bool(false), "\(error)") }
                #expect(why.contains("LATIN1"), "\(why)")
            }
        }

        @Test("By the socket of the machine")
        func socket() async throws {
            try await Room.withPool(size: 1) { pool in
                guard case .text(let folder) = try await pool.one("SELECT current_setting('unix_socket_directories')"),
                    case .text(let port) = try await pool.one("SELECT current_setting('port')")
                else { return #expect(Bool(false)) }
                let address = try changed {
                    $0.host = ""
                    $0.port = nil
                    $0.query = "host=\(folder)&port=\(port)"
                }
                #expect(address.description.hasPrefix("postgres://covalence@/covalence?host=/"))
                let other = try PostgresPool(address, logger: Room.quiet)
                let from = try await other.one("SELECT inet_client_addr() IS NULL")
                #expect(from == .integer(1))
                await other.close()
            }
        }

        @Test("A schema with a strange name, made by many at once")
        func schema() async throws {
            let name = "it's a \"schema\" \(UUID().uuidString)"
            try await Room.withPool(size: 8, { $0.schema = name }) { pool in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<8 { group.addTask { _ = try await pool.read { try $0.query("SELECT pg_sleep(0.2)") } } }
                    try await group.waitForAll()
                }
                let current = try await pool.one("SELECT current_schema()")
                #expect(current == .text(String(name.prefix(63))))
                try await pool.write { try $0.script("DROP SCHEMA \"\(name.replacing("\"", with: "\"\""))\" CASCADE") }
            }
        }

        @Test("Commits wait for the disk also where the database has it off")
        func synchronousCommit() async throws {
            let name = "fast" + UUID().uuidString.lowercased().filter(\.isHexDigit)
            try await Room.withPool(size: 1) { pool in
                try await pool.withConnection { try $0.script("CREATE DATABASE \(name)") }
                try await pool.withConnection { try $0.script("ALTER DATABASE \(name) SET synchronous_commit = off") }
                let other = try PostgresPool(changed { $0.path = "/" + name }, logger: Room.quiet)
                let setting = try await other.one("SELECT current_setting('synchronous_commit')")
                #expect(setting == .text("on"))
                await other.close()
                try await pool.withConnection { try $0.script("DROP DATABASE \(name) WITH (FORCE)") }
            }
        }

        @Test("Notices are logged at debug without their words")
        func notices() async throws {
            let log = LogLines()
            let logger = Logger(label: "tests") { _ in log }
            let pool = try PostgresPool(Room.address(), logger: logger)
            try await pool.write { try $0.script("DO $$ BEGIN RAISE NOTICE 's3cret'; RAISE WARNING 's3cret'; END $$") }
            await pool.close()
            #expect(log.lines.contains { $0.contains("NOTICE") } && log.lines.contains { $0.contains("WARNING") })
            #expect(!log.lines.contains { $0.contains("s3cret") })
        }
    }
}

import Postgres
import Testing

@Suite struct AddressTests {
    @Test("An address is shown without its password", arguments: [
        ("postgres://anna:s3cret@db.example.org:5433/sales", "postgres://anna@db.example.org:5433/sales"),
        ("postgresql://anna:s3cret@db.example.org/sales?sslmode=require&sslpassword=s3cret", "postgres://anna@db.example.org/sales"),
        ("postgres://anna:s3cret@[::1]:5433/sales", "postgres://anna@[::1]:5433/sales"),
        ("postgres://anna:s3cret@a:1,b:2/sales", "postgres://anna@a:1,b:2/sales"),
        ("postgres://anna:s3cret@/sales?host=/run/postgresql&port=5433", "postgres://anna@/sales?host=/run/postgresql&port=5433"),
        ("postgres://anna:s3cret@%2Frun%2Fpostgresql/sales", "postgres://anna@/sales?host=/run/postgresql"),
        ("postgres:///sales?password=s3cret", "postgres:///sales"),
        ("postgres://an%20na:s3cret@host/sa%2Fles", "postgres://an%20na@host/sa%2Fles"),
    ])
    func hidesThePassword(text: String, shown: String) throws {
        let address = try PostgresAddress(text)
        #expect(address.description == shown)
        #expect("\(address)" == shown)
        #expect(!String(reflecting: address).contains("s3cret"))
        var dumped = ""
        dump(address, to: &dumped)
        #expect(!dumped.contains("s3cret"))
    }

    @Test("What is no address is refused without showing it", arguments: [
        ("mysql://anna:s3cret@host/db", "begins with postgres://"),
        ("host=localhost password=s3cret", "begins with postgres://"),
        ("postgres://anna:s3cret%@host/db", "%25"),
        ("postgres://anna:s3cret@host:port/db", "port"),
        ("postgres://anna:s3cret@host:70000/db", "port"),
        ("postgres://anna:s3cret@host/db?colour=red", "colour"),
        ("postgres://anna:s3cret secret@host/db", "%20"),
        ("postgres://anna:s3cret@[::1/db", "cannot be read"),
    ])
    func refuses(text: String, hint: String) throws {
        let error = #expect(throws: PostgresError.self) { try PostgresAddress(text) }
        let said = try #require(error?.description)
        #expect(said.contains(hint), "\(said)")
        #expect(!said.contains("s3cret"), "\(said)")
    }
}

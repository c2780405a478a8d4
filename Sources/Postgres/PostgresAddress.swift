internal import CLibPQ

/// Where a database is and how to enter it: `postgres://user:password@host:5432/database`, `postgresql://…`, or, by a socket of this
/// machine, `postgres://user@/database?host=/run/postgresql`. What it does not say, libpq takes from its environment (`PGPASSWORD`,
/// `~/.pgpass`). Its description never shows the password.
public struct PostgresAddress: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    /// Names and values as libpq has them: host, port, dbname, user, password, sslmode …
    let settings: [String: String]

    /// Reads an address. Throws `PostgresError.badAddress`, which does not repeat a password.
    public init(_ text: String) throws(PostgresError) {
        guard text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") else {
            throw .badAddress("The address of a database begins with postgres:// or postgresql://.")
        }
        guard text.utf8.count <= 4096 else { throw .badAddress("The address of the database is longer than 4,096 bytes.") }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            throw .badAddress("The address of the database has a space or a control character in it. Write a space as %20.")
        }
        // What libpq says of a bad address can hold a piece of the password, so that its words are not shown.
        guard let options = PQconninfoParse(text, nil) else { throw .badAddress(Self.complaint(text)) }
        defer { PQconninfoFree(options) }
        var settings: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { settings[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        for port in settings["port", default: ""].split(separator: ",") where !(1...65535).contains(Int(port) ?? 0) {
            throw .badAddress("The port in the address of the database is not a number from 1 to 65535.")
        }
        self.settings = settings
    }

    private static func complaint(_ text: String) -> String {
        let bytes = Array(text.utf8)
        func isHex(_ place: Int) -> Bool {
            place < bytes.count && Character(UnicodeScalar(bytes[place])).isHexDigit
        }
        for (place, byte) in bytes.enumerated() where byte == UInt8(ascii: "%") && !(isHex(place + 1) && isHex(place + 2)) {
            return "In the address of the database a % is not followed by two hexadecimal digits. Write a % itself as %25."
        }
        if let question = text.firstIndex(of: "?") {
            let names = text[text.index(after: question)...].split(separator: "&").map { $0.prefix { $0 != "=" } }
            return "The address of the database cannot be read. Check its settings after the question mark: \(names.joined(separator: ", "))."
        }
        return "The address of the database cannot be read. Write marks such as @ / : # ? in a password as %40 %2F %3A %23 %3F."
    }

    /// The address without the password and without settings that are not part of the place.
    public var description: String {
        let hosts = settings["host", default: settings["hostaddr", default: ""]].split(separator: ",", omittingEmptySubsequences: false)
        let ports = settings["port", default: ""].split(separator: ",", omittingEmptySubsequences: false)
        let user = settings["user"].map { "\(Self.escaped($0))@" } ?? ""
        let database = Self.escaped(settings["dbname", default: ""])
        if hosts.contains(where: { $0.hasPrefix("/") }) {
            let port = settings["port"].map { "&port=\($0)" } ?? ""
            return "postgres://\(user)/\(database)?host=\(hosts.joined(separator: ","))\(port)"
        }
        let places = hosts.enumerated().map { place, host in
            let port = ports.count == 1 ? ports[0] : place < ports.count ? ports[place] : ""
            return (host.contains(":") ? "[\(host)]" : String(host)) + (port.isEmpty ? "" : ":\(port)")
        }
        return "postgres://\(user)\(places.joined(separator: ","))/\(database)"
    }

    /// Nothing but the description, so that `dump` shows no password either.
    public var customMirror: Mirror { Mirror(self, children: ["address": description]) }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            let scalar = UnicodeScalar(byte)
            let isPlain = byte < 0x80 && (Character(scalar).isLetter || Character(scalar).isNumber || "-._~".unicodeScalars.contains(scalar))
            result += isPlain ? String(scalar) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
        return result
    }
}

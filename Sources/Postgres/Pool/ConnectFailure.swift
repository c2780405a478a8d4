internal import CLibPQ

/// Why a connection did not come about, from what libpq says. What it says names hosts and users, never a password.
struct ConnectFailure {
    let error: PostgresError

    init(_ raw: OpaquePointer) {
        let words = PQerrorMessage(raw).map { String(cString: $0) } ?? ""
        let user = PQuser(raw).map { String(cString: $0) } ?? ""
        let database = PQdb(raw).map { String(cString: $0) } ?? ""
        // Of several hosts, the last one tried.
        let line = words.split(separator: "\n").last { !$0.hasPrefix("\t") }.map(String.init) ?? "no reason given"
        if PQconnectionNeedsPassword(raw) == 1 {
            error = .notAllowed("The server asks for a password, and the address has none for user \(user).")
            return
        }
        let code = Self.code(in: line)
        switch code {
        case "28P01": error = .notAllowed("The password of user \(user) is not right.")
        case "28000": error = .notAllowed("User \(user) may not connect to database \(database) from here (pg_hba.conf).")
        case "3D000": error = .notReachable("The server has no database named \(database). Make it with CREATE DATABASE.")
        case "53300": error = .notReachable("The server has no connection left (max_connections). Use fewer here or allow more there.")
        case "57P03": error = .notReachable("The server is starting or shutting down. Try again.")
        case "42501": error = .notAllowed("User \(user) has no right to connect to database \(database).")
        case let code?: error = .notReachable("The server refused the connection (\(code)).")
        case nil: error = .notReachable(line.hasSuffix(".") ? line : line + ".")
        }
    }

    /// Five capital letters and digits at the end of `… FATAL:  28P01`.
    private static func code(in line: String) -> String? {
        guard let last = line.split(separator: " ").last, last.utf8.count == 5, line.contains(":  \(last)"),
            last.allSatisfy({ $0.isASCII && ($0.isNumber || $0.isUppercase) })
        else { return nil }
        return String(last)
    }
}

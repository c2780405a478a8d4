import HTTPTypes
import Hummingbird

/// The cookies of the door. Never readable by scripts, never sent with requests that other pages begin, links apart.
enum DoorCookie: String {
    /// Who is signed in: the workspace's id, a dot, the session's token.
    case session = "covalence"
    /// Made up for browsers without a session, so that forms before it have a token too.
    case visit = "covalence-visit"
    /// A sign-in at a provider that was begun.
    case pending = "covalence-openid"

    /// With the prefix that makes browsers refuse it from anybody else, wherever the connection is encrypted († RFC 6265bis, 4.1.3.2).
    func name(isSecure: Bool) -> String { (isSecure ? "__Host-" : "") + rawValue }

    /// What the browser sent; nil where it is missing or longer than 4,096 bytes.
    func value(in request: Request, isSecure: Bool) -> String? {
        let beginning = (name(isSecure: isSecure) + "=").utf8
        for header in request.headers[values: .cookie] {
            var rest = Substring(header).utf8
            while !rest.isEmpty {
                let end = rest.firstIndex(of: UInt8(ascii: ";")) ?? rest.endIndex
                let pair = rest[..<end].drop { $0 == UInt8(ascii: " ") }
                rest = rest[end...].dropFirst()
                guard pair.starts(with: beginning) else { continue }
                let value = pair.dropFirst(beginning.count)
                if value.count <= 4096 { return String(Substring(value)) }
            }
        }
        return nil
    }

    /// The header that sets it; a life of 0 seconds removes it, nil ends it with the browser.
    func header(_ value: String, isSecure: Bool, seconds: Int? = nil) -> String {
        "\(name(isSecure: isSecure))=\(value); Path=/; HttpOnly; SameSite=Lax"
            + (isSecure ? "; Secure" : "") + (seconds.map { "; Max-Age=\($0)" } ?? "")
    }
}

extension Response {
    /// Sets a cookie of the door.
    mutating func set(_ cookie: DoorCookie, _ value: String, _ came: Arrival, seconds: Int? = nil) {
        headers.append(HTTPField(name: .setCookie, value: cookie.header(value, isSecure: came.isSecure, seconds: seconds)))
    }

    /// Removes a cookie of the door.
    mutating func remove(_ cookie: DoorCookie, _ came: Arrival) { set(cookie, "", came, seconds: 0) }
}

import HTTPTypes
import Hummingbird
import SignIn
import Testing
@testable import Server

@Suite struct PathsAndCookiesTests {
    @Test(arguments: [
        "//evil.example", "/\\evil.example", "\\/evil.example", "https://evil.example", "javascript:alert(1)", "/\tfoo", "/\n/evil.example",
        "/%0a\r", "", "meetings", " /", "/é", "/sign-in?to=/x", "/set-up", "/sign-in/openid", "/reset?token=1",
    ])
    func anAddressFromElsewhereIsNotFollowed(to: String) { #expect(LocalPath.checked(to) == "/") }

    @Test(arguments: ["/", "/meetings/1?from=2", "/search?words=a+b", "/sign-ins"])
    func aPathOfOursIs(to: String) { #expect(LocalPath.checked(to) == to) }

    @Test func theCookieIsForServersOnly() {
        #expect(DoorCookie.session.header("abc", isSecure: false) == "covalence=abc; Path=/; HttpOnly; SameSite=Lax")
        #expect(DoorCookie.session.header("abc", isSecure: true) == "__Host-covalence=abc; Path=/; HttpOnly; SameSite=Lax; Secure")
        #expect(DoorCookie.visit.header("", isSecure: true, seconds: 0).hasSuffix("; Secure; Max-Age=0"))
    }

    @Test func aCookieIsFoundAmongOthers() {
        func value(_ headers: [String], isSecure: Bool = false) -> String? {
            var fields = HTTPFields()
            for header in headers { fields.append(HTTPField(name: .cookie, value: header)) }
            let head = HTTPRequest(method: .get, scheme: nil, authority: "localhost", path: "/", headerFields: fields)
            return DoorCookie.session.value(in: Request(head: head, body: .init(buffer: .init())), isSecure: isSecure)
        }
        #expect(value(["a=b; covalence=1.2; c=d"]) == "1.2")
        #expect(value(["a=b", "covalence=x"]) == "x")
        #expect(value(["covalence-visit=1; xcovalence=2"]) == nil)
        // Where the connection is encrypted, only the name that nobody else can set counts.
        #expect(value(["covalence=1"], isSecure: true) == nil)
        #expect(value(["__Host-covalence=1"], isSecure: true) == "1")
        #expect(value(["covalence=\(String(repeating: "x", count: 5000))"]) == nil)
    }

    @Test func aFormTokenIsOfOneCookieAndTellsNothingOfIt() {
        let token = FormToken(of: "secret")
        // python3: base64.urlsafe_b64encode(hmac.new(b"secret", b"covalence form", "sha256").digest()).rstrip(b"=")
        #expect(token.text == "jq3eSQq915Ee4oiHZrFuBsnkUv2sHCe0jvUyENLW4OA")
        #expect(token.matches(token.text))
        #expect(!token.matches(nil) && !token.matches("") && !token.matches(FormToken(of: "secret2").text))
        #expect(!FormToken.none.matches(""))
    }

    // MARK: Where a request comes from

    func arrival(_ headers: [(String, String)], peer: String?, _ surroundings: Surroundings) -> Arrival {
        var fields = HTTPFields()
        for (name, value) in headers { fields.append(HTTPField(name: HTTPField.Name(name)!, value: value)) }
        let head = HTTPRequest(method: .get, scheme: nil, authority: "covalence.example.org", path: "/", headerFields: fields)
        return HostGuard(port: BoundPort(), surroundings: surroundings).arrival(Request(head: head, body: .init(buffer: .init())), peer: peer)
    }

    @Test func onlyATrustedProxyIsBelieved() throws {
        let proxy = try #require(NetworkAddress("10.0.0.5"))
        let trusting = Surroundings(names: ["covalence.example.org"], trustedProxies: [proxy])
        let passed = [("X-Forwarded-For", "6.6.6.6, 192.0.2.7"), ("X-Forwarded-Proto", "https")]
        let through = arrival(passed, peer: "10.0.0.5", trusting)
        // What the sender itself wrote stands before what the proxy added.
        #expect(through.origin == "192.0.2.7")
        #expect(through.isSecure && through.isForwarded)
        #expect(through.address == "https://covalence.example.org")
        let forged = arrival(passed, peer: "203.0.113.9", trusting)
        #expect(forged.origin == "203.0.113.9")
        #expect(!forged.isSecure && forged.isForwarded)
        #expect(arrival(passed, peer: "10.0.0.5", Surroundings()).origin == "10.0.0.5")
        // Two proxies of ours, one behind the other.
        let two = Surroundings(trustedProxies: [proxy, try #require(NetworkAddress("10.0.0.6"))])
        #expect(arrival([("X-Forwarded-For", "192.0.2.7, 10.0.0.6")], peer: "10.0.0.5", two).origin == "192.0.2.7")
        // Nonsense ends the chain.
        #expect(arrival([("X-Forwarded-For", "1.2.3.4, unknown")], peer: "10.0.0.5", trusting).origin == "10.0.0.5")
        #expect(arrival([], peer: nil, trusting).origin == "unknown")
    }

    @Test func theNamesWeWereGivenAreOurs() {
        typealias Source = HostGuard.Source
        func refused(_ host: String, origin: String? = nil, isSecure: Bool = true) -> Bool {
            Source(method: .post, path: "/", authority: host, origin: origin, isSecure: isSecure).refusal(port: 8080, names: ["covalence.example.org"]) != nil
        }
        #expect(!refused("covalence.example.org"))
        #expect(!refused("Covalence.Example.Org:8443", origin: "https://covalence.example.org:8443"))
        #expect(refused("covalence.example.org.evil.example"))
        #expect(refused("covalence.example.org:x"))
        #expect(refused("evil.example"))
        // The page is encrypted: a page of the same name that is not is another one.
        #expect(refused("covalence.example.org", origin: "http://covalence.example.org"))
    }
}

import Foundation
import Testing
@testable import Webhooks

@Suite("Which addresses are called")
struct AddressTests {
    @Test("nothing of this machine, of inner networks or of a special purpose", arguments: [
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.254", "127.0.0.1", "127.255.255.255", "169.254.169.254",
        "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.7",
        "203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
        "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "::7f00:1", "64:ff9b::a00:1", "64:ff9b::169.254.169.254",
        "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::1", "100::1", "2001::1", "2001:db8::1", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1",
        "febf::1", "fec0::1", "ff02::1", "4000::1", "e000::1",
    ])
    func forbidden(text: String) throws {
        let address = try #require(InternetAddress(text))
        #expect(AddressGuard().objection(to: address) != nil)
    }

    @Test("public ones are, also beside the borders of the ranges", arguments: [
        "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.1", "169.253.255.255", "169.255.0.0",
        "172.15.255.255", "172.32.0.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255",
        "2606:4700::1111", "2a00:1450:4001::1", "::ffff:1.1.1.1", "64:ff9b::101:101",
    ])
    func open(text: String) throws {
        #expect(AddressGuard().objection(to: try #require(InternetAddress(text))) == nil)
    }

    @Test("ranges that are allowed are, and no others")
    func allowed() throws {
        let guarding = try AddressGuard(allowing: "10.20.0.0/15, fd12::/16 192.168.7.7")
        for text in ["10.20.0.1", "10.21.255.255", "fd12::9", "192.168.7.7", "::ffff:10.20.0.1"] {
            #expect(guarding.objection(to: try #require(InternetAddress(text))) == nil, "\(text)")
        }
        for text in ["10.22.0.0", "10.19.255.255", "fd13::1", "192.168.7.8", "127.0.0.1"] {
            #expect(guarding.objection(to: try #require(InternetAddress(text))) != nil, "\(text)")
        }
        for text in ["10.0.0.0/33", "10.0.0.0/", "10.0.0/8", "localhost", "fd12::/129", "10.0.0.0/-1", "::1%lo"] {
            #expect(throws: AddressProblem.noRange(text)) { try AddressGuard(allowing: text) }
        }
    }

    @Test("addresses are read strictly", arguments: [
        "", "hooks.example.org", "ftp://a.example/", "https://", "https://user@a.example/", "https://user:pw@a.example/", "https://a.example/#x",
        "https://a.example:0/", "https://a.example:99999/", "https://a.exa mple/", "https://a.example\\@127.0.0.1/", "https://[fe80::1%25eth0]/",
        "https://%6c%6fcalhost/", "https://a.example/\n", "javascript:alert(1)", "unix:///run/x", "https+unix://%2Frun%2Fx/", "https://ⓛⓞⓒⓐⓛ/",
    ])
    func broken(text: String) {
        #expect(throws: AddressProblem.noAddress) { try WebhookAddress(text) }
    }

    @Test("and what is an address is one")
    func addresses() throws {
        #expect(try WebhookAddress("https://hooks.example.org:8443/a?b=c").host == "hooks.example.org")
        #expect(try WebhookAddress("https://[2606:4700::1111]/").host == "2606:4700::1111")
        #expect(try !WebhookAddress("http://10.0.0.1/").isEncrypted)
    }

    @Test("names are looked up, and every address behind them is checked; numbers in odd spellings are none other", arguments: [
        "https://127.0.0.1/", "https://[::1]/", "https://localhost/", "https://2130706433/", "https://0x7f.1/", "https://127.1/", "https://0/",
    ])
    func lookedUp(text: String) async throws {
        let address = try WebhookAddress(text)
        await #expect(throws: AddressProblem.self) { try await WebhookCalls().check(address) }
    }

    @Test("one forbidden address among good ones forbids the name")
    func mixed() async throws {
        let names = NameService { _ in [InternetAddress("1.1.1.1"), InternetAddress("10.0.0.1")].compactMap(\.self) }
        let address = try WebhookAddress("https://hooks.example.org/")
        await #expect(throws: AddressProblem.forbidden("a private address")) { try await WebhookCalls(names: names).check(address) }
    }

    @Test("without encryption only what is allowed is called")
    func plain() async throws {
        let names = NameService { _ in [InternetAddress("1.1.1.1")].compactMap(\.self) }
        await #expect(throws: AddressProblem.notEncrypted) { try await WebhookCalls(names: names).check(try WebhookAddress("http://a.example/")) }
        let allowing = try AddressGuard(allowing: "1.1.1.1")
        #expect(try await WebhookCalls(guarding: allowing, names: names).check(try WebhookAddress("http://a.example/")).count == 1)
    }
}

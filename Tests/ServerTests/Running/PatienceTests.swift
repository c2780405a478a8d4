import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import SignIn
import Testing
@testable import Server

@Suite("Slow clients")
struct PatienceTests {
    /// A connection whose clock the test turns.
    private struct Line {
        let channel = EmbeddedChannel()
        let ledger: ConnectionLedger

        init(_ patience: Patience = Patience(), _ ledger: ConnectionLedger? = nil, from address: String = "192.0.2.1") throws {
            self.ledger = ledger ?? ConnectionLedger(patience)
            try channel.pipeline.syncOperations.addHandler(PatienceHandler(patience, self.ledger))
            try channel.connect(to: SocketAddress(ipAddress: address, port: 4000)).wait()
        }

        var isOpen: Bool { channel.isActive }

        func wait(_ time: TimeAmount) {
            channel.embeddedEventLoop.advanceTime(by: time)
        }

        func head() throws { try channel.writeInbound(HTTPRequestPart.head(HTTPRequest(method: .post, scheme: "http", authority: "a", path: "/"))) }
        /// A piece of a body, after which the server asks for more.
        func body(_ count: Int) throws {
            try channel.writeInbound(HTTPRequestPart.body(ByteBuffer(repeating: 97, count: count)))
            channel.read()
        }
        func end() throws { try channel.writeInbound(HTTPRequestPart.end(nil)) }

        func answer() throws {
            try channel.writeOutbound(HTTPResponsePart.head(HTTPResponse(status: .ok)))
            try channel.writeOutbound(HTTPResponsePart.end(nil))
        }
    }

    @Test("a head that does not come in time ends the connection; one that comes does not")
    func head() throws {
        let silent = try Line()
        silent.wait(.seconds(19))
        #expect(silent.isOpen)
        silent.wait(.seconds(2))
        #expect(!silent.isOpen)
        #expect(silent.ledger.count == 0)
        let speaking = try Line()
        speaking.wait(.seconds(19))
        try speaking.head()
        try speaking.end()
        speaking.wait(.seconds(300))
        #expect(speaking.isOpen, "A request that takes long is not the client’s fault.")
    }

    @Test("after an answer the next request may take its time, and no longer")
    func idle() throws {
        let line = try Line()
        try line.head()
        try line.end()
        try line.answer()
        line.wait(.seconds(74))
        #expect(line.isOpen)
        line.wait(.seconds(2))
        #expect(!line.isOpen)
    }

    @Test("a body that trickles is given up, one that comes steadily is not")
    func body() throws {
        let trickling = try Line()
        try trickling.head()
        for _ in 0..<4 where trickling.isOpen {
            try trickling.body(100)
            trickling.wait(.seconds(10))
        }
        #expect(!trickling.isOpen)
        let steady = try Line()
        try steady.head()
        for _ in 0..<20 {
            try steady.body(600)
            steady.wait(.seconds(10))
            #expect(steady.isOpen)
        }
    }

    @Test("while the server does not ask for more, the client is not to blame")
    func busy() throws {
        let line = try Line()
        try line.head()
        try line.channel.writeInbound(HTTPRequestPart.body(ByteBuffer(repeating: 97, count: 10)))
        line.wait(.seconds(300))
        #expect(line.isOpen)
        line.channel.read()
        line.wait(.seconds(29))
        #expect(line.isOpen)
        line.wait(.seconds(61))
        #expect(!line.isOpen)
    }

    @Test("past the limit the connection that waits longest goes, and one that works stays")
    func crowd() throws {
        var patience = Patience()
        patience.connections = 3
        let ledger = ConnectionLedger(patience)
        let working = try Line(patience, ledger)
        try working.head()
        let first = try Line(patience, ledger), second = try Line(patience, ledger)
        let third = try Line(patience, ledger)
        #expect(working.isOpen)
        #expect(!first.isOpen)
        #expect(second.isOpen)
        #expect(third.isOpen)
        #expect(ledger.count == 3)
        try second.head()
        try third.head()
        let late = try Line(patience, ledger)
        #expect(!late.isOpen, "All work; there is no place.")
        #expect(ledger.count == 3)
        try working.end()
        try working.answer()
        let again = try Line(patience, ledger)
        #expect(again.isOpen)
        #expect(!working.isOpen)
    }

    @Test("one address cannot take the places of others; proxies speak for many")
    func addresses() throws {
        var patience = Patience()
        patience.connectionsPerAddress = 2
        patience.exempt = [try #require(NetworkAddress("192.0.2.9"))]
        let ledger = ConnectionLedger(patience)
        let lines = try (0..<3).map { _ in try Line(patience, ledger) }
        #expect(lines.map(\.isOpen) == [false, true, true])
        let other = try Line(patience, ledger, from: "192.0.2.2")
        #expect(other.isOpen)
        // † One subscriber has a whole /64 of IPv6.
        let six = try ["2001:db8::1", "2001:db8::2", "2001:db8::3", "2001:db8:0:1::1"].map { try Line(patience, ledger, from: $0) }
        #expect(six.map(\.isOpen) == [false, true, true, true])
        let proxied = try (0..<5).map { _ in try Line(patience, ledger, from: "192.0.2.9") }
        #expect(proxied.allSatisfy { $0.isOpen })
        #expect(ledger.count == 11)
        for line in proxied { try line.channel.close().wait() }
        #expect(ledger.count == 6)
    }
}

public import NIOCore
public import SignIn

/// How long the server waits for slow clients, and how many it has at a time.
public struct Patience: Sendable {
    /// For the head of the first request, the encryption's greeting included.
    public var head: TimeAmount = .seconds(20)
    /// For the head of the next one.
    public var idle: TimeAmount = .seconds(75)
    /// In which a body must bring `leastBytes`.
    public var body: TimeAmount = .seconds(30)
    /// In which `leastBytes` of an answer must be taken.
    public var send: TimeAmount = .seconds(60)
    /// What keeps a slow transfer going. A telephone on a bad line does better; who sends less holds the connection, and means to.
    public var leastBytes = 1024
    /// Connections at a time.
    public var connections = 2000
    /// Connections at a time of one address.
    public var connectionsPerAddress = 256
    /// Addresses that speak for many: proxies.
    public var exempt: Set<NetworkAddress> = []

    /// The defaults of docs/configuration.md.
    public init() {}

    /// The same, without a limit for these addresses.
    func exempting(_ addresses: Set<NetworkAddress>) -> Patience {
        var copy = self
        copy.exempt.formUnion(addresses)
        return copy
    }
}

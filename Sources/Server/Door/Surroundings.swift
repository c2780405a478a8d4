public import SignIn

/// How the server is reached: by which names, encrypted or not, through which proxies.
public struct Surroundings: Sendable {
    /// Names beside those of this machine that requests may be made to, in lower case: `covalence.example.org`.
    public var names: Set<String>
    /// Proxies whose word on where a request comes from is believed.
    public var trustedProxies: Set<NetworkAddress>
    /// Whether we encrypt connections ourselves.
    public var hasTLS: Bool

    /// This machine only, where nothing is passed.
    public init(names: Set<String> = [], trustedProxies: Set<NetworkAddress> = [], hasTLS: Bool = false) {
        self.names = Set(names.map { $0.lowercased() })
        self.trustedProxies = trustedProxies
        self.hasTLS = hasTLS
    }
}

import ArgumentParser
import Foundation
import Server
import SignIn

/// From where and under which names the pages are reached.
struct ReachOptions: ParsableArguments {
    @Option(help: "The port to listen on; 0 for any free one.")
    var port = 8080

    @Option(help: ArgumentHelp("The address to listen on. Any but this machine’s own needs TLS or a trusted proxy.", valueName: "address"))
    var listen = "127.0.0.1"

    @Option(help: ArgumentHelp("A name beside those of this machine that browsers may ask for; can be given several times.", valueName: "name"))
    var host: [String] = []

    @Option(name: .customLong("tls-certificate"), help: ArgumentHelp("The certificate with its chain, as PEM.", valueName: "file"), completion: .file())
    var certificate: String?

    @Option(name: .customLong("tls-key"), help: ArgumentHelp("The certificate’s private key, as PEM.", valueName: "file"), completion: .file())
    var key: String?

    @Option(
        name: .customLong("trusted-proxy"),
        help: ArgumentHelp("The address of a proxy that encrypts; its X-Forwarded-For and -Proto are believed. Can be given several times.", valueName: "address")
    )
    var proxies: [String] = []

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port takes 0 to 65535.") }
        guard let address = NetworkAddress(listen) ?? (listen == "localhost" ? NetworkAddress("127.0.0.1") : nil) else {
            throw ValidationError("--listen takes an address such as 127.0.0.1, 0.0.0.0 or ::1, not a name.")
        }
        guard (certificate == nil) == (key == nil) else { throw ValidationError("--tls-certificate and --tls-key go together.") }
        for proxy in proxies where NetworkAddress(proxy) == nil {
            throw ValidationError("--trusted-proxy takes an address such as 127.0.0.1 or 2001:db8::1; “\(proxy.printable)” is none.")
        }
        for name in host where !Self.isName(name) {
            throw ValidationError("--host takes a name such as covalence.example.org, without https:// and port; “\(name.printable)” is none.")
        }
        guard address.isLoopback || certificate != nil || !proxies.isEmpty else {
            throw ValidationError(
                "Passwords would cross the network in the clear. Give --tls-certificate and --tls-key, or --trusted-proxy with the address of a proxy that encrypts; docs/sign-in.md shows both."
            )
        }
    }

    /// What the server is told.
    func configuration(assetsFolder: URL?) throws -> CovalenceServer.Configuration {
        var configuration = CovalenceServer.Configuration(
            port: port, assetsFolder: assetsFolder, listen: listen == "localhost" ? "127.0.0.1" : listen,
            surroundings: Surroundings(names: Set(host), trustedProxies: Set(proxies.compactMap { NetworkAddress($0) }), hasTLS: certificate != nil)
        )
        if let certificate, let key {
            do {
                try configuration.encrypt(certificate: certificate, key: key)
            } catch {
                throw ValidationError("The certificate or its key cannot be read as PEM: \(String(describing: error).printable)")
            }
        }
        return configuration
    }

    /// The address under a name, as a browser asks for it: a proxy listens on the usual port.
    func address(of name: String) -> String { "https://\(name)" + (certificate == nil || port == 443 ? "" : ":\(port)") }

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 253 && text.utf8.allSatisfy {
            (48...57).contains($0) || (97...122).contains($0) || (65...90).contains($0) || $0 == 45 || $0 == 46
        }
    }
}

import ArgumentParser
import Foundation
import Operations

/// From where and under which names the pages are reached. What is not given here comes from the environment or a file.
struct ReachOptions: ParsableArguments {
    @Option(help: "The port to listen on; 0 for any free one. (default: 8080)")
    var port: Int?

    @Option(help: ArgumentHelp("The address to listen on. Any but this machine’s own needs TLS or a trusted proxy. (default: 127.0.0.1)", valueName: "address"))
    var listen: String?

    @Option(help: ArgumentHelp("A name beside those of this machine that browsers may ask for; can be given several times.", valueName: "name"))
    var host: [String] = []

    @Option(name: .customLong("tls-certificate"), help: ArgumentHelp("The certificate with its chain, as PEM.", valueName: "file"), completion: .file())
    var certificate: String?

    @Option(name: .customLong("tls-key"), help: ArgumentHelp("The certificate’s private key, as PEM.", valueName: "file"), completion: .file())
    var key: String?

    @Option(
        name: .customLong("trusted-proxy"),
        help: ArgumentHelp("The address of a proxy that encrypts; its X-Forwarded-For, -Proto and X-Request-Id are believed. Can be given several times.", valueName: "address")
    )
    var proxies: [String] = []

    @Option(help: ArgumentHelp("The folder with htmx and ECharts, as ./run unpacks them.", valueName: "folder"), completion: .directory)
    var assets: String?

    @Flag(help: "Open the demo: invented meetings in a workspace of its own, which lets in whoever sits at this machine.")
    var demo = false

    @Option(help: ArgumentHelp("The least that is logged: error, warning, notice, info, debug.", valueName: "level"))
    var logLevel: String?

    @Option(help: ArgumentHelp("How log lines look: text or json.", valueName: "format"))
    var logFormat: String?

    /// By the settings' names.
    var flags: [String: [String]] {
        var flags: [String: [String]] = [:]
        func put(_ setting: Setting, _ value: String?) { if let value { flags[setting.key] = [value] } }
        put(.port, port.map(String.init))
        put(.listen, listen)
        put(.certificate, certificate)
        put(.key, key)
        put(.assets, assets)
        put(.demo, demo ? "true" : nil)
        put(.logLevel, logLevel)
        put(.logFormat, logFormat)
        flags[Setting.hosts.key] = host
        flags[Setting.proxies.key] = proxies
        return flags
    }
}

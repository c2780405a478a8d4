import Foundation
import NIOCore
import Operations
import Server
import SignIn
import Store
import Webhooks

/// Makes of the settings what the server is told, and says which of them do not go together.
struct ServerSetup {
    let held: HeldSettings

    init(_ held: HeldSettings) throws(SettingsProblem) {
        self.held = held
        try check()
    }

    private var listen: String { held.text(.listen) == "localhost" ? "127.0.0.1" : held.text(.listen) ?? "127.0.0.1" }

    private func problem(_ setting: Setting, _ reason: String) -> SettingsProblem { held.problem(setting, reason) }

    private func check() throws(SettingsProblem) {
        guard let address = NetworkAddress(listen) else { throw problem(.listen, "this takes an address such as 127.0.0.1, 0.0.0.0 or ::1, not a name.") }
        guard (held.text(.certificate) == nil) == (held.text(.key) == nil) else {
            throw problem(held.text(.certificate) == nil ? .key : .certificate, "`tls.certificate` and `tls.key` go together.")
        }
        for proxy in held.list(.proxies) where NetworkAddress(proxy) == nil {
            throw problem(.proxies, "this takes addresses such as 127.0.0.1 or 2001:db8::1; “\(proxy.printable)” is none.")
        }
        for name in held.list(.hosts) where !Self.isName(name) {
            throw problem(.hosts, "this takes names such as covalence.example.org, without https:// and port; “\(name.printable)” is none.")
        }
        _ = try held.addressGuard()
        try held.checkDatabase()
        guard address.isLoopback || held.text(.certificate) != nil || !held.list(.proxies).isEmpty else {
            throw problem(.listen, "passwords would cross the network in the clear. Give `tls.certificate` and `tls.key`, or `trusted-proxies` with the address of a proxy that encrypts; docs/sign-in.md shows both.")
        }
    }

    /// What the server is told.
    func configuration() throws -> CovalenceServer.Configuration {
        var configuration = CovalenceServer.Configuration(
            port: held.number(.port), assetsFolder: held.text(.assets).map { URL(filePath: $0) }, listen: listen,
            surroundings: Surroundings(
                names: Set(held.list(.hosts)), trustedProxies: Set(held.list(.proxies).compactMap { NetworkAddress($0) }), hasTLS: held.text(.certificate) != nil
            )
        )
        if let certificate = held.text(.certificate), let key = held.text(.key) {
            do {
                try configuration.encrypt(certificate: certificate, key: key)
            } catch {
                throw problem(.certificate, "the certificate or its key cannot be read as PEM: \(String(describing: error).printable).")
            }
        }
        try configuration.readEnvironment(signInVariables)
        configuration.patience = patience
        configuration.apiLimits = APILimits(perToken: held.number(.tokenRate), perAddress: held.number(.addressRate))
        configuration.metricsToken = held.text(.metricsToken)
        configuration.storeFolder = held.text(.data).map { URL(filePath: $0) }
        configuration.diskReserve = held.number(.diskReserve) << 20
        configuration.stop.notice = .seconds(held.number(.stopNotice))
        configuration.stop.limit = .seconds(held.number(.stopLimit))
        return configuration
    }

    /// How slow clients may be. Each connection is an open file, and so is each upload; some are left for the store.
    private var patience: Patience {
        var patience = Patience()
        patience.head = .seconds(Int64(held.number(.headerSeconds)))
        patience.idle = .seconds(Int64(held.number(.idleSeconds)))
        patience.body = .seconds(Int64(held.number(.bodySeconds)))
        patience.send = .seconds(Int64(held.number(.sendSeconds)))
        patience.connections = min(held.number(.connections), OpenFiles.limit.map { max(16, ($0 - 100) / 2) } ?? .max)
        patience.connectionsPerAddress = held.number(.connectionsPerAddress)
        return patience
    }

    /// Under the names by which the provider of sign-ins and the mail server complain.
    private var signInVariables: [String: String] {
        var variables: [String: String] = [:]
        for setting in [Setting.issuer, .clientID, .clientSecret, .providerName, .mail, .sender] { variables[setting.variable] = held.text(setting) }
        return variables
    }

    /// The address under a name, as a browser asks for it: a proxy listens on the usual port.
    func address(of name: String) -> String {
        let port = held.number(.port)
        return "https://\(name)" + (held.text(.certificate) == nil || port == 443 ? "" : ":\(port)")
    }

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 253 && text.utf8.allSatisfy {
            (48...57).contains($0) || (97...122).contains($0) || (65...90).contains($0) || $0 == 45 || $0 == 46
        }
    }
}

extension HeldSettings {
    /// Where a setting was said, and what is wrong with it.
    func problem(_ setting: Setting, _ reason: String) -> SettingsProblem {
        SettingsProblem(place: held(setting).source == .standard ? setting.key : held(setting).source.description, reason: reason)
    }

    /// Which addresses webhooks may call.
    /// Refuses the address of a database that none can have, before anything is made for it.
    func checkDatabase() throws(SettingsProblem) {
        guard let why = text(.database).flatMap(PostgresStore.problem(withAddress:)) else { return }
        throw problem(.database, why.prefix(1).lowercased() + why.dropFirst())
    }

    func addressGuard() throws(SettingsProblem) -> AddressGuard {
        do {
            return try AddressGuard(allowing: list(.webhookAllow).joined(separator: ","))
        } catch {
            throw problem(.webhookAllow, "\(error)")
        }
    }
}

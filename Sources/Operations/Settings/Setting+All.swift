extension Setting {
    // Where things are kept
    public static let data = Setting("data", .text, .text("./data"), flag: "--data", means: "The folder that holds the store.")
    public static let database = Setting("database", .text, isSecret: true, flag: "--database", means: "A PostgreSQL database, 15 or later: `postgres://user@host/name`. Without one the records are in the folder, in SQLite.")
    public static let secretKey = Setting("secret.key-file", .text, means: "The file with the key that secrets of webhooks are kept under; `secrets.key` in the folder where it is missing.")
    public static let assets = Setting("assets", .text, flag: "--assets", means: "The folder with htmx and ECharts, as `./run` unpacks them.")
    public static let meaning = Setting("meaning", .text, means: "The folder with the sentence encoder, as `./run` unpacks it; where none is named, `.deps/meaning` in a folder around the program, then `/usr/lib/covalence/meaning`, where `packaging/stage.sh` puts it.")
    public static let demo = Setting("demo", .flag, .flag(false), flag: "--demo", means: "Opens the demo, which lets in whoever sits at this machine.")

    // How it is reached
    public static let listen = Setting("listen", .text, .text("127.0.0.1"), flag: "--listen", means: "The address to listen on. Any but this machine’s own needs TLS or a trusted proxy.")
    public static let port = Setting("port", .number(0...65_535), .number(8080), flag: "--port", means: "The port to listen on; 0 for any free one.")
    public static let hosts = Setting("hosts", .list, .list([]), flag: "--host", means: "Names beside those of this machine that browsers may ask for.")
    public static let proxies = Setting("trusted-proxies", .list, .list([]), flag: "--trusted-proxy", means: "Addresses of proxies whose word is believed: where a request comes from, whether it came encrypted, and its id.")
    public static let certificate = Setting("tls.certificate", .text, flag: "--tls-certificate", means: "The certificate with its chain, a PEM file.")
    public static let key = Setting("tls.key", .text, flag: "--tls-key", means: "The certificate’s private key, a PEM file.")

    // Signing in at a provider, and mail
    public static let issuer = Setting("oidc.issuer", .text, means: "The OpenID Connect provider’s address, exactly as it writes it.")
    public static let clientID = Setting("oidc.client-id", .text, means: "Our name at the provider.")
    public static let clientSecret = Setting("oidc.client-secret", .text, isSecret: true, means: "Our secret at the provider; none for a public client.")
    public static let providerName = Setting("oidc.name", .text, means: "What the button says; the provider’s host where it is missing.")
    public static let mail = Setting("smtp.url", .text, isSecret: true, means: "The mail server: `smtps://user:password@mail.example.org:465`, `smtp://localhost:25`.")
    public static let sender = Setting("smtp.from", .text, means: "The address that mails come from.")

    // What is written about running
    public static let logLevel = Setting("log.level", .choice(["auto", "error", "warning", "notice", "info", "debug"]), .text("auto"), flag: "--log-level", means: "The least that is logged; `auto` is warning on a terminal and info elsewhere, which has a line for each request.")
    public static let logFormat = Setting("log.format", .choice(["auto", "text", "json"]), .text("auto"), flag: "--log-format", means: "How log lines look; `auto` is text on a terminal and JSON elsewhere.")
    public static let metricsToken = Setting("metrics.token", .text, isSecret: true, means: "Lets whoever sends it as a bearer token read `/metrics`, from anywhere. Without one only this machine may.")

    // What is allowed
    public static let connections = Setting("limits.connections", .number(16...100_000), .number(2000), means: "Connections at a time. Past it, those that wait without asking for anything are closed first, and new ones then.")
    public static let connectionsPerAddress = Setting("limits.connections-per-address", .number(4...100_000), .number(256), means: "Connections at a time from one address; trusted proxies have no such limit.")
    public static let headerSeconds = Setting("limits.header-seconds", .number(1...600), .number(20), means: "How long the beginning of a request may take, the encryption’s greeting included.")
    public static let idleSeconds = Setting("limits.idle-seconds", .number(1...3600), .number(75), means: "How long a connection is kept for the next request.")
    public static let bodySeconds = Setting("limits.body-seconds", .number(1...3600), .number(30), means: "A body that brings less than 1,024 bytes in this time is given up.")
    public static let sendSeconds = Setting("limits.send-seconds", .number(1...3600), .number(60), means: "An answer of which less than 1,024 bytes are taken in this time is given up.")
    public static let diskReserve = Setting("limits.disk-reserve-megabytes", .number(0...1_000_000), .number(200), means: "With less room than this on the disk the server says that it is not ready.")

    public static let tokenRate = Setting("api.token-rate", .number(1...1_000_000), .number(600), means: "Requests of the API a minute with one token; as many may come at once.")
    public static let addressRate = Setting("api.address-rate", .number(1...1_000_000), .number(1200), means: "Requests of the API a minute from one address.")

    // Calling out
    public static let webhookAllow = Setting("webhook.allow", .list, .list([]), means: "Addresses and networks of one’s own that webhooks may go to, such as `10.1.0.0/16`; others that are not public are refused.")

    // Stopping
    public static let stopNotice = Setting("stop.notice-seconds", .number(0...600), .number(0), means: "Between saying that it is not ready and taking no more connections; give a load balancer the time it needs to notice.")
    public static let stopLimit = Setting("stop.limit-seconds", .number(1...3600), .number(30), means: "How long requests that run may go on when the server stops.")

    /// Every setting, in the order in which they are shown.
    public static let all: [Setting] = [
        data, database, secretKey, assets, meaning, demo,
        listen, port, hosts, proxies, certificate, key,
        issuer, clientID, clientSecret, providerName, mail, sender,
        logLevel, logFormat, metricsToken,
        connections, connectionsPerAddress, headerSeconds, idleSeconds, bodySeconds, sendSeconds, diskReserve,
        tokenRate, addressRate,
        webhookAllow,
        stopNotice, stopLimit,
    ]
}

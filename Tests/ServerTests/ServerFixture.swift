import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Testing
@testable import Server

/// A server with its templates and styles, without other people's scripts.
func makeServer(assetsFolder: URL? = nil, heartbeat: Duration = .seconds(15), hub: LiveHub = LiveHub()) throws -> CovalenceServer {
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    return try CovalenceServer(configuration: .init(port: 0, assetsFolder: assetsFolder, heartbeat: heartbeat), hub: hub, logger: logger)
}

extension HTTPField.Name {
    static let fetchSite = HTTPField.Name("Sec-Fetch-Site")!
    static let fetchMode = HTTPField.Name("Sec-Fetch-Mode")!
    static let fetchDest = HTTPField.Name("Sec-Fetch-Dest")!
    static let requestId = HTTPField.Name("X-Request-Id")!
}

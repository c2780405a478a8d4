import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Testing
@testable import Server

@Suite struct PlainAnswersTests {
    @Test func everyAnswerTellsTheBrowserToLoadOnlyFromHere() async throws {
        try await makeServer().application().test(.router) { client in
            try await client.execute(uri: "/nothing", method: .get, headers: [:]) { response in
                let policy = try #require(response.headers[.contentSecurityPolicy])
                #expect(policy.contains("default-src 'none'"))
                #expect(!policy.contains("unsafe"))
                #expect(response.headers[.xContentTypeOptions] == "nosniff")
                #expect(response.headers[.cacheControl] == "no-store")
                #expect(response.headers[.requestId] != nil)
            }
        }
    }

    @Test func anErrorIsAPageForPeopleAndJSONForPrograms() async throws {
        let app = try makeServer().application()
        try await app.test(.live) { client in
            try await client.execute(uri: "/nothing", method: .get, headers: [.accept: "text/html"]) { response in
                #expect(response.status == .notFound)
                #expect(response.headers[.contentType] == "text/html; charset=utf-8")
                #expect(String(buffer: response.body).contains("There is nothing here"))
            }
            try await client.execute(uri: "/nothing", method: .get, headers: [.accept: "application/json"]) { response in
                #expect(response.status == .notFound)
                let body = try JSONSerialization.jsonObject(with: Data(response.body.readableBytesView)) as? [String: [String: String]]
                #expect(body?["error"]?["title"] == "There is nothing here")
            }
        }
    }

    @Test func assetsCarryAStrongValidatorAndMayBeKept() async throws {
        let server = try makeServer()
        try await server.application().test(.live) { client in
            let css = "\(server.assets.base)/app.css"
            let tag = try await client.execute(uri: css, method: .get) { response in
                #expect(response.status == .ok)
                #expect(response.headers[.contentType] == "text/css; charset=utf-8")
                #expect(response.headers[.cacheControl]?.contains("immutable") == true)
                return try #require(response.headers[.eTag])
            }
            #expect(tag.hasPrefix("\"") && tag.hasSuffix("\""))
            try await client.execute(uri: css, method: .get, headers: [.ifNoneMatch: tag]) { response in
                #expect(response.status == .notModified)
                #expect(response.body.readableBytes == 0)
            }
            try await client.execute(uri: "/assets/000000000000/app.css", method: .get) { response in
                #expect(response.status == .ok)
                #expect(response.headers[.cacheControl] == "no-cache")
            }
            for path in ["/assets/x/../../etc/passwd", "/assets/x/%2e%2e%2fapp.css", "/assets/x/echarts.min.js"] {
                try await client.execute(uri: path, method: .get) { #expect($0.status == .notFound) }
            }
            try await client.execute(uri: css, method: .head) { response in
                #expect(response.status == .ok)
                #expect(response.body.readableBytes == 0)
            }
        }
    }

    @Test func aDifferentFileGivesADifferentAddress() {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let one = AssetLibrary(own: ["a.css": [1, 2, 3]], thirdPartyFolder: nil, logger: logger)
        let other = AssetLibrary(own: ["a.css": [1, 2, 4]], thirdPartyFolder: nil, logger: logger)
        #expect(one.base != other.base)
    }

    @Test func aDownloadNameCannotEndItsHeader() {
        let response = Response.download(ByteBuffer(), name: "a\"\r\nSet-Cookie: x\u{e9}.json", contentType: "application/json")
        #expect(response.headers[.contentDisposition]
            == "attachment; filename=\"a___Set-Cookie: x_.json\"; filename*=UTF-8''a%22%0D%0ASet%2DCookie%3A%20x%C3%A9%2Ejson")
    }
}

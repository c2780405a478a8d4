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
        let bench = try await TestBench()
        try await bench.server().application().test(.router) { client in
            try await client.execute(uri: "/nothing", method: .get, headers: [:]) { response in
                let policy = try #require(response.headers[.contentSecurityPolicy])
                #expect(policy.contains("default-src 'none'"))
                #expect(!policy.contains("unsafe"))
                #expect(response.headers[.xContentTypeOptions] == "nosniff")
                #expect(response.headers[.cacheControl] == "no-store")
                #expect(response.headers[.requestId] != nil)
                // With no-referrer, browsers send "Origin: null" with our own forms, and the guard would refuse them all.
                #expect(response.headers[.referrerPolicy] == "same-origin")
            }
        }
    }

    @Test func anErrorIsAPageForPeopleAndJSONForPrograms() async throws {
        let bench = try await TestBench()
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { server in
            let page = try await server.ask("/nothing", headers: [.accept: "text/html"])
            #expect(page.status == .notFound)
            #expect(page.headers[.contentType] == "text/html; charset=utf-8")
            #expect(page.text.contains("There is nothing here"))
            let data = try await server.ask("/nothing", headers: [.accept: "application/json"])
            #expect(data.status == .notFound)
            let body = try JSONSerialization.jsonObject(with: Data(data.bytes)) as? [String: [String: String]]
            #expect(body?["error"]?["title"] == "There is nothing here")
        }
    }

    @Test func assetsCarryAStrongValidatorAndMayBeKept() async throws {
        let bench = try await TestBench()
        let covalence = try bench.server()
        try await RunningServer.run(covalence.application(), as: bench.ticket) { server in
            let css = "\(covalence.assets.base)/app.css"
            let first = try await server.ask(css)
            #expect(first.status == .ok)
            #expect(first.headers[.contentType] == "text/css; charset=utf-8")
            #expect(first.headers[.cacheControl]?.contains("immutable") == true)
            let tag = try #require(first.headers[.eTag])
            #expect(tag.hasPrefix("\"") && tag.hasSuffix("\""))
            let second = try await server.ask(css, headers: [.ifNoneMatch: tag])
            #expect(second.status == .notModified)
            #expect(second.bytes.isEmpty)
            let older = try await server.ask("/assets/000000000000/app.css")
            #expect(older.status == .ok)
            #expect(older.headers[.cacheControl] == "no-cache")
            for path in ["/assets/x/../../etc/passwd", "/assets/x/%2e%2e%2fapp.css", "/assets/x/echarts.min.js"] {
                #expect(try await server.ask(path).status == .notFound)
            }
            let head = try await server.ask(css, .head)
            #expect(head.status == .ok)
            #expect(head.bytes.isEmpty)
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

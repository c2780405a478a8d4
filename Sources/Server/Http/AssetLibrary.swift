import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Styles, scripts and pictures of the pages: our own from the program's resources, other people's from the set-up's folder.
///
/// Addresses hold a hash over everything, so a browser may keep the files for ever and still gets new ones with a new version.
struct AssetLibrary: Sendable {
    /// One file with its type and validator.
    struct Asset: Sendable {
        var bytes: ByteBuffer
        var contentType: String
        var etag: String
    }

    private let assets: [String: Asset]
    /// The files' address without the name: `/assets/1a2b3c4d5e6f`.
    let base: String

    /// Other people's files that the pages use; without them pictures and live progress are missing, everything else works.
    static let thirdParty = ["htmx-2.min.js", "echarts.min.js"]

    /// - Parameters:
    ///   - own: our files by name.
    ///   - thirdPartyFolder: where the set-up unpacked the others; nil for none.
    init(own: [String: [UInt8]], thirdPartyFolder: URL?, logger: Logger) {
        var files = own
        for name in Self.thirdParty {
            if let folder = thirdPartyFolder, let data = try? Data(contentsOf: folder.appendingPathComponent(name)) {
                files[name] = Array(data)
            } else {
                logger.warning("An asset is missing: pages work without it, with less in them. Run ./run to fetch it.", metadata: ["asset": "\(name)"])
            }
        }
        var everything = SHA256()
        var assets: [String: Asset] = [:]
        for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
            everything.update(data: Data(name.utf8))
            everything.update(data: bytes)
            assets[name] = Asset(
                bytes: ByteBuffer(bytes: bytes),
                contentType: Self.contentType(of: name),
                etag: "\"\(Self.hex(SHA256.hash(data: bytes), bytes: 16))\""
            )
        }
        self.assets = assets
        base = "/assets/\(Self.hex(everything.finalize(), bytes: 6))"
    }

    /// Our files, from the program's resources.
    static func bundledFiles() -> [String: [UInt8]] {
        guard let folder = Bundle.module.url(forResource: "public", withExtension: nil),
              let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
        else { return [:] }
        var files: [String: [UInt8]] = [:]
        for name in names where !name.hasPrefix(".") {
            if let data = try? Data(contentsOf: folder.appendingPathComponent(name)) { files[name] = Array(data) }
        }
        return files
    }

    /// Whether a file is there.
    func has(_ name: String) -> Bool { assets[name] != nil }

    /// The text of one of our files, to put into a report that stands alone.
    func text(of name: String) -> String? {
        assets[name].map { String(decoding: $0.bytes.readableBytesView, as: UTF8.self) }
    }

    /// Answers `/assets/<hash>/<name>`. An address of an older version gets the file that is there now, not to be kept.
    func respond(hash: String, name: String, to request: Request) throws(PageError) -> Response {
        guard let asset = assets[name] else { throw .notFound }
        let isCurrent = base.hasSuffix("/" + hash)
        let headers: HTTPFields = [
            .contentType: asset.contentType,
            .eTag: asset.etag,
            .cacheControl: isCurrent ? "public, max-age=31536000, immutable" : "no-cache",
        ]
        if request.headers[.ifNoneMatch] == asset.etag { return Response(status: .notModified, headers: headers) }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: asset.bytes))
    }

    private static func hex(_ digest: SHA256.Digest, bytes: Int) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: digest.prefix(bytes).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    private static func contentType(of name: String) -> String {
        switch name.split(separator: ".").last {
        case "css": "text/css; charset=utf-8"
        case "js", "mjs": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        default: "application/octet-stream"
        }
    }
}

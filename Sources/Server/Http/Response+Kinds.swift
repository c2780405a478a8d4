import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
    /// A page or a piece of one.
    static func html(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
        html(ByteBuffer(string: text), status: status)
    }

    /// A page, with its tag where it has one.
    static func html(_ page: ByteBuffer, _ tag: PageTag? = nil, status: HTTPResponse.Status = .ok) -> Response {
        var headers: HTTPFields = [.contentType: "text/html; charset=utf-8"]
        if let tag { headers[.eTag] = tag.text }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: page))
    }

    /// A value as JSON, keys sorted so that the same value gives the same bytes.
    static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(value) else { return Response(status: .internalServerError) }
        return Response(
            status: status,
            headers: [.contentType: "application/json; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: data))
        )
    }

    /// A file to save under a name. Characters that a header cannot hold are replaced in the plain name and kept in the encoded one
    /// († RFC 6266).
    static func download(_ bytes: ByteBuffer, name: String, contentType: String) -> Response {
        let plain = String(name.unicodeScalars.map { $0.isASCII && $0.value >= 32 && $0 != "\"" && $0 != "\\" && $0 != "/" ? Character($0) : "_" })
        let encoded = name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? plain
        return Response(
            status: .ok,
            headers: [
                .contentType: contentType,
                .contentDisposition: "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(encoded)",
            ],
            body: ResponseBody(byteBuffer: bytes)
        )
    }

    /// Sends the browser to another page after a form was taken (303, so that reloading does not send the form again).
    static func seeOther(_ location: String) -> Response {
        Response(status: .seeOther, headers: [.location: location])
    }
}

import CQREncode

/// A QR picture as SVG. No inline style: the fields are black on white by attributes, with the classes `qr-light` and `qr-dark`
/// for a style sheet. It stays dark on light in a dark page too, for many cameras do not read it the other way round.
public struct QRPicture: Hashable, Sendable {
    /// The whole `<svg>` element.
    public let svg: String

    /// Draws a text of 1 to 1,024 bytes with 15 % error correction; nil when it is longer, empty or has a zero byte. `title` is
    /// what a screen reader says; it is escaped.
    public init?(of text: String, title: String) {
        guard (1...1_024).contains(text.utf8.count), !text.utf8.contains(0) else { return nil }
        let bytes = Array(text.utf8)
        guard let code = QRcode_encodeData(Int32(bytes.count), bytes, 0, QR_ECLEVEL_M) else { return nil }
        defer { QRcode_free(code) }
        guard let fields = code.pointee.data else { return nil }
        let width = Int(code.pointee.width)
        // The standard asks for four light fields around it.
        let quiet = 4
        var path = ""
        for y in 0..<width {
            var x = 0
            while x < width {
                let start = x
                while x < width, fields[y * width + x] & 1 == 1 { x += 1 }
                if x > start { path += "M\(start + quiet) \(y + quiet)h\(x - start)v1h-\(x - start)z" } else { x += 1 }
            }
        }
        let size = width + 2 * quiet
        svg =
            "<svg class=\"qr\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(size) \(size)\" role=\"img\" "
            + "shape-rendering=\"crispEdges\"><title>\(Self.escaped(title))</title>"
            + "<rect class=\"qr-light\" width=\"\(size)\" height=\"\(size)\" fill=\"#fff\"/>"
            + "<path class=\"qr-dark\" fill=\"#000\" d=\"\(path)\"/></svg>"
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
    }
}

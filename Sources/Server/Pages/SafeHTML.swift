import Mustache

/// Escapes text for HTML, in content and in quoted attributes, byte by byte.
///
/// The template engine's own escaping goes by characters as people see them: a quotation mark with a combining accent behind it is another
/// character there and would come through as it is, though a browser sees a quotation mark. Bytes have no such seams, and are faster.
struct SafeHTML: MustacheContentType {
    /// Names this content type in templates.
    static let name = "SAFE_HTML"

    /// Makes the type known to the template engine; doing it again changes nothing.
    static func register() { MustacheContentTypes.register(SafeHTML(), named: name) }

    func escapeText(_ text: String) -> String {
        var text = text
        let extra = text.withUTF8 { bytes in bytes.reduce(0) { $0 + Self.extra(of: $1) } }
        guard extra > 0 else { return text }
        return text.withUTF8 { bytes in
            String(unsafeUninitializedCapacity: bytes.count + extra) { buffer in
                var end = 0
                func write(_ replacement: StaticString) {
                    for index in 0..<replacement.utf8CodeUnitCount { buffer[end + index] = replacement.utf8Start[index] }
                    end += replacement.utf8CodeUnitCount
                }
                for byte in bytes {
                    switch byte {
                    case UInt8(ascii: "&"): write("&amp;")
                    case UInt8(ascii: "<"): write("&lt;")
                    case UInt8(ascii: ">"): write("&gt;")
                    case UInt8(ascii: "\""): write("&quot;")
                    case UInt8(ascii: "'"): write("&#39;")
                    default:
                        buffer[end] = byte
                        end += 1
                    }
                }
                return end
            }
        }
    }

    /// Bytes that a byte's replacement has more than itself.
    private static func extra(of byte: UInt8) -> Int {
        switch byte {
        case UInt8(ascii: "&"), UInt8(ascii: "'"): 4
        case UInt8(ascii: "<"), UInt8(ascii: ">"): 3
        case UInt8(ascii: "\""): 5
        default: 0
        }
    }
}

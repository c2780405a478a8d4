/// Joins the lines that a mail program has broken for the way (RFC 3676).
enum FlowedText {
    static func unfolded(_ bytes: [UInt8], deletesSpace: Bool) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var openDepth: Int?
        for line in MailLines.split(bytes) {
            var start = line.lowerBound
            while start < line.upperBound, bytes[start] == 0x3E { start += 1 }
            let depth = start - line.lowerBound
            // One space is put before lines that would otherwise be read as quotes or separators (RFC 3676, 4.4).
            if start < line.upperBound, bytes[start] == 0x20 { start += 1 }
            let content = bytes[start..<line.upperBound]
            let isSignature = content.elementsEqual([0x2D, 0x2D, 0x20])
            if openDepth != depth || isSignature {
                if openDepth != nil { result.append(0x0A) }
                if depth > 0 { result += Array(repeating: 0x3E, count: depth) + [0x20] }
            }
            let isFlowed = content.last == 0x20 && !isSignature
            result += isFlowed && deletesSpace ? content.dropLast() : content
            if isFlowed {
                openDepth = depth
            } else {
                result.append(0x0A)
                openDepth = nil
            }
        }
        return result
    }
}

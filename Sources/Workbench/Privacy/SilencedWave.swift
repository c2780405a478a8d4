import Covalence
import Foundation
import Store

/// A WAV file with parts made silent. Only uncompressed samples (PCM and floating point) can be cut without decoding.
struct SilencedWave {
    private var dataStart = 0
    private var dataEnd = 0
    private var bytesPerSecond = 0
    private var blockAlign = 1
    /// 8-bit samples are unsigned: their silence is 128.
    private var silence: UInt8 = 0
    private let size: Int

    /// Finds the samples; nil where the file is something else, or broken.
    ///
    /// - Parameter read: gives bytes of the file; a range past its end is cut.
    init?(size: Int, read: (Range<Int>) throws -> Data) rethrows {
        self.size = size
        let head = [UInt8](try read(0..<12))
        guard head.count == 12, head[0..<4].elementsEqual("RIFF".utf8), head[8..<12].elementsEqual("WAVE".utf8) else { return nil }
        var place = 12
        var hasFormat = false
        // A file of many small chunks must not keep us.
        for _ in 0..<1000 {
            let chunk = [UInt8](try read(place..<place + 8))
            guard chunk.count == 8 else { return nil }
            let length = Self.number(chunk, 4, 4)
            if chunk[0..<4].elementsEqual("fmt ".utf8) {
                let format = [UInt8](try read(place + 8..<place + 24))
                guard format.count == 16, [1, 3, 0xFFFE].contains(Self.number(format, 0, 2)) else { return nil }
                bytesPerSecond = Self.number(format, 8, 4)
                blockAlign = Self.number(format, 12, 2)
                silence = Self.number(format, 14, 2) == 8 ? 128 : 0
                guard bytesPerSecond > 0, blockAlign > 0 else { return nil }
                hasFormat = true
            } else if chunk[0..<4].elementsEqual("data".utf8) {
                guard hasFormat else { return nil }
                dataStart = place + 8
                // Streams are written with a length of 0 or of all ones.
                dataEnd = length == 0 || length == 0xFFFF_FFFF ? size : min(size, dataStart + length)
                return
            }
            place += 8 + length + length % 2
        }
        return nil
    }

    private static func number(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int {
        (0..<count).reduce(0) { $0 | Int(bytes[start + $1]) << (8 * $1) }
    }

    /// Milliseconds of sound.
    var duration: Int { Int(Double(dataEnd - dataStart) / Double(bytesPerSecond) * 1000) }

    /// Writes the file with these spans silent, a piece at a time.
    func write(silencing spans: [TimeSpan], read: (Range<Int>) throws -> Data, to write: (Data) throws -> Void) throws {
        let ranges = spans.map(bytes).filter { !$0.isEmpty }.sorted { $0.lowerBound < $1.lowerBound }
        var place = 0
        while place < size {
            var piece = try read(place..<min(size, place + 1 << 20))
            guard !piece.isEmpty else { return }
            let whole = place..<place + piece.count
            for range in ranges {
                let part = range.clamped(to: whole)
                guard !part.isEmpty else { continue }
                let start = piece.startIndex + part.lowerBound - place
                piece.replaceSubrange(start..<start + part.count, with: repeatElement(silence, count: part.count))
            }
            try write(piece)
            place += piece.count
        }
    }

    /// The bytes of a span, whole frames, cut to the samples.
    private func bytes(_ span: TimeSpan) -> Range<Int> {
        func offset(_ milliseconds: Int) -> Int {
            let exact = Double(max(0, milliseconds)) / 1000 * Double(bytesPerSecond)
            return exact >= Double(dataEnd - dataStart) ? dataEnd - dataStart : Int(exact) / blockAlign * blockAlign
        }
        let end = min(dataEnd - dataStart, offset(span.end) + blockAlign)
        return dataStart + offset(span.start)..<dataStart + max(offset(span.start), end)
    }
}

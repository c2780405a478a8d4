/// Reads a file that is one JSON value: Whisper, WhisperX and Gong, told apart by their keys.
enum JSONTranscripts {
    static func read(_ decoding: TextDecoding, builder: inout TranscriptBuilder) throws(TranscriptFileError) -> ParsedTranscript {
        var reader = JSONReader(decoding.bytes, 0..<decoding.bytes.count)
        var whisper = WhisperJSON(limits: builder.limits)
        var gong = GongJSON(limits: builder.limits)
        var broken: (fault: JSONFault, line: Int)?
        do throws(JSONFault) {
            if reader.kind() == .array {
                try whisper.readSegments(&reader)
            } else {
                try reader.object { (key, reader) throws(JSONFault) in
                    if try whisper.read(key, &reader) { return }
                    if try gong.read(key, &reader) { return }
                    try reader.skip()
                }
            }
            if reader.kind() != .end { throw reader.fault("something follows the end of the JSON value") }
        } catch {
            broken = (error, reader.line())
            whisper.closeOpen()
            gong.closeOpen()
        }
        if let broken, whisper.segments.isEmpty, gong.isEmpty {
            throw TranscriptFileError(
                kind: .malformed, file: builder.file, line: broken.line, reason: "The JSON is broken: \(broken.fault.reason).",
                advice: "Export the file again; it may have been cut off while it was copied."
            )
        }
        guard !whisper.segments.isEmpty || whisper.sawList || !gong.isEmpty else {
            throw TranscriptFileError(
                kind: .notRecognised, file: builder.file, line: 1,
                reason: "This JSON has none of the lists that are read (segments, transcription, callTranscripts, transcript).",
                advice: TranscriptFileError.formatsRead
            )
        }
        let format = gong.isEmpty ? try whisper.add(to: &builder) : try gong.add(to: &builder)
        if let broken {
            builder.report(
                broken.line, broken.fault.isTruncated ? .truncated : .malformed, skipped: true,
                "\(broken.fault.reason); what stands before it was taken"
            )
        }
        return try builder.finish(format, decoding)
    }

    /// Milliseconds of a time in seconds; far outside values are held at values that are refused later as absurd.
    static func milliseconds(_ seconds: Double) -> Int { Int((min(max(seconds, -1), 1e12) * 1000).rounded()) }
}

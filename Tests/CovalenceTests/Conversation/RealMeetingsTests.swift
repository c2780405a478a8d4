import Covalence
import Foundation
import Testing

/// Six recorded meetings of the ICSI Meeting Corpus (Janin et al. 2003), where they are at hand. Without acts: turns are runs of one
/// speaker.
///
/// The expected figures come from a script of ours in Python 3.11 with NumPy 2.4 that shares nothing with the code here. It paints
/// every cue into one boolean array per speaker, a millisecond an entry, and adds the arrays up:
///
///     speech[s][start:end] = True              # per cue
///     both = sum(speech.values())              # speakers per millisecond
///     (both >= 2).sum(), (both[first:] == 0).sum(), np.percentile(run_lengths, [25, 50, 75])
///     words: re.findall(r"[^\W_]+(?:['’\-‐‑][^\W_]+)*", text)
///     gini: np.abs(x[:, None] - x[None, :]).sum() / (2 * n * n * x.mean())
@Suite("Measures of recorded meetings")
struct RealMeetingsTests {
    struct Expected: Sendable {
        var file: String
        var cues: Int
        var speech: [String: Int]
        var words: [String: Int]
        var duration: Int
        var overlap: Int
        var silence: Int
        var longGaps: Int
        var longestGap: Int
        var runs: Int
        var longestRun: (utterances: Range<Int>, duration: Int, words: Int)
        var quartiles: [Double]
        var gini: Double
        var windows: (count: Int, first: Int, last: Int)
    }

    static let expected: [Expected] = [
        Expected(
            file: "Bed004", cues: 916,
            speech: ["me003": 368_253, "mn015": 989_606, "me012": 60_899, "me010": 1_089_420],
            words: ["me003": 1282, "mn015": 2785, "me012": 126, "me010": 3433],
            duration: 3_314_750, overlap: 56_403, silence: 863_835, longGaps: 62, longestGap: 126_158, runs: 367,
            longestRun: (818..<844, 136_530, 380), quartiles: [450, 2560, 9455], gini: 0.3694829473825223,
            windows: (12, 173_432, 12_270)
        ),
        Expected(
            file: "Bmr006", cues: 1895,
            speech: ["fe016": 470_128, "me011": 711_674, "fe008": 922_596, "mn005": 1_232_933, "me018": 342_751, "me013": 1_343_187],
            words: ["fe016": 1595, "me011": 2653, "fe008": 3531, "mn005": 3067, "me018": 1186, "me013": 4915],
            duration: 4_713_244, overlap: 532_539, silence: 317_120, longGaps: 12, longestGap: 6060, runs: 1388,
            longestRun: (60..<71, 85_972, 274), quartiles: [420, 1425, 4703.25], gini: 0.2488922718121075,
            windows: (16, 289_304, 208_470)
        ),
        Expected(
            file: "Bro013", cues: 806,
            speech: ["me013": 789_347, "me006": 166_360, "mn007": 526_365, "me026": 244_410, "fn002": 227_940],
            words: ["me013": 2539, "me006": 315, "mn007": 1402, "me026": 563, "fn002": 455],
            duration: 2_253_290, overlap: 64_714, silence: 363_792, longGaps: 38, longestGap: 8230, runs: 411,
            longestRun: (673..<701, 133_160, 319), quartiles: [440, 1530, 5335], gini: 0.3160830158481638,
            windows: (8, 252_351, 165_090)
        ),
        Expected(
            file: "Bsr001", cues: 2605,
            speech: ["fe016": 600_143, "me011": 866_231, "me055": 219_078, "mn057": 154_598, "me025": 370_772, "fe008": 242_228,
                     "mn038": 708_436, "me056": 588_568],
            words: ["fe016": 2122, "me011": 3557, "me055": 782, "mn057": 523, "me025": 1596, "fe008": 1041, "mn038": 2254, "me056": 2462],
            duration: 3_448_810, overlap: 609_505, silence: 520_477, longGaps: 27, longestGap: 82_100, runs: 1912,
            longestRun: (2243..<2257, 36_500, 133), quartiles: [400, 925, 2400], gini: 0.29065454790784345,
            windows: (12, 323_434, 145_800)
        ),
        Expected(
            file: "Btr001", cues: 2854,
            speech: ["fe008": 1_416_233, "fe066": 623_901, "fe067": 107_300, "fe068": 378_383, "fe069": 879_680, "me070": 489_392],
            words: ["fe008": 5704, "fe066": 2140, "fe067": 282, "fe068": 1415, "fe069": 3343, "me070": 1772],
            duration: 3_664_100, overlap: 456_774, silence: 438_249, longGaps: 18, longestGap: 4871, runs: 1945,
            longestRun: (31..<45, 54_676, 167), quartiles: [350, 710, 2180], gini: 0.3501625249568516,
            windows: (13, 258_240, 71_530)
        ),
        Expected(
            file: "Buw001", cues: 2314,
            speech: ["me011": 571_164, "me013": 843_546, "fe016": 625_977, "fe008": 562_427, "fe041": 884_700, "fn043": 70_670,
                     "me022": 138_783, "me025": 218_002],
            words: ["me011": 2401, "me013": 3452, "fe016": 2397, "fe008": 2324, "fe041": 2883, "fn043": 253, "me022": 520, "me025": 1007],
            duration: 4_093_520, overlap: 345_182, silence: 596_523, longGaps: 42, longestGap: 9670, runs: 1540,
            longestRun: (486..<503, 52_035, 210), quartiles: [360, 1030, 3142.5], gini: 0.3337793329142902,
            windows: (14, 301_544, 146_910)
        ),
    ]

    @Test(.enabled(if: Recordings.areAtHand, "the recorded meetings are not at hand (COVALENCE_SHARED or ../shared)"), arguments: expected)
    func agreesWithNumPy(expected: Expected) throws {
        let transcript = try Recordings.transcript(expected.file)
        let cast = Recordings.cast(transcript) { _ in nil }
        let measures = ConversationMeasures(Conversation(transcript: transcript, cast: cast), acts: nil)
        let names = cast.participants.map(\.name)
        func byName<Value>(_ read: (SpeechMeasures) -> Value) -> [String: Value] {
            Dictionary(uniqueKeysWithValues: zip(names, measures.participants.map { read($0.speech) }))
        }
        #expect(measures.whole.utterances == expected.cues)
        #expect(byName { $0.speakingTime ?? -1 } == expected.speech)
        #expect(byName(\.words) == expected.words)
        #expect(measures.duration == expected.duration)
        #expect(measures.overlaps.value?.time == expected.overlap)
        #expect(measures.silence.value?.time == expected.silence)
        #expect(measures.silence.value?.gaps.count == expected.longGaps)
        #expect(measures.silence.value?.longest?.time.duration == expected.longestGap)
        #expect(measures.turns.count == expected.runs)
        #expect(measures.longestMonologue?.utterances == expected.longestRun.utterances)
        #expect(measures.longestMonologue?.duration == expected.longestRun.duration)
        #expect(measures.longestMonologue?.words == expected.longestRun.words)
        let lengths = try #require(measures.whole.turnTime)
        #expect([lengths.lowerQuartile, lengths.median, lengths.upperQuartile] == expected.quartiles)
        #expect(isClose(measures.gini, expected.gini, within: 1e-12))
        #expect(measures.windows.count == expected.windows.count)
        #expect(measures.windows.first?.total.amount == expected.windows.first)
        #expect(measures.windows.last?.total.amount == expected.windows.last)
        #expect(measures.windows.map(\.total.amount).reduce(0, +) == measures.whole.speakingTime)
        #expect(isClose(measures.switchesPerMinute.value, Double(expected.runs - 1) * 60_000 / Double(expected.duration)))
    }

    /// Brute force in Python over the same runs, every earlier cue looked at for every run that begins; latency and balance with
    /// me013 and me011 on one side and the other four on the other (the meeting has no sellers; the arithmetic is the same).
    @Test(.enabled(if: Recordings.areAtHand, "the recorded meetings are not at hand (COVALENCE_SHARED or ../shared)"))
    func agreesWithBruteForce() throws {
        let transcript = try Recordings.transcript("Bmr006")
        let cast = Recordings.cast(transcript) { ["me013", "me011"].contains($0) ? .seller : .customer }
        let measures = ConversationMeasures(Conversation(transcript: transcript, cast: cast), acts: nil)
        let counts = try #require(measures.overlaps.value).counts
        #expect(counts.takesFloor == 188)
        #expect(counts.keepsFloor == 554)
        #expect(counts.earlyChanges == 183)
        let responses = try #require(measures.responses.value)
        #expect(responses.seller.map { [Double($0.count), $0.lowerQuartile, $0.median, $0.upperQuartile] } == [266, -717.5, -155, 187.5])
        #expect(responses.customer.map { [Double($0.count), $0.lowerQuartile, $0.median, $0.upperQuartile] } == [265, -660, -130, 190])
        #expect(responses.both?.median == -140)
        #expect(isClose(measures.windows[0].balance, 0.5733138843569394, within: 1e-12))
        #expect(isClose(measures.balance.value?.minimum, 0.28951206576504906, within: 1e-12))
        #expect(measures.balance.value?.minimumWindow == 5)
    }
}

/// The recorded meetings of the shared folder.
enum Recordings {
    static let folder: URL = {
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let shared = ProcessInfo.processInfo.environment["COVALENCE_SHARED"].map { URL(filePath: $0) }
            ?? package.deletingLastPathComponent().appending(path: "shared")
        return shared.appending(path: "data/meetings")
    }()

    static var areAtHand: Bool { FileManager.default.fileExists(atPath: folder.appending(path: "Bmr006.vtt").path) }

    /// Reads the one form these files have: a number, a line of times with hours, a line with a voice span.
    static func transcript(_ name: String) throws -> Transcript {
        let text = try String(contentsOf: folder.appending(path: "\(name).vtt"), encoding: .utf8)
        var speakers: [String] = []
        var utterances: [Utterance] = []
        var time: TimeSpan?
        for line in text.split(separator: "\n") {
            if let arrow = line.range(of: " --> ") {
                time = TimeSpan(start: milliseconds(line[..<arrow.lowerBound]), end: milliseconds(line[arrow.upperBound...]))
            } else if line.hasPrefix("<v "), let close = line.firstIndex(of: ">") {
                let label = String(line[line.index(line.startIndex, offsetBy: 3)..<close])
                if !speakers.contains(label) { speakers.append(label) }
                utterances.append(Utterance(
                    speaker: speakers.firstIndex(of: label), time: time, text: String(line[line.index(after: close)...])
                ))
            }
        }
        return Transcript(id: makeIdentifier(1), language: "en", speakers: speakers, utterances: utterances)
    }

    /// `00:01:10.652`.
    private static func milliseconds(_ text: Substring) -> Int {
        let numbers = text.split { $0 == ":" || $0 == "." }.compactMap { Int($0) }
        guard numbers.count == 4 else { return 0 }
        return ((numbers[0] * 60 + numbers[1]) * 60 + numbers[2]) * 1000 + numbers[3]
    }

    static func cast(_ transcript: Transcript, side: (String) -> Side?) -> Cast {
        var next = 10
        var cast = Cast(labels: transcript.speakers) {
            next += 1
            return makeIdentifier(next)
        }
        for index in cast.participants.indices { cast.participants[index].side = side(cast.participants[index].name) }
        return cast
    }
}

import Covalence
import Foundation
import Testing

/// Measures of small conversations, worked out by hand in the comments.
@Suite("Measures by hand")
struct MeasuresTests {
    /// Two sellers, one customer, a consultant, and somebody invited who stays silent.
    ///
    ///  0 Sam    0.0–10.0  statement, 5 words
    ///  1 Cara   4.0– 4.5  backchannel within 0
    ///  2 Sam   10.5–14.0  question (open), 4 words
    ///  3 Cara  15.0–25.0  statement, 6 words
    ///  4 Sue   20.0–22.0  statement within 3, 3 words
    ///  5 Cara  25.5–30.0  question (yes-no), 4 words
    ///  6 Sam   29.8–33.0  statement, early change, 2 words
    ///  7 Tom   36.0–40.0  statement after 3 s of silence, 2 words
    ///  8 Cara  38.0–45.0  statement that takes the floor, 7 words
    ///
    /// Turns: T0 Sam 0–2, T1 Cara 3, T2 Sue 4, T3 Cara 5, T4 Sam 6, T5 Tom 7, T6 Cara 8.
    private func meeting() -> Script {
        var script = Script(["Sam": .seller, "Sue": .seller, "Cara": .customer, "Tom": .thirdParty, "Guest": nil])
        script.say("Sam", 0, 10, "we don't sell follow-up tools")
        script.say("Cara", 4, 4.5, "mm-hmm", .backchannel)
        script.say("Sam", 10.5, 14, "what happens here today?", .question, .open)
        script.say("Cara", 15, 25, "we write it all on paper")
        script.say("Sue", 20, 22, "yes, on paper")
        script.say("Cara", 25.5, 30, "is that a problem?", .question, .yesNo)
        script.say("Sam", 29.8, 33, "no no")
        script.say("Tom", 36, 40, "next point")
        script.say("Cara", 38, 45, "before that, one thing about our prices")
        return script
    }

    @Test func speakingTimeAndWords() throws {
        let measures = meeting().measures()
        #expect(measures.basis == .time)
        #expect(measures.hasActs)
        // Sam 10 + 3.5 + 3.2; Sue 2; Cara 0.5 + 10 + 4.5 + 7; Tom 4; Guest 0.
        #expect(measures.participants.map(\.speech.speakingTime) == [16_700, 2000, 22_000, 4000, 0])
        // Sam 5 + 4 + 2; Sue 3; Cara 1 + 6 + 4 + 7; Tom 2.
        #expect(measures.participants.map(\.speech.words) == [11, 3, 18, 2, 0])
        #expect(measures.participants.map(\.speech.utterances) == [3, 1, 4, 1, 0])
        #expect(measures.participants.map(\.speech.turns) == [2, 1, 3, 1, 0])
        #expect(measures.whole.speakingTime == 44_700)
        #expect(measures.whole.words == 34)
        #expect(measures.duration == 45_000)
        let sides = try #require(measures.sides.value)
        #expect(sides.seller.speakingTime == 18_700)
        #expect(sides.customer.speakingTime == 22_000)
        #expect(sides.thirdParty.speakingTime == 4000)
        #expect(sides.unknown.speakingTime == 0)
        #expect(isClose(sides.seller.share, 187.0 / 447))
        #expect(isClose(sides.customer.wordShare, 18.0 / 34))
        #expect(isClose(sides.customer.turnShare, 3.0 / 7))
        #expect(measures.unnamed == nil)
        #expect(measures.neverSpoke == [4])
    }

    @Test func turnsAndMonologue() throws {
        let measures = meeting().measures()
        #expect(measures.turns.map(\.utterances) == [0..<3, 3..<4, 4..<5, 5..<6, 6..<7, 7..<8, 8..<9])
        #expect(measures.turns.map(\.participant) == [0, 2, 1, 2, 0, 3, 2])
        #expect(measures.turns[0].time == TimeSpan(start: 0, end: 14_000))
        #expect(measures.turns[0].words == 9)
        // Spans: 14, 10, 2, 4.5, 3.2, 4, 7 s.
        let monologue = try #require(measures.longestMonologue)
        #expect(monologue.turn == 0 && monologue.participant == 0 && monologue.side == .seller)
        #expect(monologue.utterances == 0..<3 && monologue.duration == 14_000 && monologue.words == 9)
        // Sorted 2, 3.2, 4, 4.5, 7, 10, 14: quartiles at positions 1.5, 3 and 4.5; sum 44.7.
        let lengths = try #require(measures.whole.turnTime)
        #expect(isClose(lengths.lowerQuartile, 3600))
        #expect(isClose(lengths.median, 4500))
        #expect(isClose(lengths.upperQuartile, 8500))
        #expect(isClose(lengths.mean, 44_700.0 / 7))
        #expect(lengths.minimum == 2000 && lengths.maximum == 14_000 && lengths.count == 7)
        // Cara's turns have 6, 4 and 7 words; her longest lasts 10 s.
        #expect(measures.participants[2].speech.turnWords?.median == 6)
        #expect(measures.participants[2].speech.longestTurn == 1)
        #expect(measures.switches == 6)
        #expect(isClose(measures.switchesPerMinute.value, 6 * 60.0 / 45))
        #expect(isClose(measures.switchesPerThousandWords, 6000.0 / 34))
    }

    @Test func overlapsByWhatTheyDo() throws {
        let overlaps = try #require(meeting().measures().overlaps.value)
        #expect(overlaps.overlaps.map(\.utterance) == [1, 4, 6, 8])
        #expect(overlaps.overlaps.map(\.over) == [0, 3, 5, 7])
        #expect(overlaps.overlaps.map(\.kind) == [.backchannel, .keepsFloor, .earlyChange, .takesFloor])
        #expect(overlaps.overlaps.map(\.duration) == [500, 2000, 200, 2000])
        #expect(overlaps.overlaps.map(\.start) == [4000, 20_000, 29_800, 38_000])
        #expect(overlaps.time == 4700)
        #expect(isClose(overlaps.share, 4.7 / 45))
        let sides = try #require(overlaps.bySide.value)
        #expect(numbers(sides.seller) == [0, 1, 0, 1])
        #expect(numbers(sides.customer) == [1, 0, 1, 0])
        #expect(numbers(overlaps.counts) == [1, 1, 1, 1])
        #expect(overlaps.counts.interruptions == 2)
    }

    private func numbers(_ counts: OverlapCounts) -> [Int] {
        [counts.takesFloor, counts.keepsFloor, counts.backchannels, counts.earlyChanges]
    }

    @Test func silence() throws {
        // 10–10.5, 14–15, 25–25.5, 33–36: 5 s, one of them 2 s or more.
        let silence = try #require(meeting().measures().silence.value)
        #expect(silence.time == 5000)
        #expect(isClose(silence.share, 5.0 / 45))
        #expect(silence.longest?.time == TimeSpan(start: 33_000, end: 36_000))
        #expect(silence.longest?.after == 6 && silence.longest?.before == 7)
        #expect(silence.gaps.count == 1)
    }

    @Test func responsesBetweenTheSides() throws {
        // Sam until 14 → Cara at 15: 1 s. Sue within Cara's turn: no change of floor. Cara until 30 → Sam at 29.8: −0.2 s.
        // Tom ends the pair; Cara after him answers nobody across the table.
        let responses = try #require(meeting().measures().responses.value)
        #expect(responses.responses.map(\.latency) == [1000, -200])
        #expect(responses.responses.map(\.side) == [.customer, .seller])
        #expect(responses.responses.map(\.from) == [2, 5])
        #expect(responses.responses.map(\.to) == [3, 6])
        #expect(isClose(responses.both?.median, 400))
        #expect(responses.customer?.median == 1000)
        #expect(responses.seller?.count == 1)
    }

    @Test func questionsAndTheirAnswers() throws {
        let questions = try #require(meeting().measures().questions.value)
        #expect(questions.questions.map(\.utterance) == [2, 5])
        #expect(questions.questions.map(\.side) == [.seller, .customer])
        let first = try #require(questions.questions[0].answer)
        #expect(first.turn == 1 && first.utterances == 3..<4 && first.participant == 2)
        #expect(first.words == 6 && first.duration == 10_000)
        let second = try #require(questions.questions[1].answer)
        #expect(second.turn == 4 && second.utterances == 6..<7 && second.participant == 0)
        #expect(second.words == 2 && second.duration == 3200)
        let sides = try #require(questions.bySide.value)
        #expect(sides.seller.open == 1 && sides.seller.total == 1)
        #expect(sides.customer[.yesNo] == 1 && sides.customer.total == 1)
        #expect(isClose(questions.answerWords?.median, 4))
        #expect(questions.answerWordsBySide.value?.seller?.median == 6)
        #expect(questions.answerTimeBySide.value?.customer?.median == 3200)
    }

    @Test func initiations() throws {
        // T0 asks, T3 asks, T5 comes after 3 s of silence; the question of T3 was answered by T4.
        let initiations = try #require(meeting().measures().initiations.value)
        #expect(initiations.initiations.map(\.turn) == [0, 3, 5])
        #expect(initiations.initiations.map(\.utterance) == [2, 5, 7])
        #expect(initiations.initiations.map(\.kind) == [.asks, .asks, .opens])
        #expect(initiations.bySide.value == BySide(seller: 1, customer: 1, thirdParty: 1, unknown: 0))
    }

    @Test func balanceAndInequality() throws {
        let measures = meeting().measures(window: 20_000)
        // Seller 18.7, customer 22: 1 − 3.3 / 40.7.
        #expect(isClose(measures.balance.value?.whole, 1 - 3.3 / 40.7))
        // Sorted 0, 2, 4, 16.7, 22 with weights −4, −2, 0, 2, 4: (−4 + 33.4 + 88) / (5 · 44.7).
        #expect(isClose(measures.gini, 117.4 / 223.5))
        // Windows 0–20, 20–40, 40–60. Seller 13.5 | 2 + 3.2 | 0. Customer 0.5 + 5 | 5 + 4.5 + 2 | 5. Tom 4 in the second.
        #expect(measures.windows.map(\.start) == [0, 20_000, 40_000])
        #expect(measures.windows.map(\.end) == [20_000, 40_000, 60_000])
        #expect(measures.windows.map { $0.sides?.seller.amount } == [13_500, 5200, 0])
        #expect(measures.windows.map { $0.sides?.customer.amount } == [5500, 11_500, 5000])
        #expect(measures.windows.map { $0.sides?.thirdParty.amount } == [0, 4000, 0])
        #expect(measures.windows.map(\.total.amount) == [19_000, 20_700, 5000])
        #expect(isClose(measures.windows[0].balance, 1 - 8.0 / 19))
        #expect(isClose(measures.windows[1].balance, 1 - 6.3 / 16.7))
        #expect(measures.windows[2].balance == 0)
        #expect(measures.balance.value?.minimum == 0)
        #expect(measures.balance.value?.minimumWindow == 2)
        // Utterances 0–3 begin in the first window, 4–8 in the second, none in the third.
        #expect(measures.windows.map(\.utterances) == [0..<4, 4..<9, nil])
        #expect(measures.windows.map(\.total.words) == [16, 18, 0])
        #expect(measures.windows.map(\.total.turns) == [2, 5, 0])
        #expect(measures.windows.map(\.switches) == [1, 5, 0])
        #expect(measures.windows.map(\.total.questions) == [1, 1, 0])
        #expect(measures.windows.map(\.total.initiations) == [1, 2, 0])
    }

    @Test func windowsWithLittleTalkAreNoMinimum() {
        var script = Script(["S": .seller, "C": .customer])
        script.say("S", 0, 60, "one")
        script.say("C", 60, 100, "two")
        script.say("S", 301, 303, "bye")
        // 2 s are under a tenth of 300 s: the last window, all seller, is no minimum. 1 − 20 / 100.
        let balance = script.measures().balance.value
        #expect(isClose(balance?.minimum, 0.8))
        #expect(balance?.minimumWindow == 0)
    }

    // MARK: Rules in small

    @Test func aBackchannelRightAfterAQuestionAnswersIt() throws {
        var script = Script(["S": .seller, "C": .customer])
        script.say("S", 0, 2, "do you agree?", .question, .yesNo)
        script.say("C", 2.2, 2.5, "yeah", .backchannel)
        script.say("S", 2.6, 5, "good then")
        let measures = script.measures()
        #expect(measures.turns.count == 3)
        #expect(measures.questions.value?.questions[0].answer?.words == 1)

        var during = Script(["S": .seller, "C": .customer])
        during.say("S", 0, 2, "do you agree?", .question, .yesNo)
        during.say("C", 1, 1.3, "yeah", .backchannel)
        during.say("S", 2.6, 5, "good then")
        #expect(during.measures().turns.count == 1)
        #expect(during.measures().questions.value?.questions[0].answer == nil)
    }

    @Test func questionsOfOneTurnShareTheAnswerAndLaterOnesOfTheSideTakeIt() throws {
        var script = Script(["S1": .seller, "S2": .seller, "C": .customer])
        script.say("S1", 0, 1, "who decides?", .question, .wh) // 0: S2 asks before the customer speaks
        script.say("S2", 1, 2, "and when?", .question, .wh) // 1
        script.say("S2", 2, 3, "this year?", .question, .yesNo) // 2
        script.say("S1", 3, 4, "roughly I mean") // 3: a comment of the same side is no answer
        script.say("C", 4, 9, "in May our board does") // 4
        let questions = try #require(script.measures().questions.value)
        #expect(questions.questions.map(\.answer?.turn) == [nil, 3, 3])
        // The answer counts once, with 5 words.
        #expect(questions.answerWords?.count == 1)
        #expect(questions.answerWords?.maximum == 5)
    }

    @Test func anInterruptionThatGivesWayDoesNotTakeTheFloor() throws {
        // C begins 2 s before S's cue ends and lasts a little longer, but S goes on at once with the next cue.
        var script = Script(["S": .seller, "C": .customer])
        script.say("S", 0, 6, "as I was saying")
        script.say("C", 4, 6.5, "but wait")
        script.say("S", 6, 12, "let me finish")
        #expect(script.measures().overlaps.value?.overlaps.map(\.kind) == [.keepsFloor, .takesFloor])
        // Without the second cue the floor goes over.
        script.lines.removeLast()
        #expect(script.measures().overlaps.value?.overlaps.map(\.kind) == [.takesFloor])
    }

    @Test func oneSpeakersOwnOverlapCountsOnce() {
        var script = Script(["S": .seller, "C": .customer])
        script.say("S", 0, 10, "one")
        script.say("S", 5, 12, "two")
        script.say("C", 12, 13, "three")
        let measures = script.measures()
        #expect(measures.participants[0].speech.speakingTime == 12_000)
        #expect(measures.overlaps.value?.time == 0)
        #expect(measures.overlaps.value?.overlaps.isEmpty == true)
    }

    @Test func whatIsLeftOutIsNotMeasured() throws {
        // Without utterances 0 to 2: starts with Cara at 15 and lasts until 45.
        let measures = meeting().measures(excluding: 0..<3)
        #expect(measures.excluded == 0..<3)
        #expect(measures.duration == 30_000)
        #expect(measures.whole.words == 24)
        #expect(measures.turns.map(\.utterances.lowerBound) == [3, 4, 5, 6, 7, 8])
        #expect(measures.responses.value?.responses.map(\.latency) == [-200])
        #expect(measures.questions.value?.counts.total == 1)
        // In the middle (4–6): Cara's turn 3 and Tom's 7 are apart, the 11 s between are no silence.
        let middle = meeting().measures(excluding: 4..<7)
        #expect(middle.duration == 25_000 + 9000)
        #expect(middle.silence.value?.time == 1500)
        #expect(middle.switches == 2)
        #expect(middle.switches == middle.windows.map(\.switches).reduce(0, +))
        // Everything, and more than there is.
        #expect(meeting().measures(excluding: 0..<9).turns.isEmpty)
        #expect(meeting().measures(excluding: 5..<900).whole.utterances == 5)
        #expect(meeting().measures(excluding: 40..<50).excluded == nil)
    }
}

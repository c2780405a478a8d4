import Covalence
import Foundation
import Testing

/// What cannot be said is not known, with what is missing.
@Suite("Measures without times, sides, acts")
struct MissingTests {
    private func untimed() -> Script {
        var script = Script(["S": .seller, "C": .customer])
        script.say("S", "one two three four", .question, .wh)
        script.say("C", "one")
        script.say("S", "one two three")
        script.say("C", "one two")
        return script
    }

    @Test func wordsStandInForTime() throws {
        let measures = untimed().measures()
        #expect(measures.basis == .words)
        #expect(measures.duration == nil)
        #expect(measures.whole.speakingTime == nil)
        #expect(measures.switchesPerMinute == .notKnown(.times))
        #expect(measures.responses.missing == .times)
        #expect(measures.overlaps.missing == .times)
        #expect(measures.silence.missing == .times)
        #expect(isClose(measures.switchesPerThousandWords, 300))
        let sides = try #require(measures.sides.value)
        // 7 words against 3.
        #expect(isClose(sides.customer.share, 0.3))
        #expect(isClose(measures.balance.value?.whole, 0.6))
        // 3 and 7: (−1·3 + 1·7) / (2·10).
        #expect(isClose(measures.gini, 0.2))
        #expect(measures.longestMonologue?.words == 4)
        #expect(measures.longestMonologue?.duration == nil)
        #expect(measures.questions.value?.questions[0].answer?.words == 1)
        #expect(measures.questions.value?.answerTime == nil)
        #expect(measures.initiations.value?.initiations.map(\.turn) == [0])
    }

    @Test func windowsAreCountedInWords() {
        // 5 minutes at 150 words a minute.
        #expect(untimed().measures().window == 750)
        // 1.6 s are 4 words: |one two three four|one, one two three|one two|: the second is the customer's 1 and the seller's 3.
        let windows = untimed().measures(window: 1600).windows
        #expect(windows.map(\.start) == [0, 4, 8])
        #expect(windows.map { $0.sides?.seller.amount } == [4, 3, 0])
        #expect(windows.map { $0.sides?.customer.words } == [0, 1, 2])
        #expect(windows.map(\.balance) == [0, 0.5, 0])
        // 3 words: the first turn is split 3 + 1.
        #expect(untimed().measures(window: 1200).windows.map { $0.sides?.seller.amount } == [3, 2, 2, 0])
    }

    @Test func oneUtteranceWithoutTimeOrTimesWithoutLengthMeanWords() {
        var script = untimed()
        for index in script.lines.indices { script.lines[index].time = TimeSpan(start: index * 1000, end: index * 1000) }
        #expect(script.measures().basis == .words)
        #expect(script.measures().silence.missing == .times)
        script.lines[1].time = TimeSpan(start: 1000, end: 1400)
        #expect(script.measures().basis == .time)
        script.lines[2].time = nil
        #expect(script.measures().basis == .words)
    }

    @Test func withoutSidesPeopleAreStillMeasured() throws {
        var script = Script(["A": .seller, "B": nil])
        script.say("A", 0, 10, "hello there", .question, .open)
        script.say("B", 9, 12, "hello")
        let measures = script.measures()
        #expect(measures.sides == .notKnown(.sides))
        #expect(measures.balance == .notKnown(.sides))
        #expect(measures.responses == .notKnown(.sides))
        #expect(measures.windows[0].sides == nil)
        #expect(measures.windows[0].balance == nil)
        #expect(measures.windows[0].total.amount == 13_000)
        #expect(measures.overlaps.value?.bySide == .notKnown(.sides))
        #expect(measures.overlaps.value?.counts.takesFloor == 1)
        // Without a side across the table the next speaker answers.
        #expect(measures.questions.value?.questions[0].answer?.turn == 1)
        #expect(measures.questions.value?.bySide == .notKnown(.sides))
        #expect(isClose(measures.participants[0].speech.share, 10.0 / 13))
    }

    @Test func withoutActsTurnsFallBack() {
        var script = Script(["S": .seller, "C": .customer])
        script.say("S", 0, 10, "so")
        script.say("C", 4, 4.5, "mm-hmm", .backchannel)
        script.say("S", 10, 20, "and")
        let known = script.measures()
        #expect(known.turns.count == 1)
        let without = script.measures(acts: false)
        #expect(!without.hasActs)
        #expect(without.turns.count == 3)
        #expect(without.overlaps.value?.backchannelsKnown == false)
        #expect(without.overlaps.value?.overlaps.map(\.kind) == [.keepsFloor])
        #expect(without.whole.questions == nil)
        #expect(without.whole.initiations == nil)
        #expect(without.questions.missing?.sentence == "Not known: nothing has read the acts of these utterances.")
        script.language = "fi"
        #expect(script.measures(acts: false).questions.missing == .unreadLanguage("fi"))
        script.language = nil
        #expect(script.measures(acts: false).initiations.missing == .language)
        // Acts of another conversation are not used.
        #expect(!ConversationMeasures(script.conversation, acts: Array(script.acts.dropLast())).hasActs)
    }

    @Test func utterancesThatNameNobodyAreApart() throws {
        var script = Script(["S": .seller, "C": .customer])
        script.say("S", 0, 4, "one two")
        script.say(nil, 4, 6, "three")
        script.say("C", 6, 10, "four")
        let measures = script.measures()
        #expect(measures.unnamed?.speakingTime == 2000)
        #expect(measures.sides.value?.unknown.words == 1)
        #expect(measures.turns.map(\.participant) == [0, nil, 1])
        // 4 and 4 s: nobody else counts.
        #expect(measures.gini == 0)
        #expect(measures.responses.value?.responses.isEmpty == true)
    }

    @Test func anEmptyConversation() throws {
        let measures = Script(["S": .seller, "C": .customer]).measures()
        #expect(measures.turns.isEmpty && measures.windows.isEmpty)
        #expect(measures.whole.share == nil)
        #expect(measures.gini == nil)
        #expect(measures.longestMonologue == nil)
        #expect(measures.neverSpoke == [0, 1])
        #expect(measures.silence.missing?.sentence == "Not known: there is nothing to measure.")
        #expect(measures.switchesPerThousandWords == nil)
        for key in MeasureKey.all { #expect(key.value(measures).value == nil, "\(key.id)") }
    }
}

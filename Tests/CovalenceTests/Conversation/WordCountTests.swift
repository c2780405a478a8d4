import Covalence
import Testing

@Suite("Counting words")
struct WordCountTests {
    private func words(_ text: String) -> Int {
        var script = Script(["A": nil])
        script.say("A", text)
        return script.measures().whole.words
    }

    @Test(arguments: [
        ("", 0), ("  ", 0), ("one two", 2), ("don't", 1), ("don’t we've", 2), ("follow-up e-mail", 2), ("sh - - close", 2), ("rock--n", 2),
        ("'quoted' words'", 2), ("DIGIT_TASK", 2), ("3.5", 2), ("24/7", 2), ("v2", 1), ("-", 0), ("a-", 1), ("-a", 1), ("?!…", 0),
        ("naïve Äpfel", 2), ("cafe\u{301}s e\u{301}t", 2), ("кто решает", 2), ("من يقرر", 2), ("می\u{200C}خواهم", 1), ("soft\u{AD}ware", 1),
        ("🙂 ok 👩‍👩‍👧", 1), ("我们用纸", 4), ("ソフト", 3), ("한국어 단어", 2), ("no\u{A0}break", 2), ("well\u{2014}so", 2), ("x\u{2011}ray", 1),
    ])
    func counts(text: String, expected: Int) {
        #expect(words(text) == expected, "\(text)")
    }
}

@testable import Postgres
import Testing

@Suite struct PlaceholdersTests {
    /// Expected texts written by hand from SQLite's rule for parameters and PostgreSQL's rules for quoting.
    @Test("Placeholders are numbered, quotes and comments left alone", arguments: [
        ("SELECT ?, ?", "SELECT $1, $2", 2),
        ("SELECT ?2, ?1, ?2", "SELECT $2, $1, $2", 2),
        ("SELECT ?3, ?", "SELECT $3, $4", 4),
        ("SELECT '?', ?", "SELECT '?', $1", 1),
        ("SELECT 'it''s ?', ?", "SELECT 'it''s ?', $1", 1),
        ("SELECT 'a\\', ?", "SELECT 'a\\', $1", 1),
        ("SELECT E'a\\'?', ?", "SELECT E'a\\'?', $1", 1),
        ("SELECT e'a''\\'?', ?", "SELECT e'a''\\'?', $1", 1),
        ("SELECT date'?', ?", "SELECT date'?', $1", 1),
        ("SELECT \"a?\"\"?\", ?", "SELECT \"a?\"\"?\", $1", 1),
        ("SELECT ? -- what?\n, ?", "SELECT $1 -- what?\n, $2", 2),
        ("SELECT ? /* why? /* ? */ ? */, ?", "SELECT $1 /* why? /* ? */ ? */, $2", 2),
        ("SELECT $$?$$, ?", "SELECT $$?$$, $1", 1),
        ("SELECT $a$ ? $$ ? $a$, ?", "SELECT $a$ ? $$ ? $a$, $1", 1),
        ("SELECT a$b, ?, a$$", "SELECT a$b, $1, a$$", 1),
        ("SELECT x ?? 'k', x ??| ?", "SELECT x ? 'k', x ?| $1", 1),
        ("SELECT 1 - ?, 4 / ?", "SELECT 1 - $1, 4 / $2", 2),
        ("SELECT '?", "SELECT '?", 0),
        ("SELECT /* ?", "SELECT /* ?", 0),
        ("SELECT $q$ ?", "SELECT $q$ ?", 0),
        ("SELECT E'\\", "SELECT E'\\", 0),
        ("SELECT 'ä?€😀', ?", "SELECT 'ä?€😀', $1", 1),
        ("?", "$1", 1),
        ("", "", 0),
    ])
    func translates(sql: String, expected: String, count: Int) throws {
        let placeholders = try Placeholders(sql)
        #expect(placeholders.text == expected)
        #expect(placeholders.count == count)
    }

    @Test("Numbers outside the range and zero characters are refused", arguments: ["SELECT ?0", "SELECT ?65536", "SELECT ?99999999999999999999", "SELECT 1\0"])
    func refuses(sql: String) {
        #expect(throws: PostgresError.self) { try Placeholders(sql) }
    }
}

extension Schema {
    /// What was said or written, in passages with their meaning: a row for each meeting and each interaction. Computed, so that a backup leaves it out.
    ///
    /// `made_from` is the version of the meeting's words, or of the interaction; `places` has 24 bytes a passage, `meaning` one byte a number.
    static let passages = """
        CREATE TABLE passage_set (
            workspace INTEGER NOT NULL REFERENCES workspace,
            holder BLOB NOT NULL CHECK (length(holder) = 16),
            is_meeting INTEGER NOT NULL,
            engine TEXT NOT NULL,
            made_from INTEGER NOT NULL,
            made_at INTEGER NOT NULL,
            places BLOB NOT NULL,
            meaning BLOB NOT NULL,
            PRIMARY KEY (workspace, holder)
        ) STRICT;
        """
}

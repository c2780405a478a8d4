extension Schema {
    /// How the passages of what belongs to sales objectives share out between the codes of strategic selling: a row for each meeting and each interaction. It has
    /// codes and numbers and no words. Computed, so that a backup leaves it out.
    ///
    /// `stamp` names the words and the cast, or the version of the interaction, and `engine` what read them; with others of either it is read anew.
    static let sellingReadings = """
        CREATE TABLE selling_reading (
            workspace INTEGER NOT NULL REFERENCES workspace,
            holder BLOB NOT NULL CHECK (length(holder) = 16),
            stamp TEXT NOT NULL,
            engine TEXT NOT NULL,
            content BLOB NOT NULL,
            PRIMARY KEY (workspace, holder)
        ) STRICT;
        """
}

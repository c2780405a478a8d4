extension Schema {
    /// Offerings, sales objectives, and which meetings and interactions belong to which objective. What is claimed of an objective stands with the other claims.
    ///
    /// A link that was taken back stays with its end, so that it can be told what was linked on a past date. A row of `objective_question` says that it was
    /// looked to which objectives something belongs: without `settled_at` a person is asked, with it a person has answered.
    static let selling = """
        CREATE TABLE offering (
            workspace INTEGER NOT NULL REFERENCES workspace,
            id BLOB NOT NULL CHECK (length(id) = 16),
            name TEXT NOT NULL,
            note TEXT,
            source_system TEXT,
            source_id TEXT,
            recorded_at INTEGER NOT NULL,
            is_fiction INTEGER NOT NULL,
            is_retired INTEGER NOT NULL,
            version INTEGER NOT NULL,
            PRIMARY KEY (workspace, id)
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX offering_by_source ON offering (workspace, source_system, source_id) WHERE source_system IS NOT NULL;

        CREATE TABLE sales_objective (
            workspace INTEGER NOT NULL REFERENCES workspace,
            id BLOB NOT NULL CHECK (length(id) = 16),
            account BLOB NOT NULL,
            opened_at INTEGER NOT NULL,
            recorded_at INTEGER NOT NULL,
            source_system TEXT,
            source_id TEXT,
            is_fiction INTEGER NOT NULL,
            version INTEGER NOT NULL,
            PRIMARY KEY (workspace, id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX sales_objective_newest ON sales_objective (workspace, opened_at, id);
        CREATE INDEX sales_objective_by_account ON sales_objective (workspace, account);
        CREATE UNIQUE INDEX sales_objective_by_source ON sales_objective (workspace, source_system, source_id) WHERE source_system IS NOT NULL;

        CREATE TABLE objective_link (
            workspace INTEGER NOT NULL REFERENCES workspace,
            interaction BLOB NOT NULL,
            objective BLOB NOT NULL,
            linked_at INTEGER NOT NULL,
            linked_by BLOB,
            is_by_itself INTEGER NOT NULL,
            ended_at INTEGER,
            PRIMARY KEY (workspace, interaction, objective, linked_at)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX objective_link_of ON objective_link (workspace, objective, interaction);

        CREATE TABLE objective_question (
            workspace INTEGER NOT NULL REFERENCES workspace,
            interaction BLOB NOT NULL,
            asked_at INTEGER NOT NULL,
            settled_at INTEGER,
            PRIMARY KEY (workspace, interaction)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX objective_question_open ON objective_question (workspace, asked_at, interaction) WHERE settled_at IS NULL;
        """
}

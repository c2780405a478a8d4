extension Schema {
    /// Forecasts as they were made, and the versions of the ideal customer profile.
    ///
    /// A forecast is made for what somebody sees (`sight`): the last of each day stays, without its objectives. `forecast_objective` holds every objective that
    /// the newest forecast of a sight was made from, so that one that went out of sight since is noticed before any total is shown.
    static let forecasts = """
        CREATE TABLE forecast (
            workspace INTEGER NOT NULL REFERENCES workspace,
            kind TEXT NOT NULL,
            sight TEXT NOT NULL,
            day TEXT NOT NULL,
            made_at INTEGER NOT NULL,
            method TEXT NOT NULL,
            seed TEXT NOT NULL,
            input_version TEXT NOT NULL,
            content TEXT NOT NULL,
            PRIMARY KEY (workspace, kind, sight, day)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE forecast_objective (
            workspace INTEGER NOT NULL REFERENCES workspace,
            sight TEXT NOT NULL,
            objective BLOB NOT NULL CHECK (length(objective) = 16),
            place INTEGER,
            content TEXT,
            PRIMARY KEY (workspace, sight, objective)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX forecast_objective_by_place ON forecast_objective (workspace, sight, place);

        CREATE TABLE profile_version (
            workspace INTEGER NOT NULL REFERENCES workspace,
            version INTEGER NOT NULL,
            content TEXT NOT NULL,
            author_name TEXT NOT NULL,
            made_at INTEGER NOT NULL,
            PRIMARY KEY (workspace, version)
        ) STRICT, WITHOUT ROWID;
        """
}

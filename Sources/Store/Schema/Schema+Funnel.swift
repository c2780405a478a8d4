extension Schema {
    /// What the funnel of many needs of each objective’s sheet, made once and kept until something of what it was made from changes, and what that is.
    ///
    /// `content` is made from what everybody may know who sees all of the workspace; `is_plain` says that whoever sees the account sees the same, and
    /// `confidential_to` names the members who may know more. `made_from` is the workspace’s version it was made at. A row of `funnel_source` is the id of
    /// something an entry was made from: the objective itself, its account, what belongs to it, the people in it and their organisations.
    static let funnel = """
        CREATE TABLE funnel_entry (
            workspace INTEGER NOT NULL REFERENCES workspace,
            objective BLOB NOT NULL,
            content BLOB NOT NULL,
            made_by TEXT NOT NULL,
            made_from INTEGER NOT NULL,
            made_at INTEGER NOT NULL,
            refresh_at INTEGER,
            is_plain INTEGER NOT NULL,
            confidential_to BLOB,
            PRIMARY KEY (workspace, objective)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE funnel_source (
            workspace INTEGER NOT NULL REFERENCES workspace,
            objective BLOB NOT NULL,
            source BLOB NOT NULL,
            PRIMARY KEY (workspace, objective, source)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX funnel_source_of ON funnel_source (workspace, source, objective);
        """

    /// By these the entries that were made last, those that lack, and those that are due are found without a look at all of them.
    static let funnelIndices = """
        CREATE INDEX funnel_entry_made ON funnel_entry (workspace, made_from, made_by);
        CREATE INDEX funnel_entry_due ON funnel_entry (workspace, refresh_at) WHERE refresh_at IS NOT NULL;
        """
}

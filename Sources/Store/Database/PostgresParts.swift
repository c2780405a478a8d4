/// The tables, indexes, triggers and functions that a schema on PostgreSQL has after its last migration, by name. On SQLite they are made anew beside the
/// store and compared (`SQLiteParts`); that would need the right to make tables here, and the doctor changes nothing. So they are listed, and a test
/// compares the list with a new store: a migration that makes or takes away one changes it.
struct PostgresParts: Sendable {
    /// The names of the indexes of each table, also those of its keys.
    var tables: [String: String]
    /// The names of the triggers of each table.
    var triggers: [String: String] = [:]
    var functions: [String] = []

    /// What is missing, for a sentence each. What is there besides is not looked at.
    func missing(from db: Database) throws -> [String] {
        let found = try Self.found(in: db)
        func sentences(_ kind: String, _ names: some Sequence<String>) -> [String] {
            names.compactMap { name in
                guard let isOn = found["\(kind) \(name)"] else { return "the \(kind) \(name) is missing" }
                return isOn ? nil : "the \(kind) \(name) is switched off"
            }
        }
        // Of a table that is missing its indexes and triggers need not be named.
        let there = tables.keys.filter { found["table \($0)"] != nil }
        func names(_ parts: [String: String]) -> [String] { there.flatMap { parts[$0]?.split(separator: " ").map(String.init) ?? [] } }
        return (sentences("table", tables.keys) + sentences("index", names(tables)) + sentences("trigger", names(triggers)) + sentences("function", functions)).sorted()
    }

    /// All names, as `found(in:)` has them.
    var all: Set<String> {
        func names(_ kind: String, _ parts: [String: String]) -> [String] { parts.values.flatMap { $0.split(separator: " ").map { "\(kind) \($0)" } } }
        return Set(tables.keys.map { "table \($0)" } + names("index", tables) + names("trigger", triggers) + functions.map { "function \($0)" })
    }

    /// What the schema has, and whether it works: a trigger can be switched off, and an index that was not made to its end is used for nothing.
    static func found(in db: Database) throws -> [String: Bool] {
        let schema = "CAST(quote_ident(current_schema()) AS regnamespace)"
        let rows = try Row.fetchAll(db, sql: """
            SELECT 'table ' || CAST(relname AS text), 1 FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = \(schema)
            UNION ALL
            SELECT 'index ' || CAST(c.relname AS text), CASE WHEN i.indisvalid THEN 1 ELSE 0 END
            FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid WHERE c.relnamespace = \(schema)
            UNION ALL
            SELECT 'trigger ' || CAST(t.tgname AS text), CASE WHEN t.tgenabled IN ('O', 'A') THEN 1 ELSE 0 END
            FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal AND c.relnamespace = \(schema)
            UNION ALL
            SELECT 'function ' || CAST(proname AS text), 1 FROM pg_proc WHERE pronamespace = \(schema)
            """)
        return Dictionary(rows.map { ($0[0] as String, $0[1] as Bool) }) { $0 && $1 }
    }

    /// Of the records.
    static let records = PostgresParts(tables: [
        "account_holder": "account_holder_of account_holder_pkey",
        "api_token": "api_token_by_member api_token_pkey api_token_workspace_hash_key",
        "cache": "cache_pkey",
        "cast_label": "cast_label_pkey cast_label_remembered",
        "cast_moved": "cast_moved_pkey",
        "cast_person": "cast_person_by_person cast_person_pkey",
        "cast_version": "cast_version_pkey",
        "claim": "claim_by_object claim_by_subject claim_decided claim_pkey claim_workspace_id_key",
        "code_decision": "code_decision_by_code code_decision_by_interaction code_decision_by_meeting code_decision_pkey",
        "codebook": "codebook_pkey",
        "codebook_figures": "codebook_figures_pkey",
        "credentials": "credentials_pkey",
        "decision": "decision_pkey",
        "dropped_original": "dropped_original_by_hash dropped_original_pkey",
        "erasure": "erasure_pkey",
        "event": "event_pkey",
        "event_account": "event_account_pkey",
        "evidence": "evidence_pkey",
        "file": "file_by_hash file_pkey",
        "forecast": "forecast_pkey",
        "forecast_objective": "forecast_objective_by_place forecast_objective_pkey",
        "funnel_entry": "funnel_entry_due funnel_entry_made funnel_entry_pkey",
        "funnel_source": "funnel_source_of funnel_source_pkey",
        "idempotency_key": "idempotency_key_by_time idempotency_key_pkey",
        "identity": "identity_by_member identity_pkey",
        "import_change": "import_change_of import_change_pkey",
        "imported_record": "imported_record_of imported_record_pkey",
        "intake": "intake_by_hash intake_by_state intake_pkey",
        "interaction": "interaction_by_original interaction_by_source interaction_newest interaction_pkey interaction_workspace_id_key",
        "interaction_account": "interaction_account_of interaction_account_pkey",
        "interaction_component": "interaction_component_pkey",
        "interaction_erasure": "interaction_erasure_by_source interaction_erasure_pkey",
        "interaction_participant": "interaction_participant_by_address interaction_participant_by_name interaction_participant_by_person interaction_participant_pkey",
        "job": "job_by_begin job_by_change job_by_state job_by_subject job_pkey job_workspace_kind_once_key_key",
        "kept_apart": "kept_apart_pkey",
        "label": "label_pkey",
        "meaning_marks": "meaning_marks_pkey",
        "measure_grant": "measure_grant_by_seller measure_grant_pkey",
        "meeting": "meeting_newest meeting_pkey meeting_search meeting_waiting meeting_workspace_id_key",
        "meeting_file": "meeting_file_by_hash meeting_file_pkey",
        "meeting_kind": "meeting_kind_by_meeting meeting_kind_pkey",
        "member": "member_pkey member_workspace_address_key",
        "merge": "merge_pkey",
        "migration": "migration_pkey",
        "objective_link": "objective_link_of objective_link_pkey",
        "objective_question": "objective_question_open objective_question_pkey",
        "offering": "offering_by_source offering_pkey",
        "one_time_token": "one_time_token_by_end one_time_token_by_member one_time_token_pkey",
        "organization": "organization_by_name organization_by_parent organization_pkey",
        "organization_domain": "organization_domain_of organization_domain_pkey",
        "passage_set": "passage_set_pkey",
        "person": "person_by_name person_by_organization person_pkey",
        "person_reach": "person_reach_mail person_reach_pkey",
        "profile_version": "profile_version_pkey",
        "record_import": "record_import_newest record_import_pkey",
        "recovery_code": "recovery_code_pkey",
        "remembered_domain": "remembered_domain_pkey",
        "removal": "removal_by_subject removal_pkey",
        "removed_words": "removed_words_pkey",
        "said": "said_by_word said_pkey",
        "sales_objective": "sales_objective_by_account sales_objective_by_source sales_objective_newest sales_objective_pkey",
        "selling_reading": "selling_reading_pkey",
        "session": "session_by_end session_by_member session_pkey",
        "team": "team_pkey",
        "team_member": "team_member_by_member team_member_pkey",
        "topic": "topic_by_set topic_pkey",
        "topic_anchor": "topic_anchor_by_meeting topic_anchor_pkey",
        "topic_change": "topic_change_pkey",
        "transcript": "transcript_pkey transcript_workspace_id_key",
        "used_step": "used_step_pkey",
        "utterance": "utterance_pkey",
        "webhook": "webhook_pkey",
        "webhook_attempt": "webhook_attempt_pkey",
        "webhook_delivery": "webhook_delivery_due webhook_delivery_ended webhook_delivery_pkey",
        "workspace": "workspace_id_key workspace_pkey",
        "wrote": "wrote_by_word wrote_pkey",
    ])

    /// Of the audit log, with what keeps entries from being changed.
    static let audit = PostgresParts(tables: [
        "chain": "chain_pkey chain_workspace_node_key",
        "entry": "entry_by_actor entry_newest entry_pkey",
        "mention": "mention_pkey",
        "migration": "migration_pkey",
        "seal": "seal_of_chain seal_pkey",
    ], triggers: [
        "chain": "chain_is_kept chain_is_not_emptied",
        "entry": "entry_is_kept entry_is_not_changed entry_is_not_emptied",
        "mention": "mention_is_kept mention_is_not_changed mention_is_not_emptied",
        "seal": "seal_is_kept seal_is_not_emptied",
    ], functions: ["kept_unless_cut", "only_added_to"])
}

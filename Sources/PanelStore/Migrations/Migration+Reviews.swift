extension Migration {
  /// Dossiers, runs, reviews, verdicts, comparisons, and the log of what happened.
  static let reviews = Migration(100, "dossiers, runs, reviews and verdicts") { dialect in
    [
      // Texts that runs were made from (panels, prompts, settings), so that a run can be repeated when its files changed.
      """
      CREATE TABLE documents (
        sha256 TEXT NOT NULL PRIMARY KEY,
        kind TEXT NOT NULL,
        text TEXT NOT NULL,
        created_at BIGINT NOT NULL
      )
      """,
      // The canonical text whose SHA-256 is the content hash. The slug is not content: two tools may share a hash.
      """
      CREATE TABLE dossiers (
        slug TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        version INTEGER NOT NULL,
        text TEXT NOT NULL,
        created_at BIGINT NOT NULL,
        PRIMARY KEY (slug, sha256),
        UNIQUE (slug, version)
      )
      """,
      // What each tool is now; the dossier may be an earlier version again.
      """
      CREATE TABLE tools (
        slug TEXT NOT NULL PRIMARY KEY,
        name TEXT NOT NULL,
        category TEXT NOT NULL,
        dossier_sha256 TEXT NOT NULL,
        updated_at BIGINT NOT NULL,
        FOREIGN KEY (slug, dossier_sha256) REFERENCES dossiers (slug, sha256)
      )
      """,
      "CREATE INDEX tools_by_category ON tools (category, slug)",
      """
      CREATE TABLE runs (
        id TEXT NOT NULL PRIMARY KEY,
        kind TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed', 'stopped', 'cancelled')),
        backend TEXT NOT NULL,
        engine TEXT NOT NULL,
        model_name TEXT NOT NULL,
        model_sha256 TEXT,
        tokenizer_sha256 TEXT,
        seed TEXT NOT NULL,
        personas_sha256 TEXT NOT NULL,
        prompts_sha256 TEXT NOT NULL,
        settings_sha256 TEXT NOT NULL,
        version TEXT NOT NULL,
        detail TEXT NOT NULL,
        prompt_tokens BIGINT NOT NULL DEFAULT 0,
        computed_prompt_tokens BIGINT NOT NULL DEFAULT 0,
        generated_tokens BIGINT NOT NULL DEFAULT 0,
        seconds DOUBLE PRECISION NOT NULL DEFAULT 0,
        created_at BIGINT NOT NULL,
        finished_at BIGINT
      )
      """,
      "CREATE INDEX runs_by_time ON runs (created_at)",
      // One row for each seat that ended, failed ones too; only complete ones are ever served again.
      """
      CREATE TABLE reviews (
        run_id TEXT NOT NULL REFERENCES runs (id),
        tool TEXT NOT NULL,
        persona TEXT NOT NULL,
        attempt INTEGER NOT NULL,
        input_key TEXT NOT NULL,
        dossier_sha256 TEXT NOT NULL,
        persona_sha256 TEXT NOT NULL,
        vote TEXT CHECK (vote IN ('ship', 'skip', 'abstain')),
        p_ship DOUBLE PRECISION,
        p_ship_raw DOUBLE PRECISION,
        error TEXT,
        document TEXT NOT NULL,
        created_at BIGINT NOT NULL,
        PRIMARY KEY (run_id, tool, persona, attempt),
        CHECK ((vote IS NULL) = (error IS NOT NULL))
      )
      """,
      "CREATE INDEX reviews_by_key ON reviews (input_key, created_at)",
      "CREATE INDEX reviews_by_tool ON reviews (tool, created_at)",
      // What one persona answered when two tools were put to it in both orders.
      """
      CREATE TABLE head_to_heads (
        run_id TEXT NOT NULL REFERENCES runs (id),
        first_tool TEXT NOT NULL,
        second_tool TEXT NOT NULL,
        persona TEXT NOT NULL,
        attempt INTEGER NOT NULL,
        input_key TEXT NOT NULL,
        in_order TEXT,
        reversed TEXT,
        error TEXT,
        created_at BIGINT NOT NULL,
        PRIMARY KEY (run_id, first_tool, second_tool, persona, attempt)
      )
      """,
      "CREATE INDEX head_to_heads_by_key ON head_to_heads (input_key, created_at)",
      // Versions count from 1 for each tool and are never changed.
      """
      CREATE TABLE verdicts (
        tool TEXT NOT NULL,
        version INTEGER NOT NULL,
        run_id TEXT NOT NULL REFERENCES runs (id),
        origin TEXT NOT NULL CHECK (origin IN ('panel', 'editor')),
        editor TEXT,
        note TEXT NOT NULL DEFAULT '',
        based_on INTEGER,
        dossier_sha256 TEXT NOT NULL,
        category TEXT NOT NULL,
        ship_percent INTEGER,
        ship INTEGER NOT NULL,
        skip INTEGER NOT NULL,
        abstain INTEGER NOT NULL,
        failed INTEGER NOT NULL,
        quorum INTEGER NOT NULL,
        document TEXT NOT NULL,
        document_sha256 TEXT NOT NULL,
        created_at BIGINT NOT NULL,
        PRIMARY KEY (tool, version),
        FOREIGN KEY (tool, dossier_sha256) REFERENCES dossiers (slug, sha256),
        FOREIGN KEY (tool, based_on) REFERENCES verdicts (tool, version)
      )
      """,
      "CREATE INDEX verdicts_by_run ON verdicts (run_id, tool)",
      "CREATE INDEX verdicts_by_time ON verdicts (created_at)",
      // The seats of a verdict, in order; a review that was taken from the store belongs to an earlier run.
      """
      CREATE TABLE verdict_reviews (
        tool TEXT NOT NULL,
        version INTEGER NOT NULL,
        seat INTEGER NOT NULL,
        run_id TEXT NOT NULL,
        persona TEXT NOT NULL,
        attempt INTEGER NOT NULL,
        PRIMARY KEY (tool, version, seat),
        FOREIGN KEY (tool, version) REFERENCES verdicts (tool, version),
        FOREIGN KEY (run_id, tool, persona, attempt) REFERENCES reviews (run_id, tool, persona, attempt)
      )
      """,
      """
      CREATE TABLE comparisons (
        run_id TEXT NOT NULL REFERENCES runs (id),
        tools TEXT NOT NULL,
        winner TEXT,
        reason TEXT,
        document TEXT NOT NULL,
        created_at BIGINT NOT NULL,
        PRIMARY KEY (run_id, tools)
      )
      """,
      """
      CREATE TABLE comparison_verdicts (
        run_id TEXT NOT NULL,
        tools TEXT NOT NULL,
        position INTEGER NOT NULL,
        tool TEXT NOT NULL,
        version INTEGER NOT NULL,
        PRIMARY KEY (run_id, tools, position),
        FOREIGN KEY (run_id, tools) REFERENCES comparisons (run_id, tools),
        FOREIGN KEY (tool, version) REFERENCES verdicts (tool, version)
      )
      """,
      // Only ever added to.
      """
      CREATE TABLE events (
        id \(dialect.countedKey),
        at BIGINT NOT NULL,
        kind TEXT NOT NULL,
        run_id TEXT,
        subject TEXT NOT NULL,
        detail TEXT NOT NULL
      )
      """,
      "CREATE INDEX events_by_subject ON events (subject, id)",
      "CREATE INDEX events_by_run ON events (run_id, id)",
    ]
  }
}

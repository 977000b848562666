extension Migration {
  /// The editorial desk: items, their versions, comments and views; accounts, sessions and tokens; the audit log.
  static let desk = Migration(300, "editorial desk") { dialect in
    items(dialect) + people(dialect) + audit + (dialect == .sqlite ? sqliteOnly : [])
  }

  private static func items(_ dialect: SQLDialect) -> [String] {
    [
      // What the panel said, as items were made from it; dossiers by slug and hash, as JSON.
      """
      CREATE TABLE desk_bases (
        sha256 TEXT NOT NULL PRIMARY KEY,
        document TEXT NOT NULL,
        dossiers TEXT NOT NULL
      )
      """,
      // The order of the queue is `need`, which never changes with time; see the rule in PanelDesk.
      """
      CREATE TABLE desk_items (
        id \(dialect.countedKey),
        source TEXT NOT NULL UNIQUE,
        subject TEXT NOT NULL,
        title TEXT NOT NULL,
        category TEXT NOT NULL,
        personas TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('draft', 'in_review', 'approved', 'scheduled', 'published',
          'changes_requested', 'rejected', 'withdrawn', 'superseded')),
        is_open INTEGER NOT NULL,
        version INTEGER NOT NULL,
        content_sha256 TEXT NOT NULL,
        authors TEXT NOT NULL DEFAULT '',
        claim_by TEXT,
        claim_until BIGINT,
        assignee TEXT,
        approved_by TEXT,
        approved_at BIGINT,
        approved_sha256 TEXT,
        scheduled_for BIGINT,
        published_version INTEGER,
        published_at BIGINT,
        superseded_by BIGINT,
        note TEXT,
        decision TEXT,
        need DOUBLE PRECISION NOT NULL,
        disagreement DOUBLE PRECISION NOT NULL,
        swing DOUBLE PRECISION,
        unsupported DOUBLE PRECISION NOT NULL,
        judged_at BIGINT NOT NULL,
        created_at BIGINT NOT NULL,
        updated_at BIGINT NOT NULL
      )
      """,
      "CREATE INDEX desk_items_open ON desk_items (is_open, need DESC, id)",
      "CREATE INDEX desk_items_by_state ON desk_items (state, need DESC, id)",
      "CREATE INDEX desk_items_by_category ON desk_items (category, is_open, need DESC, id)",
      "CREATE INDEX desk_items_by_assignee ON desk_items (assignee, is_open, need DESC, id)",
      "CREATE INDEX desk_items_by_subject ON desk_items (subject, state)",
      "CREATE INDEX desk_items_scheduled ON desk_items (scheduled_for) WHERE scheduled_for IS NOT NULL",
      "CREATE INDEX desk_items_published ON desk_items (published_at DESC, id) WHERE published_version IS NOT NULL",
      """
      CREATE TABLE desk_versions (
        item_id BIGINT NOT NULL REFERENCES desk_items (id),
        version INTEGER NOT NULL,
        base_sha256 TEXT NOT NULL REFERENCES desk_bases (sha256),
        edits TEXT NOT NULL,
        content_sha256 TEXT NOT NULL,
        author TEXT,
        kind TEXT NOT NULL,
        note TEXT NOT NULL DEFAULT '',
        created_at BIGINT NOT NULL,
        PRIMARY KEY (item_id, version)
      )
      """,
      """
      CREATE TABLE desk_comments (
        id \(dialect.countedKey),
        item_id BIGINT NOT NULL REFERENCES desk_items (id),
        version INTEGER NOT NULL,
        author TEXT NOT NULL,
        text TEXT NOT NULL,
        created_at BIGINT NOT NULL
      )
      """,
      "CREATE INDEX desk_comments_by_item ON desk_comments (item_id, id)",
      // Kept up by triggers, so that the page of a large queue need not count.
      "CREATE TABLE desk_counts (state TEXT NOT NULL PRIMARY KEY, n INTEGER NOT NULL)",
    ]
  }

  private static func people(_ dialect: SQLDialect) -> [String] {
    [
      """
      CREATE TABLE desk_accounts (
        name TEXT NOT NULL PRIMARY KEY,
        roles TEXT NOT NULL,
        password TEXT,
        created_at BIGINT NOT NULL,
        closed_at BIGINT
      )
      """,
      // Sessions and tokens are kept as hashes: who reads the database cannot use them.
      """
      CREATE TABLE desk_sessions (
        sha256 TEXT NOT NULL PRIMARY KEY,
        account TEXT NOT NULL REFERENCES desk_accounts (name),
        created_at BIGINT NOT NULL,
        seen_at BIGINT NOT NULL,
        expires_at BIGINT NOT NULL
      )
      """,
      "CREATE INDEX desk_sessions_by_account ON desk_sessions (account)",
      """
      CREATE TABLE desk_tokens (
        id \(dialect.countedKey),
        sha256 TEXT NOT NULL UNIQUE,
        account TEXT NOT NULL REFERENCES desk_accounts (name),
        name TEXT NOT NULL,
        rights TEXT NOT NULL,
        created_at BIGINT NOT NULL,
        revoked_at BIGINT
      )
      """,
      // Failed logins, by account and by address.
      """
      CREATE TABLE desk_tries (
        subject TEXT NOT NULL PRIMARY KEY,
        n INTEGER NOT NULL,
        last_at BIGINT NOT NULL
      )
      """,
      """
      CREATE TABLE desk_views (
        account TEXT NOT NULL,
        name TEXT NOT NULL,
        query TEXT NOT NULL,
        created_at BIGINT NOT NULL,
        PRIMARY KEY (account, name)
      )
      """,
    ]
  }

  private static let audit = [
    """
    CREATE TABLE desk_audit (
      id BIGINT NOT NULL PRIMARY KEY,
      at BIGINT NOT NULL,
      actor TEXT NOT NULL,
      action TEXT NOT NULL,
      subject TEXT NOT NULL,
      detail TEXT NOT NULL,
      previous TEXT NOT NULL,
      sha256 TEXT NOT NULL
    )
    """,
    "CREATE INDEX desk_audit_by_subject ON desk_audit (subject, id)",
  ]

  private static let sqliteOnly = [
    "CREATE VIRTUAL TABLE desk_search USING fts5 (title, body, tokenize = 'unicode61 remove_diacritics 2')",
    """
    CREATE TRIGGER desk_items_added AFTER INSERT ON desk_items BEGIN
      INSERT INTO desk_counts (state, n) VALUES (NEW.state, 1) ON CONFLICT (state) DO UPDATE SET n = n + 1;
    END
    """,
    """
    CREATE TRIGGER desk_items_moved AFTER UPDATE OF state ON desk_items WHEN OLD.state <> NEW.state BEGIN
      UPDATE desk_counts SET n = n - 1 WHERE state = OLD.state;
      INSERT INTO desk_counts (state, n) VALUES (NEW.state, 1) ON CONFLICT (state) DO UPDATE SET n = n + 1;
    END
    """,
    // What was logged or saved is not changed by accident; a person who changes it on purpose shows in `panel audit verify`.
    """
    CREATE TRIGGER desk_audit_kept BEFORE UPDATE ON desk_audit BEGIN
      SELECT RAISE(ABORT, 'the audit log is only ever added to');
    END
    """,
    """
    CREATE TRIGGER desk_audit_whole BEFORE DELETE ON desk_audit BEGIN
      SELECT RAISE(ABORT, 'the audit log is only ever added to');
    END
    """,
    """
    CREATE TRIGGER desk_versions_kept BEFORE UPDATE ON desk_versions BEGIN
      SELECT RAISE(ABORT, 'versions are never changed');
    END
    """,
  ]
}

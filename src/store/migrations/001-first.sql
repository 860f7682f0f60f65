-- The first schema. Frozen from the first release on: later steps are files of their own.

-- Facts about the file itself: its id, this site, the policies its clocks were computed with.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- Every database that has written here; number 1 is this one.
CREATE TABLE site (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16)
) STRICT;

-- One command is one batch is one undo. `run` names who may undo it without naming its number.
CREATE TABLE batch (
    seq INTEGER PRIMARY KEY,
    site INTEGER NOT NULL REFERENCES site(n),
    at INTEGER NOT NULL,
    zone_offset INTEGER NOT NULL,
    actor TEXT NOT NULL,
    origin TEXT NOT NULL,
    run TEXT NOT NULL,
    command TEXT NOT NULL,
    label TEXT NOT NULL,
    key TEXT NOT NULL UNIQUE,
    answer TEXT NOT NULL,
    case_id BLOB CHECK (case_id IS NULL OR length(case_id) = 16),
    clock TEXT NOT NULL CHECK (clock IN ('system', 'fixed')),
    schema INTEGER NOT NULL,
    undoes INTEGER REFERENCES batch(seq),
    final INTEGER NOT NULL CHECK (final IN (0, 1)),
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    previous BLOB NOT NULL CHECK (length(previous) = 32),
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX batch_run ON batch(run, seq);
CREATE INDEX batch_undoes ON batch(undoes) WHERE undoes IS NOT NULL;
CREATE INDEX batch_case ON batch(case_id, seq) WHERE case_id IS NOT NULL;

-- One row a changed field; a row without a field creates or removes the whole record. `digest` outlives a redaction.
CREATE TABLE journal (
    seq INTEGER PRIMARY KEY,
    batch INTEGER NOT NULL REFERENCES batch(seq) DEFERRABLE INITIALLY DEFERRED,
    site INTEGER NOT NULL REFERENCES site(n),
    site_seq INTEGER NOT NULL,
    schema INTEGER NOT NULL,
    subject TEXT NOT NULL,
    record BLOB NOT NULL CHECK (length(record) = 16),
    field TEXT,
    old TEXT,
    new TEXT,
    salt BLOB CHECK (salt IS NULL OR length(salt) = 16),
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    UNIQUE (site, site_seq)
) STRICT;
CREATE INDEX journal_record ON journal(record, seq);

CREATE TRIGGER batch_kept BEFORE DELETE ON batch BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER batch_fixed BEFORE UPDATE ON batch BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_kept BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
-- The one permitted update blanks values for a redaction; everything the chain covers stays.
CREATE TRIGGER journal_fixed BEFORE UPDATE ON journal
WHEN NEW.seq IS NOT OLD.seq OR NEW.batch IS NOT OLD.batch OR NEW.site IS NOT OLD.site OR NEW.site_seq IS NOT OLD.site_seq
  OR NEW.schema IS NOT OLD.schema OR NEW.subject IS NOT OLD.subject OR NEW.record IS NOT OLD.record OR NEW.field IS NOT OLD.field
  OR NEW.digest IS NOT OLD.digest OR NEW.old IS NOT NULL OR NEW.new IS NOT NULL OR NEW.salt IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

-- Registers.
CREATE TABLE person (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    handle TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (length(handle) > 0),
    name TEXT, mail TEXT, role TEXT, notes TEXT
) STRICT;
CREATE TABLE customer (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    name TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (length(name) > 0),
    notes TEXT
) STRICT;
CREATE TABLE project_group (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    name TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (length(name) > 0),
    lead BLOB REFERENCES person(id),
    goals TEXT, notes TEXT
) STRICT;
CREATE INDEX project_group_lead ON project_group(lead) WHERE lead IS NOT NULL;
CREATE TABLE service (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    name TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (length(name) > 0),
    owner BLOB REFERENCES person(id),
    customer BLOB REFERENCES customer(id),
    notes TEXT
) STRICT;
CREATE INDEX service_owner ON service(owner) WHERE owner IS NOT NULL;
CREATE INDEX service_customer ON service(customer) WHERE customer IS NOT NULL;
CREATE TABLE project (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    name TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (length(name) > 0),
    manager BLOB REFERENCES person(id),
    customer BLOB REFERENCES customer(id),
    project_group BLOB REFERENCES project_group(id),
    notes TEXT
) STRICT;
CREATE INDEX project_manager ON project(manager) WHERE manager IS NOT NULL;
CREATE INDEX project_customer ON project(customer) WHERE customer IS NOT NULL;
CREATE INDEX project_of_group ON project(project_group) WHERE project_group IS NOT NULL;
CREATE TABLE stakeholder (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    name TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (length(name) > 0),
    audience TEXT, role TEXT, channel TEXT,
    service BLOB REFERENCES service(id),
    project BLOB REFERENCES project(id),
    notes TEXT
) STRICT;
CREATE INDEX stakeholder_audience ON stakeholder(audience, name);
CREATE INDEX stakeholder_service ON stakeholder(service) WHERE service IS NOT NULL;
CREATE INDEX stakeholder_project ON stakeholder(project) WHERE project IS NOT NULL;

-- A case: an incident of a service or an issue of a project.
CREATE TABLE cases (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    kind TEXT NOT NULL CHECK (kind IN ('incident', 'issue')),
    number INTEGER NOT NULL CHECK (number > 0),
    title TEXT NOT NULL CHECK (length(title) > 0),
    state TEXT NOT NULL,
    priority TEXT,
    priority_why TEXT,
    impact TEXT CHECK (impact IN ('high', 'medium', 'low')),
    urgency TEXT CHECK (urgency IN ('high', 'medium', 'low')),
    severity TEXT CHECK (severity IN ('severe', 'significant', 'moderate', 'minor', 'negligible')),
    type TEXT CHECK (type IN ('request-for-change', 'off-specification', 'problem', 'opportunity', 'external')),
    service BLOB REFERENCES service(id),
    project BLOB REFERENCES project(id),
    lead BLOB REFERENCES person(id),
    scribe BLOB REFERENCES person(id),
    description TEXT, effect TEXT, workaround TEXT,
    outcome TEXT CHECK (outcome IN ('closed', 'reduced')),
    residual TEXT,
    foreign_severity TEXT, foreign_state TEXT, foreign_type TEXT, tags TEXT, source TEXT, external_key TEXT, url TEXT,
    zone TEXT,
    clocks INTEGER NOT NULL DEFAULT 1 CHECK (clocks IN (0, 1)),
    lane INTEGER NOT NULL DEFAULT 1 CHECK (lane IN (0, 1)),
    opened_at INTEGER NOT NULL, opened_offset INTEGER NOT NULL, opened_precision TEXT NOT NULL,
    started_at INTEGER, started_offset INTEGER, started_precision TEXT,
    detected_at INTEGER, detected_offset INTEGER, detected_precision TEXT,
    declared_at INTEGER, declared_offset INTEGER, declared_precision TEXT,
    acknowledged_at INTEGER, acknowledged_offset INTEGER, acknowledged_precision TEXT,
    restored_at INTEGER, restored_offset INTEGER, restored_precision TEXT,
    resolved_at INTEGER, resolved_offset INTEGER, resolved_precision TEXT,
    closed_at INTEGER, closed_offset INTEGER, closed_precision TEXT,
    due_at INTEGER, due_offset INTEGER, due_precision TEXT,
    -- Where it is listed, and in which order: computed from the row, so that a sort is an index and nothing else.
    shelf TEXT NOT NULL GENERATED ALWAYS AS (CASE WHEN state = 'closed' OR (state = 'resolved' AND lane = 0) THEN 'closed' WHEN lane = 0 THEN 'aside' ELSE 'lane' END) VIRTUAL,
    rank INTEGER NOT NULL GENERATED ALWAYS AS (CASE priority WHEN 'P1' THEN 1 WHEN 'P2' THEN 2 WHEN 'P3' THEN 3 WHEN 'P4' THEN 4
        WHEN 'very-high' THEN 1 WHEN 'high' THEN 2 WHEN 'medium' THEN 3 WHEN 'low' THEN 4 WHEN 'very-low' THEN 5 ELSE 6 END) VIRTUAL,
    newest INTEGER NOT NULL GENERATED ALWAYS AS (-number) VIRTUAL,
    UNIQUE (kind, number),
    CHECK (CASE kind WHEN 'incident' THEN project IS NULL AND type IS NULL AND severity IS NULL AND outcome IS NULL
             AND state IN ('open', 'investigating', 'identified', 'restored', 'monitoring', 'resolved', 'closed')
             AND (priority IS NULL OR priority IN ('P1', 'P2', 'P3', 'P4'))
           ELSE service IS NULL AND impact IS NULL AND urgency IS NULL
             AND state IN ('open', 'assessing', 'deciding', 'acting', 'closed')
             AND (priority IS NULL OR priority IN ('very-high', 'high', 'medium', 'low', 'very-low')) END)
) STRICT;
CREATE UNIQUE INDEX cases_external ON cases(source, external_key) WHERE external_key IS NOT NULL;
CREATE INDEX cases_by_rank ON cases(kind, shelf, rank, newest);
CREATE INDEX cases_clocked ON cases(kind, shelf, rank, newest) WHERE clocks = 1;
CREATE INDEX cases_by_newest ON cases(kind, shelf, newest);
CREATE INDEX cases_by_service ON cases(service, shelf, rank, newest) WHERE service IS NOT NULL;
CREATE INDEX cases_by_service_newest ON cases(service, shelf, newest) WHERE service IS NOT NULL;
CREATE INDEX cases_by_project ON cases(project, shelf, rank, newest) WHERE project IS NOT NULL;
CREATE INDEX cases_by_project_newest ON cases(project, shelf, newest) WHERE project IS NOT NULL;
CREATE INDEX cases_by_lead ON cases(lead, kind, shelf, rank, newest) WHERE lead IS NOT NULL;
CREATE INDEX cases_by_lead_newest ON cases(lead, kind, shelf, newest) WHERE lead IS NOT NULL;
CREATE INDEX cases_by_scribe ON cases(scribe) WHERE scribe IS NOT NULL;

CREATE TABLE link (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    from_case BLOB NOT NULL REFERENCES cases(id),
    to_case BLOB NOT NULL REFERENCES cases(id),
    kind TEXT NOT NULL CHECK (kind IN ('hits', 'caused-by', 'blocks', 'duplicates', 'relates')),
    CHECK (from_case <> to_case),
    UNIQUE (from_case, to_case, kind)
) STRICT;
CREATE INDEX link_to ON link(to_case, from_case);

-- A line of a case's log. `superseded` is set when an amendment takes its place; it stays for History.
CREATE TABLE entry (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    case_id BLOB NOT NULL REFERENCES cases(id),
    number INTEGER NOT NULL CHECK (number > 0),
    kind TEXT NOT NULL CHECK (kind IN ('fact', 'decision', 'action', 'question', 'hypothesis', 'workaround', 'assumption', 'update', 'state')),
    observed_at INTEGER, observed_offset INTEGER, observed_precision TEXT,
    logged_at INTEGER NOT NULL, logged_offset INTEGER NOT NULL, logged_precision TEXT NOT NULL,
    text TEXT NOT NULL,
    reason TEXT,
    person BLOB REFERENCES person(id),
    author TEXT NOT NULL,
    visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'management', 'public')),
    tags TEXT,
    due_at INTEGER, due_offset INTEGER, due_precision TEXT,
    verdict TEXT CHECK (verdict IN ('supported', 'eliminated', 'confirmed', 'refuted', 'answered', 'dropped')),
    amends BLOB REFERENCES entry(id),
    superseded INTEGER NOT NULL DEFAULT 0 CHECK (superseded IN (0, 1)),
    redacted INTEGER NOT NULL DEFAULT 0 CHECK (redacted IN (0, 1)),
    external_key TEXT,
    spot INTEGER NOT NULL GENERATED ALWAYS AS
        (CASE WHEN observed_at IS NULL OR observed_precision = 'unknown' THEN logged_at ELSE observed_at END) VIRTUAL,
    facet TEXT NOT NULL GENERATED ALWAYS AS
        (CASE WHEN kind IN ('question', 'hypothesis', 'assumption') THEN 'unknowns' WHEN kind = 'decision' THEN 'decisions'
              WHEN kind = 'action' THEN 'actions' WHEN kind = 'update' THEN 'updates' ELSE 'facts' END) VIRTUAL,
    UNIQUE (case_id, number)
) STRICT;
CREATE INDEX entry_log ON entry(case_id, superseded, spot, number);
CREATE INDEX entry_facet ON entry(case_id, superseded, facet, spot, number);
CREATE INDEX entry_person ON entry(person) WHERE person IS NOT NULL;
CREATE INDEX entry_amends ON entry(amends) WHERE amends IS NOT NULL;
CREATE UNIQUE INDEX entry_external ON entry(case_id, external_key) WHERE external_key IS NOT NULL;

CREATE TABLE action (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    number INTEGER NOT NULL UNIQUE CHECK (number > 0),
    case_id BLOB NOT NULL REFERENCES cases(id),
    entry BLOB REFERENCES entry(id),
    text TEXT NOT NULL CHECK (length(text) > 0),
    owner BLOB REFERENCES person(id),
    type TEXT CHECK (type IN ('mitigate', 'prevent', 'detect', 'process')),
    state TEXT NOT NULL CHECK (state IN ('open', 'done', 'dropped')),
    due_at INTEGER, due_offset INTEGER, due_precision TEXT,
    period TEXT,
    done_at INTEGER, done_offset INTEGER, done_precision TEXT,
    why TEXT,
    reference TEXT,
    note TEXT,
    visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'management', 'public'))
) STRICT;
CREATE INDEX action_case ON action(case_id, state, number);
CREATE INDEX action_entry ON action(entry) WHERE entry IS NOT NULL;
CREATE INDEX action_owner ON action(owner, state, number) WHERE owner IS NOT NULL;
CREATE INDEX action_state ON action(state, number);

CREATE TABLE review (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    case_id BLOB NOT NULL UNIQUE REFERENCES cases(id),
    state TEXT NOT NULL CHECK (state IN ('draft', 'in-review', 'approved')),
    owner BLOB REFERENCES person(id),
    due_at INTEGER, due_offset INTEGER, due_precision TEXT,
    approved_at INTEGER, approved_offset INTEGER, approved_precision TEXT,
    approved_by TEXT
) STRICT;
CREATE INDEX review_owner ON review(owner) WHERE owner IS NOT NULL;
CREATE INDEX review_open ON review(n) WHERE state <> 'approved';
CREATE TABLE section (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    case_id BLOB NOT NULL REFERENCES cases(id),
    name TEXT NOT NULL CHECK (length(name) > 0),
    text TEXT NOT NULL,
    visibility TEXT CHECK (visibility IN ('internal', 'management', 'public')),
    UNIQUE (case_id, name)
) STRICT;

-- Derived, not journalled, rebuilt by `doctor --repair`: numbers, counts, clocks and the search index.
CREATE TABLE counter (scope TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE tally (kind TEXT NOT NULL, shelf TEXT NOT NULL, rank INTEGER NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (kind, shelf, rank)) STRICT, WITHOUT ROWID;
CREATE TRIGGER tally_in AFTER INSERT ON cases BEGIN
    INSERT INTO tally VALUES (NEW.kind, NEW.shelf, NEW.rank, 1) ON CONFLICT DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER tally_out AFTER DELETE ON cases BEGIN
    UPDATE tally SET count = count - 1 WHERE kind = OLD.kind AND shelf = OLD.shelf AND rank = OLD.rank;
END;
CREATE TRIGGER tally_move AFTER UPDATE OF state, priority, lane ON cases BEGIN
    UPDATE tally SET count = count - 1 WHERE kind = OLD.kind AND shelf = OLD.shelf AND rank = OLD.rank;
    INSERT INTO tally VALUES (NEW.kind, NEW.shelf, NEW.rank, 1) ON CONFLICT DO UPDATE SET count = count + 1;
END;

CREATE TABLE clock (
    record BLOB NOT NULL CHECK (length(record) = 16),
    what TEXT NOT NULL,
    case_id BLOB NOT NULL REFERENCES cases(id),
    due_at INTEGER NOT NULL,
    PRIMARY KEY (record, what)
) STRICT, WITHOUT ROWID;
CREATE INDEX clock_due ON clock(due_at, record, what);
CREATE INDEX clock_what ON clock(what, due_at, record);
CREATE INDEX clock_case ON clock(case_id, due_at);

-- `doc` says whose text a search hit is; the index itself holds no copy of the text.
CREATE TABLE doc (
    n INTEGER PRIMARY KEY,
    subject TEXT NOT NULL,
    record BLOB NOT NULL UNIQUE CHECK (length(record) = 16)
) STRICT;
CREATE VIRTUAL TABLE doc_text USING fts5(text, content = '', contentless_delete = 1, tokenize = "trigram remove_diacritics 1");

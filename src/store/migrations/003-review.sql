-- The third step: what a review holds in rows of its own, how its timeline is told, its remarks, its frozen versions, and whom it went to.

-- Further services of a case; the one it is of stands in the case itself.
CREATE TABLE affected (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    case_id BLOB NOT NULL REFERENCES cases(id),
    service BLOB NOT NULL REFERENCES service(id),
    UNIQUE (case_id, service)
) STRICT;
CREATE INDEX affected_service ON affected(service);

-- One row of a review: a cause, a figure, a lesson, a moment and so on. Which columns a kind uses is said where kinds are listed.
CREATE TABLE finding (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    number INTEGER NOT NULL UNIQUE CHECK (number > 0),
    case_id BLOB NOT NULL REFERENCES cases(id),
    kind TEXT NOT NULL,
    mark TEXT,
    parent BLOB REFERENCES finding(id),
    position INTEGER NOT NULL,
    text TEXT, note TEXT, name TEXT, role TEXT, value TEXT, unit TEXT,
    aspect TEXT CHECK (aspect IN ('human', 'organisation', 'technology')),
    certainty TEXT,
    automatic TEXT CHECK (automatic IN ('yes', 'no')),
    service BLOB REFERENCES service(id),
    at_at INTEGER, at_offset INTEGER, at_precision TEXT,
    until_at INTEGER, until_offset INTEGER, until_precision TEXT,
    reference TEXT,
    entry BLOB REFERENCES entry(id),
    visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'management', 'public'))
) STRICT;
CREATE INDEX finding_case ON finding(case_id, kind, position);
CREATE INDEX finding_kind ON finding(kind, mark, case_id);
CREATE INDEX finding_parent ON finding(parent) WHERE parent IS NOT NULL;
CREATE INDEX finding_service ON finding(service) WHERE service IS NOT NULL;
CREATE INDEX finding_entry ON finding(entry) WHERE entry IS NOT NULL;

-- A line of the log that speaks for or against a hypothesis, or bears a cause out.
CREATE TABLE evidence (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    case_id BLOB NOT NULL REFERENCES cases(id),
    hypothesis BLOB REFERENCES entry(id),
    finding BLOB REFERENCES finding(id),
    entry BLOB NOT NULL REFERENCES entry(id),
    side TEXT NOT NULL CHECK (side IN ('for', 'against')),
    visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'management', 'public')),
    CHECK ((hypothesis IS NULL) <> (finding IS NULL)),
    UNIQUE (hypothesis, finding, entry)
) STRICT;
CREATE INDEX evidence_case ON evidence(case_id);
CREATE INDEX evidence_finding ON evidence(finding) WHERE finding IS NOT NULL;
CREATE INDEX evidence_entry ON evidence(entry);

ALTER TABLE entry ADD COLUMN confidence TEXT CHECK (confidence IN ('unlikely', 'possible', 'likely'));

-- How a line of the log is told in the review: left out or not, in other words, after another line.
CREATE TABLE telling (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    case_id BLOB NOT NULL REFERENCES cases(id),
    entry BLOB NOT NULL UNIQUE REFERENCES entry(id),
    shown INTEGER NOT NULL CHECK (shown IN (0, 1)),
    wording TEXT,
    after BLOB REFERENCES entry(id),
    visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'management', 'public'))
) STRICT;
CREATE INDEX telling_case ON telling(case_id);
CREATE INDEX telling_after ON telling(after) WHERE after IS NOT NULL;
CREATE INDEX telling_moved ON telling(case_id) WHERE after IS NOT NULL;

-- What a reader of a draft remarked on one section, or on the whole.
CREATE TABLE remark (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    number INTEGER NOT NULL UNIQUE CHECK (number > 0),
    case_id BLOB NOT NULL REFERENCES cases(id),
    section TEXT,
    text TEXT NOT NULL,
    author TEXT NOT NULL,
    said_at INTEGER NOT NULL, said_offset INTEGER NOT NULL, said_precision TEXT NOT NULL,
    answer TEXT,
    settled_at INTEGER, settled_offset INTEGER, settled_precision TEXT,
    visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'management', 'public'))
) STRICT;
CREATE INDEX remark_case ON remark(case_id, number);

-- A review as it was approved: one text for each reader, and the record of it.
CREATE TABLE version (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    case_id BLOB NOT NULL REFERENCES cases(id),
    number INTEGER NOT NULL CHECK (number > 0),
    language TEXT NOT NULL,
    internal TEXT NOT NULL,
    management TEXT NOT NULL,
    public TEXT NOT NULL,
    record TEXT NOT NULL,
    approved_at INTEGER NOT NULL, approved_offset INTEGER NOT NULL, approved_precision TEXT NOT NULL,
    approved_by TEXT NOT NULL,
    UNIQUE (case_id, number)
) STRICT;

-- Whom a review was shared with.
CREATE TABLE sharing (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    case_id BLOB NOT NULL REFERENCES cases(id),
    version INTEGER NOT NULL,
    audience BLOB REFERENCES audience(id),
    recipient TEXT,
    route TEXT,
    author TEXT NOT NULL,
    shared_at INTEGER NOT NULL, shared_offset INTEGER NOT NULL, shared_precision TEXT NOT NULL,
    visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'management', 'public'))
) STRICT;
CREATE INDEX sharing_case ON sharing(case_id);
CREATE INDEX sharing_audience ON sharing(audience) WHERE audience IS NOT NULL;

-- What becomes of an action after it is done, and what others call its state, priority and group.
ALTER TABLE action ADD COLUMN aspect TEXT CHECK (aspect IN ('human', 'organisation', 'technology'));
ALTER TABLE action ADD COLUMN status TEXT;
ALTER TABLE action ADD COLUMN priority TEXT;
ALTER TABLE action ADD COLUMN category TEXT;
ALTER TABLE action ADD COLUMN verify_at INTEGER;
ALTER TABLE action ADD COLUMN verify_offset INTEGER;
ALTER TABLE action ADD COLUMN verify_precision TEXT;
ALTER TABLE action ADD COLUMN verified_at INTEGER;
ALTER TABLE action ADD COLUMN verified_offset INTEGER;
ALTER TABLE action ADD COLUMN verified_precision TEXT;
ALTER TABLE action ADD COLUMN worked TEXT CHECK (worked IN ('yes', 'partly', 'no'));
ALTER TABLE action ADD COLUMN effect TEXT;
-- When somebody has to look at an action again: at an open one when it is due, those without a time last; at a done one when its effect
-- is to be verified. By owner and by type, those of nobody and of no type first.
ALTER TABLE action ADD COLUMN follow INTEGER GENERATED ALWAYS AS
    (CASE WHEN state = 'open' THEN CASE WHEN due_at IS NULL OR due_precision = 'unknown' THEN 9223372036854775807 ELSE due_at END
          WHEN state = 'done' AND verified_at IS NULL AND verify_precision <> 'unknown' THEN verify_at END) VIRTUAL;
ALTER TABLE action ADD COLUMN follow_owner BLOB GENERATED ALWAYS AS (coalesce(owner, x'')) VIRTUAL;
ALTER TABLE action ADD COLUMN follow_type TEXT GENERATED ALWAYS AS (coalesce(type, '')) VIRTUAL;
CREATE INDEX action_follow ON action(follow, number) WHERE follow IS NOT NULL;
CREATE INDEX action_follow_owner ON action(follow_owner, follow, number) WHERE follow IS NOT NULL;
CREATE INDEX action_follow_type ON action(follow_type, follow, number) WHERE follow IS NOT NULL;

-- A review that was approved can be shared.
CREATE TABLE review_new (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    case_id BLOB NOT NULL UNIQUE REFERENCES cases(id),
    state TEXT NOT NULL CHECK (state IN ('draft', 'in-review', 'approved', 'shared')),
    owner BLOB REFERENCES person(id),
    due_at INTEGER, due_offset INTEGER, due_precision TEXT,
    approved_at INTEGER, approved_offset INTEGER, approved_precision TEXT,
    approved_by TEXT
) STRICT;
INSERT INTO review_new SELECT n, id, case_id, state, owner, due_at, due_offset, due_precision,
    approved_at, approved_offset, approved_precision, approved_by FROM review;
DROP TABLE review;
ALTER TABLE review_new RENAME TO review;
CREATE INDEX review_owner ON review(owner) WHERE owner IS NOT NULL;
CREATE INDEX review_open ON review(n) WHERE state NOT IN ('approved', 'shared');
CREATE INDEX review_to_share ON review(n) WHERE state = 'approved';
-- When a case began, for figures over a period: its start, else when it was detected, else when it was opened here.
ALTER TABLE cases ADD COLUMN began INTEGER GENERATED ALWAYS AS
    (CASE WHEN started_at IS NOT NULL AND started_precision <> 'unknown' THEN started_at
          WHEN detected_at IS NOT NULL AND detected_precision <> 'unknown' THEN detected_at ELSE opened_at END) VIRTUAL;
CREATE INDEX cases_began ON cases(kind, began);
-- What known errors, lessons and steps done otherwise are found by, the newest case first.
CREATE INDEX cases_workaround ON cases(id) WHERE workaround IS NOT NULL;
CREATE INDEX entry_confirmed ON entry(case_id) WHERE verdict = 'confirmed';
CREATE INDEX section_name ON section(name, case_id);
CREATE INDEX step_otherwise ON step(state, n) WHERE state IN ('adapted', 'skipped');
DELETE FROM meta WHERE key = 'policies';

-- The second step: plans of projects, and everything the playbook keeps about a case. Amounts of money are minor units of a currency;
-- days and other amounts are hundredths; lengths of time are milliseconds.

ALTER TABLE person ADD COLUMN skills TEXT;
ALTER TABLE person ADD COLUMN covers BLOB REFERENCES person(id);
ALTER TABLE person ADD COLUMN load_before INTEGER;
ALTER TABLE person ADD COLUMN load_now INTEGER;
ALTER TABLE person ADD COLUMN absence TEXT CHECK (absence IN ('away', 'resting'));
ALTER TABLE person ADD COLUMN absent_at INTEGER;
ALTER TABLE person ADD COLUMN absent_offset INTEGER;
ALTER TABLE person ADD COLUMN absent_precision TEXT;
CREATE INDEX person_covers ON person(covers) WHERE covers IS NOT NULL;

ALTER TABLE project ADD COLUMN currency TEXT;
ALTER TABLE project ADD COLUMN budget INTEGER;
ALTER TABLE project ADD COLUMN forecast INTEGER;
ALTER TABLE project ADD COLUMN ends_at INTEGER;
ALTER TABLE project ADD COLUMN ends_offset INTEGER;
ALTER TABLE project ADD COLUMN ends_precision TEXT;
ALTER TABLE project ADD COLUMN expected_at INTEGER;
ALTER TABLE project ADD COLUMN expected_offset INTEGER;
ALTER TABLE project ADD COLUMN expected_precision TEXT;

ALTER TABLE cases ADD COLUMN raised_by TEXT;

-- A group of stakeholders that gets the same updates; members name it in `stakeholder.audience`.
CREATE TABLE audience (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    name TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (length(name) > 0),
    channel TEXT, language TEXT,
    approver BLOB REFERENCES person(id),
    service BLOB REFERENCES service(id),
    project BLOB REFERENCES project(id),
    visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'management', 'public')),
    notes TEXT
) STRICT;
CREATE INDEX audience_approver ON audience(approver) WHERE approver IS NOT NULL;
CREATE INDEX audience_service ON audience(service) WHERE service IS NOT NULL;
CREATE INDEX audience_project ON audience(project) WHERE project IS NOT NULL;
CREATE INDEX stakeholder_members ON stakeholder(audience COLLATE NOCASE) WHERE audience IS NOT NULL;

CREATE TABLE milestone (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    project BLOB NOT NULL REFERENCES project(id),
    name TEXT NOT NULL COLLATE NOCASE CHECK (length(name) > 0),
    baseline_at INTEGER, baseline_offset INTEGER, baseline_precision TEXT,
    forecast_at INTEGER, forecast_offset INTEGER, forecast_precision TEXT,
    actual_at INTEGER, actual_offset INTEGER, actual_precision TEXT,
    UNIQUE (project, name)
) STRICT;
CREATE TABLE tolerance (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    project BLOB NOT NULL REFERENCES project(id),
    aspect TEXT NOT NULL CHECK (aspect IN ('time', 'cost', 'scope', 'quality', 'benefits', 'risk', 'sustainability')),
    unit TEXT,
    target INTEGER, plus INTEGER, minus INTEGER, forecast INTEGER,
    UNIQUE (project, aspect)
) STRICT;
-- A project depends on a service.
CREATE TABLE dependency (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    project BLOB NOT NULL REFERENCES project(id),
    service BLOB NOT NULL REFERENCES service(id),
    note TEXT,
    UNIQUE (project, service)
) STRICT;
CREATE INDEX dependency_service ON dependency(service);

-- The playbook a case was begun with, as it stood then, and what was said of its steps by hand.
CREATE TABLE playbook (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    case_id BLOB NOT NULL UNIQUE REFERENCES cases(id),
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    text TEXT NOT NULL,
    started_at INTEGER NOT NULL, started_offset INTEGER NOT NULL, started_precision TEXT NOT NULL
) STRICT;
CREATE TABLE step (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    case_id BLOB NOT NULL REFERENCES cases(id),
    code TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('todo', 'doing', 'done', 'adapted', 'skipped', 'not-applicable')),
    why TEXT,
    author TEXT NOT NULL,
    said_at INTEGER NOT NULL, said_offset INTEGER NOT NULL, said_precision TEXT NOT NULL,
    UNIQUE (case_id, code)
) STRICT;

-- What is known of the repair, from where, and who was asked.
CREATE TABLE watch (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    case_id BLOB NOT NULL REFERENCES cases(id),
    kind TEXT NOT NULL CHECK (kind IN ('seen', 'word', 'asked')),
    source TEXT,
    text TEXT,
    person BLOB REFERENCES person(id),
    why TEXT,
    author TEXT NOT NULL,
    known_at INTEGER NOT NULL, known_offset INTEGER NOT NULL, known_precision TEXT NOT NULL,
    promised_at INTEGER, promised_offset INTEGER, promised_precision TEXT,
    visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'management', 'public'))
) STRICT;
CREATE INDEX watch_case ON watch(case_id, n);
CREATE INDEX watch_person ON watch(person) WHERE person IS NOT NULL;

-- The plan of a project as it stood when the incident was declared, and what the case does to it.
CREATE TABLE baseline (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    case_id BLOB NOT NULL REFERENCES cases(id),
    project BLOB NOT NULL REFERENCES project(id),
    plan TEXT NOT NULL,
    taken_at INTEGER NOT NULL, taken_offset INTEGER NOT NULL, taken_precision TEXT NOT NULL,
    UNIQUE (case_id, project)
) STRICT;
CREATE INDEX baseline_project ON baseline(project);
CREATE TABLE impact (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    case_id BLOB NOT NULL REFERENCES cases(id),
    project BLOB NOT NULL REFERENCES project(id),
    time INTEGER, cost INTEGER, scope INTEGER, quality INTEGER, benefits INTEGER, risk INTEGER, people INTEGER,
    currency TEXT,
    note TEXT,
    visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'management', 'public')),
    UNIQUE (case_id, project)
) STRICT;
CREATE INDEX impact_project ON impact(project);
CREATE TABLE exception (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    case_id BLOB NOT NULL REFERENCES cases(id),
    project BLOB NOT NULL REFERENCES project(id),
    cause TEXT, consequences TEXT, recommendation TEXT, lessons TEXT,
    raised_at INTEGER NOT NULL, raised_offset INTEGER NOT NULL, raised_precision TEXT NOT NULL,
    visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'management', 'public')),
    UNIQUE (case_id, project)
) STRICT;
CREATE INDEX exception_project ON exception(project);

CREATE TABLE contingency (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    number INTEGER NOT NULL UNIQUE CHECK (number > 0),
    case_id BLOB NOT NULL REFERENCES cases(id),
    project BLOB REFERENCES project(id),
    scenario TEXT NOT NULL CHECK (length(scenario) > 0),
    event TEXT,
    trigger_at INTEGER, trigger_offset INTEGER, trigger_precision TEXT,
    lead INTEGER,
    owner BLOB REFERENCES person(id),
    resources TEXT,
    cost INTEGER, currency TEXT,
    no_return_at INTEGER, no_return_offset INTEGER, no_return_precision TEXT,
    fallback TEXT,
    suitable TEXT CHECK (suitable IN ('yes', 'no')),
    feasible TEXT CHECK (feasible IN ('yes', 'no')),
    acceptable TEXT CHECK (acceptable IN ('yes', 'no')),
    state TEXT NOT NULL CHECK (state IN ('draft', 'agreed', 'invoked', 'stood-down')),
    agreed_by TEXT,
    visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'management', 'public'))
) STRICT;
CREATE INDEX contingency_case ON contingency(case_id, number);
CREATE INDEX contingency_project ON contingency(project) WHERE project IS NOT NULL;
CREATE INDEX contingency_owner ON contingency(owner) WHERE owner IS NOT NULL;
CREATE TABLE contingency_step (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    case_id BLOB NOT NULL REFERENCES cases(id),
    contingency BLOB NOT NULL REFERENCES contingency(id),
    position INTEGER NOT NULL CHECK (position > 0),
    text TEXT NOT NULL CHECK (length(text) > 0),
    owner BLOB REFERENCES person(id),
    state TEXT NOT NULL CHECK (state IN ('open', 'done', 'dropped')),
    done_at INTEGER, done_offset INTEGER, done_precision TEXT,
    visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'management', 'public')),
    UNIQUE (contingency, position)
) STRICT;
CREATE INDEX contingency_step_case ON contingency_step(case_id);
CREATE INDEX contingency_step_owner ON contingency_step(owner) WHERE owner IS NOT NULL;

-- A message to an audience: drafted, approved, sent, in versions.
CREATE TABLE case_update (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    number INTEGER NOT NULL UNIQUE CHECK (number > 0),
    case_id BLOB NOT NULL REFERENCES cases(id),
    audience BLOB NOT NULL REFERENCES audience(id),
    phase TEXT NOT NULL CHECK (phase IN ('investigating', 'identified', 'monitoring', 'resolved', 'no-news')),
    state TEXT NOT NULL CHECK (state IN ('draft', 'approved', 'sent', 'dropped')),
    version INTEGER NOT NULL,
    text TEXT NOT NULL,
    author TEXT NOT NULL,
    drafted_at INTEGER NOT NULL, drafted_offset INTEGER NOT NULL, drafted_precision TEXT NOT NULL,
    promised_at INTEGER, promised_offset INTEGER, promised_precision TEXT,
    approved_at INTEGER, approved_offset INTEGER, approved_precision TEXT,
    approved_by TEXT,
    sent_at INTEGER, sent_offset INTEGER, sent_precision TEXT,
    sent_by TEXT,
    route TEXT,
    receipt TEXT,
    took INTEGER,
    entry BLOB REFERENCES entry(id),
    visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'management', 'public'))
) STRICT;
CREATE INDEX case_update_case ON case_update(case_id, number);
CREATE INDEX case_update_audience ON case_update(audience);
CREATE INDEX case_update_entry ON case_update(entry) WHERE entry IS NOT NULL;

-- Who works on the incident, taken from which project, and when due back.
CREATE TABLE assignment (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    case_id BLOB NOT NULL REFERENCES cases(id),
    person BLOB NOT NULL REFERENCES person(id),
    project BLOB REFERENCES project(id),
    task TEXT,
    released_by TEXT,
    since_at INTEGER NOT NULL, since_offset INTEGER NOT NULL, since_precision TEXT NOT NULL,
    back_at INTEGER, back_offset INTEGER, back_precision TEXT,
    ended_at INTEGER, ended_offset INTEGER, ended_precision TEXT,
    visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'management', 'public'))
) STRICT;
CREATE INDEX assignment_case ON assignment(case_id, n);
CREATE INDEX assignment_person ON assignment(person, n);
CREATE INDEX assignment_project ON assignment(project) WHERE project IS NOT NULL;
CREATE INDEX assignment_open ON assignment(n) WHERE ended_at IS NULL;

CREATE TABLE escalation (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    number INTEGER NOT NULL UNIQUE CHECK (number > 0),
    case_id BLOB NOT NULL REFERENCES cases(id),
    kind TEXT NOT NULL CHECK (kind IN ('gate', 'hierarchical')),
    project BLOB REFERENCES project(id),
    outcome TEXT NOT NULL CHECK (length(outcome) > 0),
    pro TEXT, contra TEXT,
    verdict TEXT CHECK (verdict IN ('likely', 'unlikely', 'unknown')),
    decision TEXT CHECK (decision IN ('escalate', 'hold')),
    why TEXT,
    author TEXT NOT NULL,
    judged_at INTEGER NOT NULL, judged_offset INTEGER NOT NULL, judged_precision TEXT NOT NULL,
    relook_at INTEGER, relook_offset INTEGER, relook_precision TEXT,
    sent_to TEXT,
    answer TEXT CHECK (answer IN ('project-first', 'service-first', 'split', 'granted', 'refused', 'no-answer')),
    answer_text TEXT,
    answered_at INTEGER, answered_offset INTEGER, answered_precision TEXT,
    visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'management', 'public'))
) STRICT;
CREATE INDEX escalation_case ON escalation(case_id, number);
CREATE INDEX escalation_project ON escalation(project) WHERE project IS NOT NULL;

-- How the team is, never a person: its pulse, what is blocked, what could usefully be done, rest, thanks.
CREATE TABLE morale (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    number INTEGER NOT NULL UNIQUE CHECK (number > 0),
    case_id BLOB NOT NULL REFERENCES cases(id),
    kind TEXT NOT NULL CHECK (kind IN ('pulse', 'blocked', 'useful', 'rest', 'thanks')),
    score INTEGER CHECK (score BETWEEN 1 AND 5),
    text TEXT,
    author TEXT NOT NULL,
    said_at INTEGER NOT NULL, said_offset INTEGER NOT NULL, said_precision TEXT NOT NULL,
    ended_at INTEGER, ended_offset INTEGER, ended_precision TEXT,
    visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'management', 'public'))
) STRICT;
CREATE INDEX morale_case ON morale(case_id, number);

-- What is asked back as the pressure eases: one ask a stakeholder, and tasks and dates to plan again.
CREATE TABLE recovery (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    number INTEGER NOT NULL UNIQUE CHECK (number > 0),
    case_id BLOB NOT NULL REFERENCES cases(id),
    kind TEXT NOT NULL CHECK (kind IN ('ask', 'task', 'date')),
    stakeholder BLOB REFERENCES stakeholder(id),
    project BLOB REFERENCES project(id),
    days INTEGER,
    lost TEXT,
    ask TEXT,
    promise TEXT,
    promised_at INTEGER, promised_offset INTEGER, promised_precision TEXT,
    until_at INTEGER, until_offset INTEGER, until_precision TEXT,
    kept TEXT NOT NULL CHECK (kept IN ('open', 'yes', 'no')),
    visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'management', 'public'))
) STRICT;
CREATE INDEX recovery_case ON recovery(case_id, number);
CREATE INDEX recovery_stakeholder ON recovery(stakeholder) WHERE stakeholder IS NOT NULL;
CREATE INDEX recovery_project ON recovery(project) WHERE project IS NOT NULL;

-- Who has to agree on an issue, the options, and what was decided.
CREATE TABLE party (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    case_id BLOB NOT NULL REFERENCES cases(id),
    name TEXT NOT NULL COLLATE NOCASE CHECK (length(name) > 0),
    stance TEXT NOT NULL CHECK (stance IN ('not-reached', 'asked', 'agrees', 'disagrees')),
    note TEXT,
    said_at INTEGER NOT NULL, said_offset INTEGER NOT NULL, said_precision TEXT NOT NULL,
    visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'management', 'public')),
    UNIQUE (case_id, name)
) STRICT;
CREATE TABLE choice (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    number INTEGER NOT NULL UNIQUE CHECK (number > 0),
    case_id BLOB NOT NULL REFERENCES cases(id),
    project BLOB REFERENCES project(id),
    title TEXT NOT NULL CHECK (length(title) > 0),
    time INTEGER, cost INTEGER, currency TEXT,
    scope TEXT, risk TEXT, note TEXT,
    suitable TEXT CHECK (suitable IN ('yes', 'no')),
    feasible TEXT CHECK (feasible IN ('yes', 'no')),
    acceptable TEXT CHECK (acceptable IN ('yes', 'no')),
    is_nothing INTEGER NOT NULL CHECK (is_nothing IN (0, 1)),
    recommended INTEGER NOT NULL CHECK (recommended IN (0, 1)),
    visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'management', 'public'))
) STRICT;
CREATE INDEX choice_case ON choice(case_id, number);
CREATE INDEX choice_project ON choice(project) WHERE project IS NOT NULL;
CREATE TABLE decision (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    number INTEGER NOT NULL UNIQUE CHECK (number > 0),
    case_id BLOB NOT NULL REFERENCES cases(id),
    ruling TEXT NOT NULL CHECK (ruling IN ('approve', 'reject', 'defer', 'ask-for-more', 'concession')),
    why TEXT NOT NULL,
    choice BLOB REFERENCES choice(id),
    alternatives TEXT,
    decided_by TEXT,
    author TEXT NOT NULL,
    decided_at INTEGER NOT NULL, decided_offset INTEGER NOT NULL, decided_precision TEXT NOT NULL,
    entry BLOB REFERENCES entry(id),
    visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'management', 'public'))
) STRICT;
CREATE INDEX decision_case ON decision(case_id, number);
CREATE INDEX decision_choice ON decision(choice) WHERE choice IS NOT NULL;
CREATE INDEX decision_entry ON decision(entry) WHERE entry IS NOT NULL;

-- One audience has a clock in every case that concerns it, so that the case belongs to a clock's name. All clocks are worked out anew.
DROP TABLE clock;
CREATE TABLE clock (
    record BLOB NOT NULL CHECK (length(record) = 16),
    what TEXT NOT NULL,
    case_id BLOB NOT NULL REFERENCES cases(id),
    due_at INTEGER NOT NULL,
    PRIMARY KEY (case_id, record, what)
) STRICT, WITHOUT ROWID;
CREATE INDEX clock_due ON clock(due_at, case_id, record, what);
CREATE INDEX clock_what ON clock(what, due_at, case_id, record);
CREATE INDEX clock_case ON clock(case_id, due_at);
DELETE FROM meta WHERE key = 'policies';

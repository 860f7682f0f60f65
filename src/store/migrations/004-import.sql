-- The fourth step: what other systems say of a case that no field of ours holds, and the other id they refer to it by.
ALTER TABLE cases ADD COLUMN facts TEXT;
ALTER TABLE cases ADD COLUMN foreign_id TEXT;
CREATE INDEX cases_foreign ON cases(source, foreign_id) WHERE foreign_id IS NOT NULL;
CREATE INDEX cases_by_key ON cases(external_key) WHERE external_key IS NOT NULL;

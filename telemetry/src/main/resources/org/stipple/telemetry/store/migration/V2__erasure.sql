-- A record that was erased is not one with a problem: why and when it was erased stands on its own.
ALTER TABLE session ADD COLUMN erased TEXT;
UPDATE session SET erased = problem, problem = NULL WHERE problem LIKE 'erased on request on %';
CREATE INDEX session_opened ON session (opened_ms);

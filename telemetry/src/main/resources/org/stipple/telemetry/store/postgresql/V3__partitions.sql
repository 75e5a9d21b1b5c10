-- What grows with every stroke is kept by the month, so that its indexes stay small and an old month can be moved or
-- dropped as a whole. A partitioned table's key must hold the column it is divided by; that a part of a record is here
-- once is held by the lock on its row in session. Months are made ahead by the server (Partitions); whatever has no
-- month of its own, as from a device whose clock is wrong, goes to the default.

ALTER TABLE chunk DROP CONSTRAINT chunk_pkey;
ALTER TABLE chunk RENAME TO chunk_before;
CREATE TABLE chunk (LIKE chunk_before, PRIMARY KEY (device, session, at_byte, received_ms)) PARTITION BY RANGE (received_ms);
CREATE TABLE chunk_other PARTITION OF chunk DEFAULT;
INSERT INTO chunk SELECT * FROM chunk_before;
DROP TABLE chunk_before;

ALTER TABLE entry DROP CONSTRAINT entry_pkey;
ALTER TABLE entry RENAME TO entry_before;
CREATE TABLE entry (LIKE entry_before, PRIMARY KEY (device, session, number, at_ms)) PARTITION BY RANGE (at_ms);
CREATE TABLE entry_other PARTITION OF entry DEFAULT;
INSERT INTO entry SELECT * FROM entry_before;
DROP TABLE entry_before;

ALTER TABLE stroke_second DROP CONSTRAINT stroke_second_pkey;
ALTER TABLE stroke_second RENAME TO stroke_second_before;
CREATE TABLE stroke_second (LIKE stroke_second_before, PRIMARY KEY (device, session, number, started_ms))
  PARTITION BY RANGE (started_ms);
CREATE TABLE stroke_second_other PARTITION OF stroke_second DEFAULT;
INSERT INTO stroke_second SELECT * FROM stroke_second_before;
DROP TABLE stroke_second_before;

-- The clinic's store of treatment records; the same text for SQLite and PostgreSQL.
-- Times are milliseconds since 1970-01-01 UTC. A device is named by its address, GROUP/NODE/DEVICE.

CREATE TABLE device (
  address       TEXT   NOT NULL PRIMARY KEY,
  public_key    TEXT   NOT NULL,
  first_seen_ms BIGINT NOT NULL,
  revoked_ms    BIGINT
);

-- One row a session: how far its record is here without a gap, and what its entries say of it.
CREATE TABLE session (
  device       TEXT   NOT NULL REFERENCES device (address),
  id           TEXT   NOT NULL,
  bytes        BIGINT NOT NULL,
  entries      BIGINT NOT NULL,
  head         TEXT   NOT NULL,
  sealed       BIGINT NOT NULL,
  closed       TEXT,
  client       TEXT,
  consent      TEXT,
  practitioner TEXT,
  opened_ms    BIGINT,
  closed_ms    BIGINT,
  strokes      BIGINT NOT NULL,
  needle_on_s  DOUBLE PRECISION NOT NULL,
  problem      TEXT,
  PRIMARY KEY (device, id)
);
CREATE INDEX session_client ON session (client);

-- The record's own bytes, from which everything else here can be made again.
CREATE TABLE chunk (
  device      TEXT    NOT NULL,
  session     TEXT    NOT NULL,
  at_byte     BIGINT  NOT NULL,
  bytes       INTEGER NOT NULL,
  deflated    BYTEA   NOT NULL,
  received_ms BIGINT  NOT NULL,
  PRIMARY KEY (device, session, at_byte)
);

CREATE TABLE entry (
  device  TEXT   NOT NULL,
  session TEXT   NOT NULL,
  number  BIGINT NOT NULL,
  at_ms   BIGINT NOT NULL,
  kind    TEXT   NOT NULL,
  PRIMARY KEY (device, session, number)
);

-- Strokes, about a second each: the means here, one by one in the record's bytes.
CREATE TABLE stroke_second (
  device        TEXT    NOT NULL,
  session       TEXT    NOT NULL,
  number        BIGINT  NOT NULL,
  started_ms    BIGINT  NOT NULL,
  first_stroke  BIGINT  NOT NULL,
  strokes       INTEGER NOT NULL,
  frequency_hz  DOUBLE PRECISION,
  current_ma    DOUBLE PRECISION,
  protrusion_mm DOUBLE PRECISION,
  depth_mm      DOUBLE PRECISION,
  contact_share DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (device, session, number)
);

CREATE TABLE cartridge (
  device  TEXT   NOT NULL,
  session TEXT   NOT NULL,
  number  BIGINT NOT NULL,
  type    TEXT   NOT NULL,
  lot     TEXT   NOT NULL,
  serial  TEXT,
  expires TEXT   NOT NULL,
  at_ms   BIGINT NOT NULL,
  PRIMARY KEY (device, session, number)
);
CREATE INDEX cartridge_lot ON cartridge (lot);

-- What could not be believed: kept as it came, for whoever has to find out why.
CREATE TABLE quarantine (
  device      TEXT   NOT NULL,
  session     TEXT   NOT NULL,
  at_byte     BIGINT NOT NULL,
  sha256      TEXT   NOT NULL,
  message     BYTEA  NOT NULL,
  why         TEXT   NOT NULL,
  received_ms BIGINT NOT NULL,
  PRIMARY KEY (device, session, at_byte, sha256)
);

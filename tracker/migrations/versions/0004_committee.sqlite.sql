PRAGMA defer_foreign_keys = ON;
--
CREATE TABLE appointment_kept AS SELECT * FROM appointment;
--
DROP TABLE appointment;
--
CREATE TABLE appointment (
    id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    organisation_id INTEGER NOT NULL,
    office VARCHAR(40) NOT NULL,
    from_date DATE NOT NULL,
    until_date DATE,
    CONSTRAINT pk_appointment PRIMARY KEY (id),
    CONSTRAINT ck_appointment_in_order CHECK (until_date IS NULL OR until_date >= from_date),
    CONSTRAINT ck_appointment_observer_ends CHECK (office != 'observer' OR until_date IS NOT NULL),
    CONSTRAINT fk_appointment_person_id_person FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_appointment_organisation_id_organisation FOREIGN KEY(organisation_id) REFERENCES organisation (id),
    CONSTRAINT ck_appointment_office_known CHECK (office IN ('secretary', 'deputy', 'committee_member', 'minute_taker', 'reviewer', 'administrator', 'observer', 'delegate'))
);
--
INSERT INTO appointment SELECT * FROM appointment_kept;
--
DROP TABLE appointment_kept;
--
CREATE INDEX ix_appointment_organisation_dates ON appointment (organisation_id, from_date, until_date);
--
CREATE INDEX ix_appointment_person_id ON appointment (person_id);
--
ALTER TABLE cell_year ADD COLUMN forwarded_to_id INTEGER CONSTRAINT fk_cell_year_forwarded_to_id_organisation REFERENCES organisation (id);
--
ALTER TABLE cell_year ADD COLUMN forwarded_at DATETIME;
--
ALTER TABLE cell_year ADD COLUMN forwarded_by VARCHAR(200) NOT NULL DEFAULT '';
--
ALTER TABLE cell_year ADD COLUMN forwarded_note TEXT NOT NULL DEFAULT '';
--
CREATE INDEX ix_cell_year_forwarded_to_id ON cell_year (forwarded_to_id);
--
CREATE TABLE review_settings (
    committee_id INTEGER NOT NULL,
    sample_percent INTEGER NOT NULL,
    submit_days INTEGER NOT NULL,
    review_days INTEGER NOT NULL,
    return_days INTEGER NOT NULL,
    least_months INTEGER NOT NULL,
    same_months INTEGER NOT NULL,
    high_points INTEGER NOT NULL,
    late_percent INTEGER NOT NULL,
    alike_percent INTEGER NOT NULL,
    spoke_percent INTEGER NOT NULL,
    apart INTEGER NOT NULL,
    forwards BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_review_settings PRIMARY KEY (committee_id),
    CONSTRAINT ck_review_settings_sample_is_a_share CHECK (sample_percent BETWEEN 0 AND 100),
    CONSTRAINT ck_review_settings_late_is_a_share CHECK (late_percent BETWEEN 1 AND 100),
    CONSTRAINT ck_review_settings_alike_is_a_share CHECK (alike_percent BETWEEN 1 AND 100),
    CONSTRAINT ck_review_settings_spoke_is_a_share CHECK (spoke_percent BETWEEN 1 AND 100),
    CONSTRAINT ck_review_settings_months_counted CHECK (least_months BETWEEN 3 AND 24 AND same_months BETWEEN 3 AND 24),
    CONSTRAINT ck_review_settings_days_counted CHECK (submit_days BETWEEN 1 AND 60 AND review_days BETWEEN 1 AND 60 AND return_days BETWEEN 1 AND 60),
    CONSTRAINT ck_review_settings_apart_is_apart CHECK (apart > 0),
    CONSTRAINT fk_review_settings_committee_id_organisation FOREIGN KEY(committee_id) REFERENCES organisation (id)
);
--
CREATE TABLE phrase (
    id INTEGER NOT NULL,
    committee_id INTEGER NOT NULL,
    text VARCHAR(300) NOT NULL,
    added_by_id INTEGER NOT NULL,
    added_at DATETIME NOT NULL,
    removed_at DATETIME,
    CONSTRAINT pk_phrase PRIMARY KEY (id),
    CONSTRAINT ck_phrase_says_something CHECK (text != ''),
    CONSTRAINT fk_phrase_committee_id_organisation FOREIGN KEY(committee_id) REFERENCES organisation (id),
    CONSTRAINT fk_phrase_added_by_id_person FOREIGN KEY(added_by_id) REFERENCES person (id)
);
--
CREATE INDEX ix_phrase_committee_id ON phrase (committee_id);
--
CREATE TABLE reading (
    id INTEGER NOT NULL,
    scoresheet_id INTEGER NOT NULL,
    submitted_at DATETIME NOT NULL,
    cell_id INTEGER NOT NULL,
    year INTEGER NOT NULL,
    month INTEGER NOT NULL,
    total INTEGER NOT NULL,
    gap INTEGER NOT NULL,
    above INTEGER NOT NULL,
    unbacked INTEGER NOT NULL,
    suggested INTEGER NOT NULL,
    covered INTEGER NOT NULL,
    judged INTEGER NOT NULL,
    judged_full INTEGER NOT NULL,
    altered INTEGER NOT NULL,
    looked_back INTEGER NOT NULL,
    days_taken INTEGER NOT NULL,
    secretary_days INTEGER,
    streak INTEGER NOT NULL,
    notice_late BOOLEAN,
    present INTEGER NOT NULL,
    spoke INTEGER NOT NULL,
    backfilled BOOLEAN NOT NULL,
    fingerprint JSON NOT NULL,
    risk INTEGER NOT NULL,
    reasons JSON NOT NULL,
    CONSTRAINT pk_reading PRIMARY KEY (id),
    CONSTRAINT uq_reading_scoresheet_id_submitted_at UNIQUE (scoresheet_id, submitted_at),
    CONSTRAINT ck_reading_gap_not_negative CHECK (gap >= 0 AND above >= 0 AND unbacked >= 0),
    CONSTRAINT ck_reading_risk_not_negative CHECK (risk >= 0),
    CONSTRAINT fk_reading_scoresheet_id_scoresheet FOREIGN KEY(scoresheet_id) REFERENCES scoresheet (id),
    CONSTRAINT fk_reading_cell_id_organisation FOREIGN KEY(cell_id) REFERENCES organisation (id)
);
--
CREATE INDEX ix_reading_cell_id ON reading (cell_id, year, month);
--
CREATE TRIGGER reading_no_update BEFORE UPDATE ON reading FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'reading rows cannot be changed'); END;
--
CREATE TRIGGER reading_no_delete BEFORE DELETE ON reading FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'reading rows cannot be changed'); END;
--
CREATE TABLE sample (
    committee_id INTEGER NOT NULL,
    year INTEGER NOT NULL,
    month INTEGER NOT NULL,
    seed VARCHAR(64) NOT NULL,
    percent INTEGER NOT NULL,
    among JSON NOT NULL,
    drawn JSON NOT NULL,
    at DATETIME NOT NULL,
    CONSTRAINT pk_sample PRIMARY KEY (committee_id, year, month),
    CONSTRAINT ck_sample_is_a_share CHECK (percent BETWEEN 0 AND 100),
    CONSTRAINT fk_sample_committee_id_organisation FOREIGN KEY(committee_id) REFERENCES organisation (id)
);
--
CREATE TRIGGER sample_no_update BEFORE UPDATE ON sample FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'sample rows cannot be changed'); END;
--
CREATE TRIGGER sample_no_delete BEFORE DELETE ON sample FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'sample rows cannot be changed'); END;
--
CREATE TABLE reminder (
    id INTEGER NOT NULL,
    committee_id INTEGER NOT NULL,
    cell_id INTEGER NOT NULL,
    year INTEGER NOT NULL,
    month INTEGER NOT NULL,
    wanted VARCHAR(40) NOT NULL,
    by_id INTEGER NOT NULL,
    at DATETIME NOT NULL,
    CONSTRAINT pk_reminder PRIMARY KEY (id),
    CONSTRAINT fk_reminder_committee_id_organisation FOREIGN KEY(committee_id) REFERENCES organisation (id),
    CONSTRAINT fk_reminder_cell_id_organisation FOREIGN KEY(cell_id) REFERENCES organisation (id),
    CONSTRAINT ck_reminder_wanted_known CHECK (wanted IN ('meet', 'submit', 'resubmit', 'answer', 'propose')),
    CONSTRAINT fk_reminder_by_id_person FOREIGN KEY(by_id) REFERENCES person (id)
);
--
CREATE INDEX ix_reminder_committee_id ON reminder (committee_id, year, month);
--
CREATE TRIGGER reminder_no_update BEFORE UPDATE ON reminder FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'reminder rows cannot be changed'); END;
--
CREATE TRIGGER reminder_no_delete BEFORE DELETE ON reminder FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'reminder rows cannot be changed'); END;
--
CREATE TABLE signal (
    id INTEGER NOT NULL,
    cell_id INTEGER NOT NULL,
    committee_id INTEGER NOT NULL,
    kind VARCHAR(40) NOT NULL,
    state VARCHAR(40) NOT NULL,
    from_year INTEGER NOT NULL,
    from_month INTEGER NOT NULL,
    to_year INTEGER NOT NULL,
    to_month INTEGER NOT NULL,
    figures JSON NOT NULL,
    raised_at DATETIME NOT NULL,
    changed_at DATETIME NOT NULL,
    answer TEXT NOT NULL,
    answered_at DATETIME,
    answered_by_id INTEGER,
    settled_at DATETIME,
    settled_by_id INTEGER,
    settled_note TEXT NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_signal PRIMARY KEY (id),
    CONSTRAINT ck_signal_answered_in_words CHECK (state != 'answered' OR answer != ''),
    CONSTRAINT ck_signal_settled_by_somebody CHECK (state != 'settled' OR settled_at IS NOT NULL),
    CONSTRAINT fk_signal_cell_id_organisation FOREIGN KEY(cell_id) REFERENCES organisation (id),
    CONSTRAINT fk_signal_committee_id_organisation FOREIGN KEY(committee_id) REFERENCES organisation (id),
    CONSTRAINT ck_signal_kind_known CHECK (kind IN ('same_total', 'late_agendas', 'alike_minutes', 'all_spoke', 'above_neighbours')),
    CONSTRAINT ck_signal_state_known CHECK (state IN ('raised', 'answered', 'settled', 'ceased')),
    CONSTRAINT fk_signal_answered_by_id_person FOREIGN KEY(answered_by_id) REFERENCES person (id),
    CONSTRAINT fk_signal_settled_by_id_person FOREIGN KEY(settled_by_id) REFERENCES person (id)
);
--
CREATE INDEX ix_signal_cell_id ON signal (cell_id, state);
--
CREATE INDEX ix_signal_committee_id ON signal (committee_id, state);
--
CREATE TABLE attestation (
    meeting_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    total INTEGER NOT NULL,
    note TEXT NOT NULL,
    at DATETIME NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_attestation PRIMARY KEY (meeting_id, person_id),
    CONSTRAINT ck_attestation_out_of_hundred CHECK (total >= 0 AND total <= 10000),
    CONSTRAINT fk_attestation_meeting_id_meeting FOREIGN KEY(meeting_id) REFERENCES meeting (id),
    CONSTRAINT fk_attestation_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
);
--
CREATE TABLE calibration_round (
    id INTEGER NOT NULL,
    committee_id INTEGER NOT NULL,
    name VARCHAR(200) NOT NULL,
    seed VARCHAR(64) NOT NULL,
    opened_at DATETIME NOT NULL,
    opened_by_id INTEGER NOT NULL,
    closed_at DATETIME,
    closed_by_id INTEGER,
    version INTEGER NOT NULL,
    CONSTRAINT pk_calibration_round PRIMARY KEY (id),
    CONSTRAINT ck_calibration_round_is_named CHECK (name != ''),
    CONSTRAINT fk_calibration_round_committee_id_organisation FOREIGN KEY(committee_id) REFERENCES organisation (id),
    CONSTRAINT fk_calibration_round_opened_by_id_person FOREIGN KEY(opened_by_id) REFERENCES person (id),
    CONSTRAINT fk_calibration_round_closed_by_id_person FOREIGN KEY(closed_by_id) REFERENCES person (id)
);
--
CREATE INDEX ix_calibration_round_committee_id ON calibration_round (committee_id);
--
CREATE TABLE branch_year (
    id INTEGER NOT NULL,
    committee_id INTEGER NOT NULL,
    year INTEGER NOT NULL,
    committee_name VARCHAR(200) NOT NULL,
    closed_at DATETIME,
    closed_by VARCHAR(200) NOT NULL,
    closed_with JSON,
    reopened_at DATETIME,
    reopened_by VARCHAR(200) NOT NULL,
    reopened_reason TEXT NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_branch_year PRIMARY KEY (id),
    CONSTRAINT uq_branch_year_committee_id_year UNIQUE (committee_id, year),
    CONSTRAINT ck_branch_year_closed_whole CHECK (closed_at IS NULL OR closed_with IS NOT NULL),
    CONSTRAINT fk_branch_year_committee_id_organisation FOREIGN KEY(committee_id) REFERENCES organisation (id)
);
--
CREATE TABLE calibration_sheet (
    round_id INTEGER NOT NULL,
    scoresheet_id INTEGER NOT NULL,
    place INTEGER NOT NULL,
    CONSTRAINT pk_calibration_sheet PRIMARY KEY (round_id, scoresheet_id),
    CONSTRAINT fk_calibration_sheet_round_id_calibration_round FOREIGN KEY(round_id) REFERENCES calibration_round (id),
    CONSTRAINT fk_calibration_sheet_scoresheet_id_scoresheet FOREIGN KEY(scoresheet_id) REFERENCES scoresheet (id)
);
--
CREATE TABLE calibration_reviewer (
    round_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    done_at DATETIME,
    CONSTRAINT pk_calibration_reviewer PRIMARY KEY (round_id, person_id),
    CONSTRAINT fk_calibration_reviewer_round_id_calibration_round FOREIGN KEY(round_id) REFERENCES calibration_round (id),
    CONSTRAINT fk_calibration_reviewer_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
);
--
CREATE TABLE calibration_mark (
    round_id INTEGER NOT NULL,
    scoresheet_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    criterion VARCHAR(20) NOT NULL,
    points INTEGER NOT NULL,
    CONSTRAINT pk_calibration_mark PRIMARY KEY (round_id, scoresheet_id, person_id, criterion),
    CONSTRAINT ck_calibration_mark_points_not_negative CHECK (points >= 0),
    CONSTRAINT fk_calibration_mark_round_id_calibration_round FOREIGN KEY(round_id) REFERENCES calibration_round (id),
    CONSTRAINT fk_calibration_mark_scoresheet_id_scoresheet FOREIGN KEY(scoresheet_id) REFERENCES scoresheet (id),
    CONSTRAINT fk_calibration_mark_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
);

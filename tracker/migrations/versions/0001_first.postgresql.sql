CREATE TABLE book_fact (
    key VARCHAR(40) NOT NULL,
    value VARCHAR(200) NOT NULL,
    CONSTRAINT pk_book_fact PRIMARY KEY (key)
);
--
CREATE TABLE sent_form (
    key VARCHAR(43) NOT NULL,
    digest VARCHAR(64) NOT NULL,
    location VARCHAR(500) NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_sent_form PRIMARY KEY (key)
);
--
CREATE INDEX ix_sent_form_at ON sent_form (at);
--
CREATE TABLE organisation (
    id SERIAL NOT NULL,
    code VARCHAR(40) NOT NULL,
    name VARCHAR(200) NOT NULL,
    kind VARCHAR(40) NOT NULL,
    cell_type VARCHAR(40),
    parent_id INTEGER,
    path VARCHAR(400) COLLATE "C" NOT NULL,
    sort_key VARCHAR(1000) COLLATE "C" NOT NULL,
    folded VARCHAR(200) COLLATE "C" NOT NULL,
    locality VARCHAR(100) NOT NULL,
    founded_on DATE,
    ended_on DATE,
    usual_day INTEGER,
    usual_time TIME WITHOUT TIME ZONE,
    usual_place VARCHAR(200) NOT NULL,
    least_minutes INTEGER,
    term_from DATE,
    version INTEGER NOT NULL,
    CONSTRAINT pk_organisation PRIMARY KEY (id),
    CONSTRAINT ck_organisation_cell_has_type CHECK (kind != 'cell' OR cell_type IS NOT NULL),
    CONSTRAINT uq_organisation_code UNIQUE (code),
    CONSTRAINT ck_organisation_kind_known CHECK (kind IN ('central', 'province', 'district', 'commune', 'base', 'cell')),
    CONSTRAINT ck_organisation_cell_type_known CHECK (cell_type IN ('village', 'agency', 'school', 'enterprise', 'armed_forces', 'other')),
    CONSTRAINT fk_organisation_parent_id_organisation FOREIGN KEY(parent_id) REFERENCES organisation (id) DEFERRABLE INITIALLY IMMEDIATE
);
--
CREATE INDEX ix_organisation_folded ON organisation (folded);
--
CREATE INDEX ix_organisation_parent_id ON organisation (parent_id);
--
CREATE INDEX ix_organisation_sort_key ON organisation (sort_key);
--
CREATE INDEX ix_organisation_path ON organisation (path);
--
CREATE TABLE person (
    id SERIAL NOT NULL,
    full_name VARCHAR(120) NOT NULL,
    sort_key VARCHAR(600) COLLATE "C" NOT NULL,
    folded VARCHAR(120) COLLATE "C" NOT NULL,
    note VARCHAR(200) NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_person PRIMARY KEY (id)
);
--
CREATE INDEX ix_person_folded ON person (folded);
--
CREATE INDEX ix_person_sort_key ON person (sort_key);
--
CREATE TABLE sign_in_attempt (
    id SERIAL NOT NULL,
    user_name VARCHAR(60) NOT NULL,
    address VARCHAR(60) NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_sign_in_attempt PRIMARY KEY (id)
);
--
CREATE INDEX ix_sign_in_attempt_address_at ON sign_in_attempt (address, at);
--
CREATE INDEX ix_sign_in_attempt_user_name_at ON sign_in_attempt (user_name, at);
--
CREATE TABLE first_start_code (
    id SERIAL NOT NULL,
    code_hash VARCHAR(64) NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    used_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_first_start_code PRIMARY KEY (id),
    CONSTRAINT uq_first_start_code_code_hash UNIQUE (code_hash)
);
--
CREATE TABLE placement (
    id SERIAL NOT NULL,
    organisation_id INTEGER NOT NULL,
    parent_id INTEGER,
    name VARCHAR(200) NOT NULL,
    from_date DATE NOT NULL,
    until_date DATE,
    basis VARCHAR(200) NOT NULL,
    CONSTRAINT pk_placement PRIMARY KEY (id),
    CONSTRAINT uq_placement_organisation_id_from_date UNIQUE (organisation_id, from_date),
    CONSTRAINT ck_placement_in_order CHECK (until_date IS NULL OR until_date >= from_date),
    CONSTRAINT fk_placement_organisation_id_organisation FOREIGN KEY(organisation_id) REFERENCES organisation (id),
    CONSTRAINT fk_placement_parent_id_organisation FOREIGN KEY(parent_id) REFERENCES organisation (id)
);
--
CREATE INDEX ix_placement_parent_id ON placement (parent_id);
--
CREATE TABLE standing (
    id SERIAL NOT NULL,
    person_id INTEGER NOT NULL,
    cell_id INTEGER NOT NULL,
    rank VARCHAR(40) NOT NULL,
    from_date DATE NOT NULL,
    until_date DATE,
    reason VARCHAR(200) NOT NULL,
    CONSTRAINT pk_standing PRIMARY KEY (id),
    CONSTRAINT ck_standing_in_order CHECK (until_date IS NULL OR until_date >= from_date),
    CONSTRAINT fk_standing_person_id_person FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_standing_cell_id_organisation FOREIGN KEY(cell_id) REFERENCES organisation (id),
    CONSTRAINT ck_standing_rank_known CHECK (rank IN ('official', 'probationary', 'exempt'))
);
--
CREATE INDEX ix_standing_cell_dates ON standing (cell_id, from_date, until_date);
--
CREATE INDEX ix_standing_person_id ON standing (person_id);
--
CREATE TABLE appointment (
    id SERIAL NOT NULL,
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
    CONSTRAINT ck_appointment_office_known CHECK (office IN ('secretary', 'deputy', 'committee_member', 'minute_taker', 'reviewer', 'administrator', 'observer'))
);
--
CREATE INDEX ix_appointment_organisation_dates ON appointment (organisation_id, from_date, until_date);
--
CREATE INDEX ix_appointment_person_id ON appointment (person_id);
--
CREATE TABLE account (
    id SERIAL NOT NULL,
    person_id INTEGER NOT NULL,
    user_name VARCHAR(60) NOT NULL,
    password_hash VARCHAR(200) NOT NULL,
    must_change BOOLEAN NOT NULL,
    language VARCHAR(5) NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    version INTEGER NOT NULL,
    CONSTRAINT pk_account PRIMARY KEY (id),
    CONSTRAINT uq_account_person_id UNIQUE (person_id),
    CONSTRAINT fk_account_person_id_person FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT uq_account_user_name UNIQUE (user_name)
);
--
CREATE TABLE guidance_version (
    id SERIAL NOT NULL,
    code VARCHAR(40) NOT NULL,
    number VARCHAR(80) NOT NULL,
    title VARCHAR(300) NOT NULL,
    issuer VARCHAR(200) NOT NULL,
    provenance VARCHAR(20) NOT NULL,
    valid_from DATE NOT NULL,
    valid_until DATE,
    scope_id INTEGER,
    document JSON NOT NULL,
    content_hash VARCHAR(64) NOT NULL,
    published_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_guidance_version PRIMARY KEY (id),
    CONSTRAINT ck_guidance_version_in_order CHECK (valid_until IS NULL OR valid_until >= valid_from),
    CONSTRAINT uq_guidance_version_code UNIQUE (code),
    CONSTRAINT fk_guidance_version_scope_id_organisation FOREIGN KEY(scope_id) REFERENCES organisation (id)
);
--
CREATE INDEX ix_guidance_version_dates ON guidance_version (valid_from, valid_until);
--
CREATE OR REPLACE FUNCTION guidance_version_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guidance_version rows cannot be changed' USING ERRCODE = 'restrict_violation'; END $$;
--
CREATE TRIGGER guidance_version_no_update BEFORE UPDATE ON guidance_version FOR EACH ROW WHEN (NOT (OLD.valid_until IS NULL AND NEW.valid_until IS NOT NULL AND OLD.id = NEW.id AND OLD.code = NEW.code AND OLD.number = NEW.number AND OLD.title = NEW.title AND OLD.issuer = NEW.issuer AND OLD.provenance = NEW.provenance AND OLD.valid_from = NEW.valid_from AND OLD.content_hash = NEW.content_hash AND OLD.published_at = NEW.published_at AND COALESCE(OLD.scope_id, 0) = COALESCE(NEW.scope_id, 0) AND CAST(OLD.document AS TEXT) = CAST(NEW.document AS TEXT))) EXECUTE FUNCTION guidance_version_no_update();
--
CREATE OR REPLACE FUNCTION guidance_version_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'guidance_version rows cannot be changed' USING ERRCODE = 'restrict_violation'; END $$;
--
CREATE TRIGGER guidance_version_no_delete BEFORE DELETE ON guidance_version FOR EACH ROW EXECUTE FUNCTION guidance_version_no_delete();
--
CREATE TABLE audit_entry (
    id SERIAL NOT NULL,
    organisation_id INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    account_id INTEGER,
    actor VARCHAR(200) NOT NULL,
    act VARCHAR(80) NOT NULL,
    subject_kind VARCHAR(80) NOT NULL,
    subject_id VARCHAR(80) NOT NULL,
    "old" JSON NOT NULL,
    "new" JSON NOT NULL,
    previous VARCHAR(64) NOT NULL,
    digest VARCHAR(64) NOT NULL,
    CONSTRAINT pk_audit_entry PRIMARY KEY (id),
    CONSTRAINT uq_audit_entry_organisation_id_sequence UNIQUE (organisation_id, sequence),
    CONSTRAINT fk_audit_entry_organisation_id_organisation FOREIGN KEY(organisation_id) REFERENCES organisation (id)
);
--
CREATE OR REPLACE FUNCTION audit_entry_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'audit_entry rows cannot be changed' USING ERRCODE = 'restrict_violation'; END $$;
--
CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_entry_no_update();
--
CREATE OR REPLACE FUNCTION audit_entry_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'audit_entry rows cannot be changed' USING ERRCODE = 'restrict_violation'; END $$;
--
CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_entry_no_delete();
--
CREATE TABLE audit_head (
    organisation_id INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    digest VARCHAR(64) NOT NULL,
    CONSTRAINT pk_audit_head PRIMARY KEY (organisation_id),
    CONSTRAINT fk_audit_head_organisation_id_organisation FOREIGN KEY(organisation_id) REFERENCES organisation (id)
);
--
CREATE TABLE notice (
    id SERIAL NOT NULL,
    person_id INTEGER NOT NULL,
    organisation_id INTEGER NOT NULL,
    kind VARCHAR(60) NOT NULL,
    details JSON NOT NULL,
    path VARCHAR(200) NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    read_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_notice PRIMARY KEY (id),
    CONSTRAINT fk_notice_person_id_person FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_notice_organisation_id_organisation FOREIGN KEY(organisation_id) REFERENCES organisation (id)
);
--
CREATE INDEX ix_notice_person_unread ON notice (person_id, read_at, at);
--
CREATE TABLE cell_year (
    id SERIAL NOT NULL,
    cell_id INTEGER NOT NULL,
    year INTEGER NOT NULL,
    state VARCHAR(40) NOT NULL,
    superior_id INTEGER,
    superior_name VARCHAR(200) NOT NULL,
    cell_name VARCHAR(200) NOT NULL,
    regular_held INTEGER NOT NULL,
    thematic_held INTEGER NOT NULL,
    scored INTEGER NOT NULL,
    recognised INTEGER NOT NULL,
    mean INTEGER,
    lowest INTEGER,
    highest INTEGER,
    missing JSON NOT NULL,
    empty_quarters JSON NOT NULL,
    why VARCHAR(40),
    is_provisional BOOLEAN NOT NULL,
    computed_on DATE,
    good INTEGER NOT NULL,
    fair INTEGER NOT NULL,
    average INTEGER NOT NULL,
    poor INTEGER NOT NULL,
    computed_class VARCHAR(40),
    proposed_class VARCHAR(40),
    proposed_reason TEXT NOT NULL,
    proposed_at TIMESTAMP WITH TIME ZONE,
    proposed_by VARCHAR(200) NOT NULL,
    recognised_class VARCHAR(40),
    recognised_reason TEXT NOT NULL,
    recognised_at TIMESTAMP WITH TIME ZONE,
    recognised_by VARCHAR(200) NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    closed_by VARCHAR(200) NOT NULL,
    closed_with JSON,
    reopened_at TIMESTAMP WITH TIME ZONE,
    reopened_by VARCHAR(200) NOT NULL,
    reopened_reason TEXT NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_cell_year PRIMARY KEY (id),
    CONSTRAINT uq_cell_year_cell_id_year UNIQUE (cell_id, year),
    CONSTRAINT ck_cell_year_recognised_whole CHECK (state NOT IN ('recognised', 'closed') OR recognised_class IS NOT NULL),
    CONSTRAINT ck_cell_year_closed_whole CHECK (state != 'closed' OR closed_with IS NOT NULL),
    CONSTRAINT ck_cell_year_proposed_whole CHECK (state = 'open' OR proposed_class IS NOT NULL),
    CONSTRAINT fk_cell_year_cell_id_organisation FOREIGN KEY(cell_id) REFERENCES organisation (id),
    CONSTRAINT ck_cell_year_state_known CHECK (state IN ('open', 'proposed', 'recognised', 'closed')),
    CONSTRAINT fk_cell_year_superior_id_organisation FOREIGN KEY(superior_id) REFERENCES organisation (id),
    CONSTRAINT ck_cell_year_why_known CHECK (why IN ('no_meeting', 'no_score', 'no_rule')),
    CONSTRAINT ck_cell_year_computed_class_known CHECK (computed_class IN ('good', 'fair', 'average', 'poor')),
    CONSTRAINT ck_cell_year_proposed_class_known CHECK (proposed_class IN ('good', 'fair', 'average', 'poor')),
    CONSTRAINT ck_cell_year_recognised_class_known CHECK (recognised_class IN ('good', 'fair', 'average', 'poor'))
);
--
CREATE INDEX ix_cell_year_superior ON cell_year (superior_id, year);
--
CREATE TABLE user_session (
    id SERIAL NOT NULL,
    token_hash VARCHAR(64) NOT NULL,
    account_id INTEGER NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_user_session PRIMARY KEY (id),
    CONSTRAINT uq_user_session_token_hash UNIQUE (token_hash),
    CONSTRAINT fk_user_session_account_id_account FOREIGN KEY(account_id) REFERENCES account (id)
);
--
CREATE INDEX ix_user_session_account_id ON user_session (account_id);
--
CREATE TABLE meeting (
    id SERIAL NOT NULL,
    cell_id INTEGER NOT NULL,
    superior_id INTEGER,
    kind VARCHAR(40) NOT NULL,
    year INTEGER NOT NULL,
    month INTEGER NOT NULL,
    theme VARCHAR(300) NOT NULL,
    state VARCHAR(40) NOT NULL,
    planned_at TIMESTAMP WITH TIME ZONE NOT NULL,
    first_planned_at TIMESTAMP WITH TIME ZONE NOT NULL,
    place VARCHAR(200) NOT NULL,
    held_from TIMESTAMP WITH TIME ZONE,
    held_until TIMESTAMP WITH TIME ZONE,
    chair_id INTEGER,
    minute_taker_id INTEGER,
    guests TEXT NOT NULL,
    prepared_by_id INTEGER,
    guidance_id INTEGER,
    roll_taken_at TIMESTAMP WITH TIME ZONE,
    not_held_reason TEXT NOT NULL,
    excused_at TIMESTAMP WITH TIME ZONE,
    excused_by_id INTEGER,
    excused_reason TEXT NOT NULL,
    is_backfilled BOOLEAN NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_meeting PRIMARY KEY (id),
    CONSTRAINT ck_meeting_month_exists CHECK (month BETWEEN 1 AND 12),
    CONSTRAINT ck_meeting_ends_after_it_begins CHECK (held_until IS NULL OR held_until > held_from),
    CONSTRAINT ck_meeting_not_held_has_reason CHECK (state != 'not_held' OR not_held_reason != ''),
    CONSTRAINT ck_meeting_held_has_start CHECK (state NOT IN ('held', 'minuted') OR held_from IS NOT NULL),
    CONSTRAINT ck_meeting_theme_named CHECK (kind NOT IN ('thematic', 'combined') OR theme != ''),
    CONSTRAINT fk_meeting_cell_id_organisation FOREIGN KEY(cell_id) REFERENCES organisation (id),
    CONSTRAINT fk_meeting_superior_id_organisation FOREIGN KEY(superior_id) REFERENCES organisation (id),
    CONSTRAINT ck_meeting_kind_known CHECK (kind IN ('regular', 'thematic', 'committee', 'combined')),
    CONSTRAINT ck_meeting_state_known CHECK (state IN ('planned', 'circulated', 'held', 'minuted', 'not_held')),
    CONSTRAINT fk_meeting_chair_id_person FOREIGN KEY(chair_id) REFERENCES person (id),
    CONSTRAINT fk_meeting_minute_taker_id_person FOREIGN KEY(minute_taker_id) REFERENCES person (id),
    CONSTRAINT fk_meeting_prepared_by_id_meeting FOREIGN KEY(prepared_by_id) REFERENCES meeting (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_meeting_guidance_id_guidance_version FOREIGN KEY(guidance_id) REFERENCES guidance_version (id),
    CONSTRAINT fk_meeting_excused_by_id_person FOREIGN KEY(excused_by_id) REFERENCES person (id)
);
--
CREATE INDEX ix_meeting_superior_month ON meeting (superior_id, year, month);
--
CREATE INDEX ix_meeting_cell_year ON meeting (cell_id, year, month);
--
CREATE UNIQUE INDEX uq_meeting_regular_month ON meeting (cell_id, year, month) WHERE kind IN ('regular', 'combined') AND state != 'not_held';
--
CREATE TABLE reply (
    meeting_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    answer VARCHAR(40) NOT NULL,
    reason VARCHAR(300) NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    entered_by_id INTEGER NOT NULL,
    CONSTRAINT pk_reply PRIMARY KEY (meeting_id, person_id),
    CONSTRAINT fk_reply_meeting_id_meeting FOREIGN KEY(meeting_id) REFERENCES meeting (id),
    CONSTRAINT fk_reply_person_id_person FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT ck_reply_answer_known CHECK (answer IN ('coming', 'absent')),
    CONSTRAINT fk_reply_entered_by_id_person FOREIGN KEY(entered_by_id) REFERENCES person (id)
);
--
CREATE TABLE roll_entry (
    meeting_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    rank VARCHAR(40) NOT NULL,
    is_obliged BOOLEAN NOT NULL,
    presence VARCHAR(40) NOT NULL,
    reason VARCHAR(300) NOT NULL,
    CONSTRAINT pk_roll_entry PRIMARY KEY (meeting_id, person_id),
    CONSTRAINT ck_roll_entry_excused_has_reason CHECK (presence != 'excused' OR reason != ''),
    CONSTRAINT fk_roll_entry_meeting_id_meeting FOREIGN KEY(meeting_id) REFERENCES meeting (id),
    CONSTRAINT fk_roll_entry_person_id_person FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT ck_roll_entry_rank_known CHECK (rank IN ('official', 'probationary', 'exempt')),
    CONSTRAINT ck_roll_entry_presence_known CHECK (presence IN ('present', 'late', 'excused', 'unexcused'))
);
--
CREATE INDEX ix_roll_entry_person ON roll_entry (person_id);
--
CREATE TABLE agenda_item (
    id SERIAL NOT NULL,
    meeting_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    kind VARCHAR(40) NOT NULL,
    title VARCHAR(300) NOT NULL,
    minutes INTEGER,
    presenter_id INTEGER,
    questions TEXT NOT NULL,
    removed_at TIMESTAMP WITH TIME ZONE,
    version INTEGER NOT NULL,
    CONSTRAINT pk_agenda_item PRIMARY KEY (id),
    CONSTRAINT ck_agenda_item_minutes_positive CHECK (minutes IS NULL OR minutes > 0),
    CONSTRAINT fk_agenda_item_meeting_id_meeting FOREIGN KEY(meeting_id) REFERENCES meeting (id),
    CONSTRAINT ck_agenda_item_kind_known CHECK (kind IN ('results', 'news', 'story', 'theme', 'discussion', 'tasks', 'criticism', 'superior', 'conclusion', 'scoring', 'other')),
    CONSTRAINT fk_agenda_item_presenter_id_person FOREIGN KEY(presenter_id) REFERENCES person (id)
);
--
CREATE INDEX ix_agenda_item_meeting_position ON agenda_item (meeting_id, position);
--
CREATE TABLE circulation (
    id SERIAL NOT NULL,
    meeting_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_id INTEGER NOT NULL,
    content JSON NOT NULL,
    content_hash VARCHAR(64) NOT NULL,
    CONSTRAINT pk_circulation PRIMARY KEY (id),
    CONSTRAINT uq_circulation_meeting_id_number UNIQUE (meeting_id, number),
    CONSTRAINT fk_circulation_meeting_id_meeting FOREIGN KEY(meeting_id) REFERENCES meeting (id),
    CONSTRAINT fk_circulation_by_id_person FOREIGN KEY(by_id) REFERENCES person (id)
);
--
CREATE OR REPLACE FUNCTION circulation_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'circulation rows cannot be changed' USING ERRCODE = 'restrict_violation'; END $$;
--
CREATE TRIGGER circulation_no_update BEFORE UPDATE ON circulation FOR EACH ROW EXECUTE FUNCTION circulation_no_update();
--
CREATE OR REPLACE FUNCTION circulation_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'circulation rows cannot be changed' USING ERRCODE = 'restrict_violation'; END $$;
--
CREATE TRIGGER circulation_no_delete BEFORE DELETE ON circulation FOR EACH ROW EXECUTE FUNCTION circulation_no_delete();
--
CREATE TABLE scoresheet (
    id SERIAL NOT NULL,
    meeting_id INTEGER NOT NULL,
    cell_id INTEGER NOT NULL,
    year INTEGER NOT NULL,
    month INTEGER NOT NULL,
    kind VARCHAR(40) NOT NULL,
    guidance_id INTEGER NOT NULL,
    sheet_code VARCHAR(40) NOT NULL,
    state VARCHAR(40) NOT NULL,
    total INTEGER,
    self_class VARCHAR(40),
    strengths TEXT NOT NULL,
    weaknesses TEXT NOT NULL,
    remedies TEXT NOT NULL,
    votes_for INTEGER,
    votes_against INTEGER,
    votes_other INTEGER,
    agreed_at TIMESTAMP WITH TIME ZONE,
    submitted_at TIMESTAMP WITH TIME ZONE,
    submitted_by_id INTEGER,
    superior_id INTEGER,
    superior_name VARCHAR(200) NOT NULL,
    cell_name VARCHAR(200) NOT NULL,
    reviewer_id INTEGER,
    recognised_at TIMESTAMP WITH TIME ZONE,
    recognised_total INTEGER,
    recognised_class VARCHAR(40),
    answer_until TIMESTAMP WITH TIME ZONE,
    locks_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE,
    changed_by_id INTEGER,
    version INTEGER NOT NULL,
    CONSTRAINT pk_scoresheet PRIMARY KEY (id),
    CONSTRAINT ck_scoresheet_total_not_negative CHECK (total IS NULL OR total >= 0),
    CONSTRAINT ck_scoresheet_votes_counted CHECK (votes_for >= 0 AND votes_against >= 0 AND votes_other >= 0),
    CONSTRAINT ck_scoresheet_agreed_whole CHECK (state IN ('draft', 'returned') OR (total IS NOT NULL AND agreed_at IS NOT NULL)),
    CONSTRAINT ck_scoresheet_recognised_whole CHECK (state NOT IN ('recognised', 'locked') OR recognised_total IS NOT NULL),
    CONSTRAINT uq_scoresheet_meeting_id UNIQUE (meeting_id),
    CONSTRAINT fk_scoresheet_meeting_id_meeting FOREIGN KEY(meeting_id) REFERENCES meeting (id),
    CONSTRAINT fk_scoresheet_cell_id_organisation FOREIGN KEY(cell_id) REFERENCES organisation (id),
    CONSTRAINT ck_scoresheet_kind_known CHECK (kind IN ('regular', 'thematic', 'committee', 'combined')),
    CONSTRAINT fk_scoresheet_guidance_id_guidance_version FOREIGN KEY(guidance_id) REFERENCES guidance_version (id),
    CONSTRAINT ck_scoresheet_state_known CHECK (state IN ('draft', 'agreed', 'submitted', 'under_review', 'returned', 'recognised', 'locked')),
    CONSTRAINT ck_scoresheet_self_class_known CHECK (self_class IN ('good', 'fair', 'average', 'poor')),
    CONSTRAINT fk_scoresheet_submitted_by_id_person FOREIGN KEY(submitted_by_id) REFERENCES person (id),
    CONSTRAINT fk_scoresheet_superior_id_organisation FOREIGN KEY(superior_id) REFERENCES organisation (id),
    CONSTRAINT fk_scoresheet_reviewer_id_person FOREIGN KEY(reviewer_id) REFERENCES person (id),
    CONSTRAINT ck_scoresheet_recognised_class_known CHECK (recognised_class IN ('good', 'fair', 'average', 'poor')),
    CONSTRAINT fk_scoresheet_changed_by_id_person FOREIGN KEY(changed_by_id) REFERENCES person (id)
);
--
CREATE INDEX ix_scoresheet_cell_year ON scoresheet (cell_id, year, kind, month, state, total, recognised_total, self_class, recognised_class);
--
CREATE INDEX ix_scoresheet_superior ON scoresheet (superior_id, state, year, month);
--
CREATE TABLE minutes (
    id SERIAL NOT NULL,
    meeting_id INTEGER NOT NULL,
    opening TEXT NOT NULL,
    closing TEXT NOT NULL,
    praise TEXT NOT NULL,
    criticism TEXT NOT NULL,
    saved_at TIMESTAMP WITH TIME ZONE NOT NULL,
    saved_by_id INTEGER NOT NULL,
    confirmed_at TIMESTAMP WITH TIME ZONE,
    confirmed_by_id INTEGER,
    confirmed_at_id INTEGER,
    filed_at TIMESTAMP WITH TIME ZONE,
    version INTEGER NOT NULL,
    CONSTRAINT pk_minutes PRIMARY KEY (id),
    CONSTRAINT uq_minutes_meeting_id UNIQUE (meeting_id),
    CONSTRAINT fk_minutes_meeting_id_meeting FOREIGN KEY(meeting_id) REFERENCES meeting (id),
    CONSTRAINT fk_minutes_saved_by_id_person FOREIGN KEY(saved_by_id) REFERENCES person (id),
    CONSTRAINT fk_minutes_confirmed_by_id_person FOREIGN KEY(confirmed_by_id) REFERENCES person (id),
    CONSTRAINT fk_minutes_confirmed_at_id_meeting FOREIGN KEY(confirmed_at_id) REFERENCES meeting (id)
);
--
CREATE TABLE decision (
    id SERIAL NOT NULL,
    meeting_id INTEGER NOT NULL,
    cell_id INTEGER NOT NULL,
    kind VARCHAR(40) NOT NULL,
    term INTEGER NOT NULL,
    number INTEGER NOT NULL,
    title VARCHAR(300) NOT NULL,
    text TEXT NOT NULL,
    electorate INTEGER NOT NULL,
    voters INTEGER NOT NULL,
    votes_for INTEGER NOT NULL,
    votes_against INTEGER NOT NULL,
    votes_other INTEGER NOT NULL,
    is_passed BOOLEAN NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_decision PRIMARY KEY (id),
    CONSTRAINT uq_decision_cell_id_kind_term_number UNIQUE (cell_id, kind, term, number),
    CONSTRAINT ck_decision_votes_counted CHECK (votes_for >= 0 AND votes_against >= 0 AND votes_other >= 0),
    CONSTRAINT ck_decision_no_more_votes_than_voters CHECK (votes_for + votes_against + votes_other <= voters),
    CONSTRAINT fk_decision_meeting_id_meeting FOREIGN KEY(meeting_id) REFERENCES meeting (id),
    CONSTRAINT fk_decision_cell_id_organisation FOREIGN KEY(cell_id) REFERENCES organisation (id),
    CONSTRAINT ck_decision_kind_known CHECK (kind IN ('conclusion', 'resolution'))
);
--
CREATE INDEX ix_decision_meeting_id ON decision (meeting_id);
--
CREATE TABLE document (
    id SERIAL NOT NULL,
    token VARCHAR(43) NOT NULL,
    meeting_id INTEGER NOT NULL,
    item_id INTEGER,
    kind VARCHAR(40) NOT NULL,
    file_name VARCHAR(200) NOT NULL,
    media_type VARCHAR(100) NOT NULL,
    size INTEGER NOT NULL,
    sha256 VARCHAR(64) NOT NULL,
    uploaded_by_id INTEGER NOT NULL,
    uploaded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    removed_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_document PRIMARY KEY (id),
    CONSTRAINT uq_document_token UNIQUE (token),
    CONSTRAINT fk_document_meeting_id_meeting FOREIGN KEY(meeting_id) REFERENCES meeting (id),
    CONSTRAINT fk_document_item_id_agenda_item FOREIGN KEY(item_id) REFERENCES agenda_item (id),
    CONSTRAINT ck_document_kind_known CHECK (kind IN ('reference', 'draft_resolution', 'paper')),
    CONSTRAINT fk_document_uploaded_by_id_person FOREIGN KEY(uploaded_by_id) REFERENCES person (id)
);
--
CREATE INDEX ix_document_meeting_id ON document (meeting_id);
--
CREATE TABLE receipt (
    circulation_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    channel VARCHAR(40) NOT NULL,
    opened_at TIMESTAMP WITH TIME ZONE,
    acknowledged_at TIMESTAMP WITH TIME ZONE,
    handed_over_at TIMESTAMP WITH TIME ZONE,
    handed_over_by_id INTEGER,
    CONSTRAINT pk_receipt PRIMARY KEY (circulation_id, person_id),
    CONSTRAINT fk_receipt_circulation_id_circulation FOREIGN KEY(circulation_id) REFERENCES circulation (id),
    CONSTRAINT fk_receipt_person_id_person FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT ck_receipt_channel_known CHECK (channel IN ('app', 'paper')),
    CONSTRAINT fk_receipt_handed_over_by_id_person FOREIGN KEY(handed_over_by_id) REFERENCES person (id)
);
--
CREATE INDEX ix_receipt_person ON receipt (person_id);
--
CREATE TABLE contribution (
    id SERIAL NOT NULL,
    meeting_id INTEGER NOT NULL,
    item_id INTEGER,
    person_id INTEGER NOT NULL,
    entered_by_id INTEGER NOT NULL,
    kind VARCHAR(40) NOT NULL,
    phase VARCHAR(40) NOT NULL,
    text TEXT NOT NULL,
    fate VARCHAR(40) NOT NULL,
    merged_into_id INTEGER,
    response TEXT NOT NULL,
    responded_by_id INTEGER,
    responded_at TIMESTAMP WITH TIME ZONE,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_contribution PRIMARY KEY (id),
    CONSTRAINT ck_contribution_says_something CHECK (text != ''),
    CONSTRAINT ck_contribution_merged_into_one CHECK (fate != 'merged' OR merged_into_id IS NOT NULL),
    CONSTRAINT ck_contribution_answered_in_words CHECK (fate != 'answered' OR response != ''),
    CONSTRAINT fk_contribution_meeting_id_meeting FOREIGN KEY(meeting_id) REFERENCES meeting (id),
    CONSTRAINT fk_contribution_item_id_agenda_item FOREIGN KEY(item_id) REFERENCES agenda_item (id),
    CONSTRAINT fk_contribution_person_id_person FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_contribution_entered_by_id_person FOREIGN KEY(entered_by_id) REFERENCES person (id),
    CONSTRAINT ck_contribution_kind_known CHECK (kind IN ('paper', 'remark')),
    CONSTRAINT ck_contribution_phase_known CHECK (phase IN ('before', 'spoken')),
    CONSTRAINT ck_contribution_fate_known CHECK (fate IN ('waiting', 'raised', 'merged', 'answered', 'withdrawn')),
    CONSTRAINT fk_contribution_merged_into_id_contribution FOREIGN KEY(merged_into_id) REFERENCES contribution (id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT fk_contribution_responded_by_id_person FOREIGN KEY(responded_by_id) REFERENCES person (id)
);
--
CREATE INDEX ix_contribution_meeting ON contribution (meeting_id, phase);
--
CREATE INDEX ix_contribution_person ON contribution (person_id);
--
CREATE TABLE mark (
    scoresheet_id INTEGER NOT NULL,
    criterion VARCHAR(20) NOT NULL,
    applies BOOLEAN NOT NULL,
    given INTEGER,
    parts JSON NOT NULL,
    note TEXT NOT NULL,
    recognised INTEGER,
    CONSTRAINT pk_mark PRIMARY KEY (scoresheet_id, criterion),
    CONSTRAINT ck_mark_given_not_negative CHECK (given IS NULL OR given >= 0),
    CONSTRAINT ck_mark_recognised_not_negative CHECK (recognised IS NULL OR recognised >= 0),
    CONSTRAINT fk_mark_scoresheet_id_scoresheet FOREIGN KEY(scoresheet_id) REFERENCES scoresheet (id)
);
--
CREATE TABLE sheet_act (
    id SERIAL NOT NULL,
    scoresheet_id INTEGER NOT NULL,
    act VARCHAR(40) NOT NULL,
    by_id INTEGER,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    reason TEXT NOT NULL,
    deadline DATE,
    total INTEGER,
    quality VARCHAR(40),
    votes_for INTEGER,
    votes_against INTEGER,
    votes_other INTEGER,
    CONSTRAINT pk_sheet_act PRIMARY KEY (id),
    CONSTRAINT fk_sheet_act_scoresheet_id_scoresheet FOREIGN KEY(scoresheet_id) REFERENCES scoresheet (id),
    CONSTRAINT fk_sheet_act_by_id_person FOREIGN KEY(by_id) REFERENCES person (id),
    CONSTRAINT ck_sheet_act_quality_known CHECK (quality IN ('good', 'fair', 'average', 'poor'))
);
--
CREATE INDEX ix_sheet_act_scoresheet ON sheet_act (scoresheet_id, at);
--
CREATE OR REPLACE FUNCTION sheet_act_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'sheet_act rows cannot be changed' USING ERRCODE = 'restrict_violation'; END $$;
--
CREATE TRIGGER sheet_act_no_update BEFORE UPDATE ON sheet_act FOR EACH ROW EXECUTE FUNCTION sheet_act_no_update();
--
CREATE OR REPLACE FUNCTION sheet_act_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'sheet_act rows cannot be changed' USING ERRCODE = 'restrict_violation'; END $$;
--
CREATE TRIGGER sheet_act_no_delete BEFORE DELETE ON sheet_act FOR EACH ROW EXECUTE FUNCTION sheet_act_no_delete();
--
CREATE TABLE criterion_remark (
    id SERIAL NOT NULL,
    scoresheet_id INTEGER NOT NULL,
    criterion VARCHAR(20) NOT NULL,
    act VARCHAR(40) NOT NULL,
    "old" INTEGER,
    "new" INTEGER,
    reason TEXT NOT NULL,
    by_id INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_criterion_remark PRIMARY KEY (id),
    CONSTRAINT ck_criterion_remark_has_reason CHECK (act = 'undo' OR reason != ''),
    CONSTRAINT fk_criterion_remark_scoresheet_id_scoresheet FOREIGN KEY(scoresheet_id) REFERENCES scoresheet (id),
    CONSTRAINT fk_criterion_remark_by_id_person FOREIGN KEY(by_id) REFERENCES person (id)
);
--
CREATE INDEX ix_criterion_remark_scoresheet ON criterion_remark (scoresheet_id, criterion, at);
--
CREATE OR REPLACE FUNCTION criterion_remark_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'criterion_remark rows cannot be changed' USING ERRCODE = 'restrict_violation'; END $$;
--
CREATE TRIGGER criterion_remark_no_update BEFORE UPDATE ON criterion_remark FOR EACH ROW EXECUTE FUNCTION criterion_remark_no_update();
--
CREATE OR REPLACE FUNCTION criterion_remark_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'criterion_remark rows cannot be changed' USING ERRCODE = 'restrict_violation'; END $$;
--
CREATE TRIGGER criterion_remark_no_delete BEFORE DELETE ON criterion_remark FOR EACH ROW EXECUTE FUNCTION criterion_remark_no_delete();
--
CREATE TABLE explanation (
    scoresheet_id INTEGER NOT NULL,
    text TEXT NOT NULL,
    by_id INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_explanation PRIMARY KEY (scoresheet_id),
    CONSTRAINT ck_explanation_says_something CHECK (text != ''),
    CONSTRAINT fk_explanation_scoresheet_id_scoresheet FOREIGN KEY(scoresheet_id) REFERENCES scoresheet (id),
    CONSTRAINT fk_explanation_by_id_person FOREIGN KEY(by_id) REFERENCES person (id)
);
--
CREATE OR REPLACE FUNCTION explanation_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'explanation rows cannot be changed' USING ERRCODE = 'restrict_violation'; END $$;
--
CREATE TRIGGER explanation_no_update BEFORE UPDATE ON explanation FOR EACH ROW EXECUTE FUNCTION explanation_no_update();
--
CREATE OR REPLACE FUNCTION explanation_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'explanation rows cannot be changed' USING ERRCODE = 'restrict_violation'; END $$;
--
CREATE TRIGGER explanation_no_delete BEFORE DELETE ON explanation FOR EACH ROW EXECUTE FUNCTION explanation_no_delete();
--
CREATE TABLE proceeding (
    id SERIAL NOT NULL,
    minutes_id INTEGER NOT NULL,
    item_id INTEGER,
    discussion TEXT NOT NULL,
    conclusion TEXT NOT NULL,
    is_done BOOLEAN,
    CONSTRAINT pk_proceeding PRIMARY KEY (id),
    CONSTRAINT uq_proceeding_minutes_id_item_id UNIQUE (minutes_id, item_id),
    CONSTRAINT fk_proceeding_minutes_id_minutes FOREIGN KEY(minutes_id) REFERENCES minutes (id),
    CONSTRAINT fk_proceeding_item_id_agenda_item FOREIGN KEY(item_id) REFERENCES agenda_item (id)
);
--
CREATE UNIQUE INDEX uq_proceeding_general ON proceeding (minutes_id) WHERE item_id IS NULL;
--
CREATE TABLE document_content (
    document_id INTEGER NOT NULL,
    content BYTEA NOT NULL,
    CONSTRAINT pk_document_content PRIMARY KEY (document_id),
    CONSTRAINT fk_document_content_document_id_document FOREIGN KEY(document_id) REFERENCES document (id)
);
--
CREATE TABLE outcome (
    id SERIAL NOT NULL,
    contribution_id INTEGER NOT NULL,
    kind VARCHAR(40) NOT NULL,
    subject_id INTEGER NOT NULL,
    words VARCHAR(300) NOT NULL,
    path VARCHAR(200) NOT NULL,
    CONSTRAINT pk_outcome PRIMARY KEY (id),
    CONSTRAINT uq_outcome_contribution_id_kind_subject_id UNIQUE (contribution_id, kind, subject_id),
    CONSTRAINT fk_outcome_contribution_id_contribution FOREIGN KEY(contribution_id) REFERENCES contribution (id),
    CONSTRAINT ck_outcome_kind_known CHECK (kind IN ('task', 'conclusion'))
);
--
CREATE TABLE duty (
    id SERIAL NOT NULL,
    cell_id INTEGER NOT NULL,
    kind VARCHAR(40) NOT NULL,
    title VARCHAR(300) NOT NULL,
    detail TEXT NOT NULL,
    assignee_id INTEGER NOT NULL,
    assigned_at_id INTEGER,
    due_on DATE,
    item_id INTEGER,
    contribution_id INTEGER,
    state VARCHAR(40) NOT NULL,
    result TEXT NOT NULL,
    result_at_id INTEGER,
    done_on DATE,
    lesson TEXT NOT NULL,
    folded TEXT NOT NULL,
    carries_on_id INTEGER,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_duty PRIMARY KEY (id),
    CONSTRAINT ck_duty_task_has_deadline CHECK (kind != 'task' OR due_on IS NOT NULL),
    CONSTRAINT ck_duty_result_in_words CHECK (state = 'open' OR result != '' OR kind = 'story'),
    CONSTRAINT ck_duty_done_on_a_day CHECK (state != 'done' OR kind != 'task' OR done_on IS NOT NULL),
    CONSTRAINT fk_duty_cell_id_organisation FOREIGN KEY(cell_id) REFERENCES organisation (id),
    CONSTRAINT ck_duty_kind_known CHECK (kind IN ('story', 'thematic_paper', 'task')),
    CONSTRAINT fk_duty_assignee_id_person FOREIGN KEY(assignee_id) REFERENCES person (id),
    CONSTRAINT fk_duty_assigned_at_id_meeting FOREIGN KEY(assigned_at_id) REFERENCES meeting (id),
    CONSTRAINT fk_duty_item_id_agenda_item FOREIGN KEY(item_id) REFERENCES agenda_item (id),
    CONSTRAINT fk_duty_contribution_id_contribution FOREIGN KEY(contribution_id) REFERENCES contribution (id),
    CONSTRAINT ck_duty_state_known CHECK (state IN ('open', 'done', 'not_done', 'dropped')),
    CONSTRAINT fk_duty_result_at_id_meeting FOREIGN KEY(result_at_id) REFERENCES meeting (id),
    CONSTRAINT fk_duty_carries_on_id_duty FOREIGN KEY(carries_on_id) REFERENCES duty (id)
);
--
CREATE INDEX ix_duty_assignee ON duty (assignee_id, state);
--
CREATE INDEX ix_duty_item_id ON duty (item_id);
--
CREATE INDEX ix_duty_cell_state ON duty (cell_id, kind, state);
--
CREATE INDEX ix_duty_assigned_at_id ON duty (assigned_at_id);
--
CREATE INDEX ix_duty_contribution_id ON duty (contribution_id);
--
CREATE INDEX ix_duty_result_at_id ON duty (result_at_id);

CREATE TABLE guidance_draft (
    id SERIAL NOT NULL,
    title VARCHAR(300) NOT NULL,
    content JSON NOT NULL,
    based_on_id INTEGER,
    published_id INTEGER,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    created_by_id INTEGER NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_by_id INTEGER NOT NULL,
    removed_at TIMESTAMP WITH TIME ZONE,
    version INTEGER NOT NULL,
    CONSTRAINT pk_guidance_draft PRIMARY KEY (id),
    CONSTRAINT fk_guidance_draft_based_on_id_guidance_version FOREIGN KEY(based_on_id) REFERENCES guidance_version (id),
    CONSTRAINT fk_guidance_draft_published_id_guidance_version FOREIGN KEY(published_id) REFERENCES guidance_version (id),
    CONSTRAINT fk_guidance_draft_created_by_id_person FOREIGN KEY(created_by_id) REFERENCES person (id),
    CONSTRAINT fk_guidance_draft_changed_by_id_person FOREIGN KEY(changed_by_id) REFERENCES person (id)
);
--
CREATE TABLE suggestion (
    scoresheet_id INTEGER NOT NULL,
    criterion VARCHAR(20) NOT NULL,
    part VARCHAR(20) NOT NULL,
    "check" VARCHAR(40) NOT NULL,
    check_version INTEGER NOT NULL,
    outcome VARCHAR(40) NOT NULL,
    points INTEGER,
    sentence TEXT NOT NULL,
    sentence_en TEXT NOT NULL,
    records JSON NOT NULL,
    CONSTRAINT pk_suggestion PRIMARY KEY (scoresheet_id, criterion, part),
    CONSTRAINT ck_suggestion_cannot_tell_is_no_nought CHECK (outcome != 'cannot_tell' OR points IS NULL),
    CONSTRAINT ck_suggestion_points_not_negative CHECK (points IS NULL OR points >= 0),
    CONSTRAINT fk_suggestion_scoresheet_id_scoresheet FOREIGN KEY(scoresheet_id) REFERENCES scoresheet (id),
    CONSTRAINT ck_suggestion_outcome_known CHECK (outcome IN ('met', 'not_met', 'cannot_tell'))
);
--
CREATE TABLE evidence (
    id SERIAL NOT NULL,
    scoresheet_id INTEGER NOT NULL,
    criterion VARCHAR(20) NOT NULL,
    document_id INTEGER,
    record VARCHAR(40) NOT NULL,
    record_id INTEGER,
    label VARCHAR(300) NOT NULL,
    by_id INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_evidence PRIMARY KEY (id),
    CONSTRAINT ck_evidence_file_or_record CHECK ((document_id IS NULL) = (record != '' AND record_id IS NOT NULL)),
    CONSTRAINT fk_evidence_scoresheet_id_scoresheet FOREIGN KEY(scoresheet_id) REFERENCES scoresheet (id),
    CONSTRAINT fk_evidence_document_id_document FOREIGN KEY(document_id) REFERENCES document (id),
    CONSTRAINT fk_evidence_by_id_person FOREIGN KEY(by_id) REFERENCES person (id)
);
--
CREATE INDEX ix_evidence_scoresheet ON evidence (scoresheet_id, criterion);
--
CREATE TABLE member_poll (
    scoresheet_id INTEGER NOT NULL,
    opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
    opened_by_id INTEGER NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_member_poll PRIMARY KEY (scoresheet_id),
    CONSTRAINT fk_member_poll_scoresheet_id_scoresheet FOREIGN KEY(scoresheet_id) REFERENCES scoresheet (id),
    CONSTRAINT fk_member_poll_opened_by_id_person FOREIGN KEY(opened_by_id) REFERENCES person (id)
);
--
CREATE TABLE poll_answer (
    scoresheet_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    groups JSON NOT NULL,
    criteria JSON NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_poll_answer PRIMARY KEY (scoresheet_id, person_id),
    CONSTRAINT fk_poll_answer_scoresheet_id_member_poll FOREIGN KEY(scoresheet_id) REFERENCES member_poll (scoresheet_id),
    CONSTRAINT fk_poll_answer_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
);

DROP INDEX ix_scoresheet_cell_year;
--
CREATE INDEX ix_scoresheet_cell_year ON scoresheet (cell_id, year, kind, month);
--
CREATE INDEX ix_scoresheet_year ON scoresheet (year, cell_id, kind, month, state, total, recognised_total, self_class, recognised_class);
--
DROP INDEX ix_scoresheet_superior;
--
CREATE INDEX ix_scoresheet_superior ON scoresheet (superior_id, state, year, month, kind);
--
CREATE INDEX ix_meeting_year ON meeting (year, kind, cell_id, month, state, excused_at);
--
CREATE INDEX ix_outcome_subject ON outcome (subject_id, kind);
--
CREATE TABLE organisation_year (
    committee_id INTEGER NOT NULL,
    year INTEGER NOT NULL,
    cells INTEGER NOT NULL,
    good INTEGER NOT NULL,
    fair INTEGER NOT NULL,
    average INTEGER NOT NULL,
    poor INTEGER NOT NULL,
    unrated INTEGER NOT NULL,
    proposed INTEGER NOT NULL,
    recognised INTEGER NOT NULL,
    closed INTEGER NOT NULL,
    regular_held INTEGER NOT NULL,
    thematic_held INTEGER NOT NULL,
    sheets_scored INTEGER NOT NULL,
    sheets_recognised INTEGER NOT NULL,
    with_mean INTEGER NOT NULL,
    mean_sum INTEGER NOT NULL,
    CONSTRAINT pk_organisation_year PRIMARY KEY (committee_id, year),
    CONSTRAINT ck_organisation_year_classes_whole CHECK (cells = good + fair + average + poor + unrated),
    CONSTRAINT fk_organisation_year_committee_id_organisation FOREIGN KEY(committee_id) REFERENCES organisation (id)
);
--
CREATE TABLE drawing (
    scoresheet_id INTEGER NOT NULL,
    link INTEGER NOT NULL,
    link_above INTEGER NOT NULL,
    CONSTRAINT pk_drawing PRIMARY KEY (scoresheet_id),
    CONSTRAINT fk_drawing_scoresheet_id_scoresheet FOREIGN KEY(scoresheet_id) REFERENCES scoresheet (id)
);
--
ALTER TABLE suggestion ADD COLUMN need JSON;
--
DROP INDEX ix_cell_year_superior;
--
CREATE INDEX ix_cell_year_superior ON cell_year (superior_id, year, cell_id, state, computed_class, recognised_class, regular_held, thematic_held, scored, recognised, mean, computed_on);
--
DROP INDEX ix_placement_parent_id;
--
CREATE INDEX ix_placement_parent ON placement (parent_id, from_date, until_date, organisation_id);
--
INSERT INTO organisation_year (committee_id, year, cells, good, fair, average, poor, unrated, proposed, recognised, closed, regular_held, thematic_held, sheets_scored, sheets_recognised, with_mean, mean_sum)
SELECT superior_id, year, count(*),
    sum(CASE WHEN coalesce(recognised_class, computed_class) = 'good' THEN 1 ELSE 0 END),
    sum(CASE WHEN coalesce(recognised_class, computed_class) = 'fair' THEN 1 ELSE 0 END),
    sum(CASE WHEN coalesce(recognised_class, computed_class) = 'average' THEN 1 ELSE 0 END),
    sum(CASE WHEN coalesce(recognised_class, computed_class) = 'poor' THEN 1 ELSE 0 END),
    sum(CASE WHEN coalesce(recognised_class, computed_class) IS NULL THEN 1 ELSE 0 END),
    sum(CASE WHEN state = 'proposed' THEN 1 ELSE 0 END),
    sum(CASE WHEN state = 'recognised' THEN 1 ELSE 0 END),
    sum(CASE WHEN state = 'closed' THEN 1 ELSE 0 END),
    sum(regular_held), sum(thematic_held), sum(scored), sum(recognised), count(mean), coalesce(sum(mean), 0)
FROM cell_year WHERE superior_id IS NOT NULL GROUP BY superior_id, year;

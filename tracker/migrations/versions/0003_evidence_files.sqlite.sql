PRAGMA defer_foreign_keys = ON;
--
CREATE TABLE document_kept AS SELECT * FROM document;
--
DROP TABLE document;
--
CREATE TABLE document (
    id INTEGER NOT NULL,
    token VARCHAR(43) NOT NULL,
    meeting_id INTEGER NOT NULL,
    item_id INTEGER,
    kind VARCHAR(40) NOT NULL,
    file_name VARCHAR(200) NOT NULL,
    media_type VARCHAR(100) NOT NULL,
    size INTEGER NOT NULL,
    sha256 VARCHAR(64) NOT NULL,
    uploaded_by_id INTEGER NOT NULL,
    uploaded_at DATETIME NOT NULL,
    removed_at DATETIME,
    CONSTRAINT pk_document PRIMARY KEY (id),
    CONSTRAINT uq_document_token UNIQUE (token),
    CONSTRAINT fk_document_meeting_id_meeting FOREIGN KEY(meeting_id) REFERENCES meeting (id),
    CONSTRAINT fk_document_item_id_agenda_item FOREIGN KEY(item_id) REFERENCES agenda_item (id),
    CONSTRAINT ck_document_kind_known CHECK (kind IN ('reference', 'draft_resolution', 'paper', 'evidence')),
    CONSTRAINT fk_document_uploaded_by_id_person FOREIGN KEY(uploaded_by_id) REFERENCES person (id)
);
--
INSERT INTO document SELECT * FROM document_kept;
--
DROP TABLE document_kept;
--
CREATE INDEX ix_document_meeting_id ON document (meeting_id);

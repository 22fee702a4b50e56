ALTER TABLE document DROP CONSTRAINT ck_document_kind_known;
--
ALTER TABLE document ADD CONSTRAINT ck_document_kind_known CHECK (kind IN ('reference', 'draft_resolution', 'paper', 'evidence'));

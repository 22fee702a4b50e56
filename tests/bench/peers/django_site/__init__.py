"""A Django site over the same tables, as a competent Django developer would write it.

Three pages: the scoresheet as a formset of model forms, its saving, and the contributions of a meeting. Sessions in
the database, sign-in, CSRF, messages, locale middleware and translated words, cached templates, persistent
connections. Every page finds its meeting, asks by a query whether the signed-in person's office reaches the cell, and
draws a base template with navigation.

What it does not do, and the book does within the same request. On every page: a session that can be ended from
elsewhere by its hashed token; permissions of offices up the tree and of days past; a key in each form against double
sending; a strict content policy. On the sheet: suggestions drawn anew where the meeting's records changed, with links
to these records; evidence named for a mark; sub-marks; the members' poll; open questions of the committee above;
remarks by criterion. On saving: suggestions stored with the marks, circumstances looked at again, the old and new
value of each field in a hash-chained trail (Django: one ``LogEntry`` naming the fields), the cell's stored year and
its committees' kept up to date, notices.

The book's marks carry a key of two columns, which Django's own model formsets cannot edit. So the sheet's page is there
twice: as Django's documentation teaches it, an inline model formset, over a copy of the marks with a key of one column
(it looks each row up by that key when it is saved); and ``/plain``, over the book's own table, a formset of model forms
written by hand that asks no query a row. Both are measured.
"""

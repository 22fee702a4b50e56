"""Ten minutes of an ordinary day, all at once: ``python -m tests.bench.soak``.

Clients in groups of four work on the book of one cell: its secretary and deputy fill one and the same sheet, plan,
send agendas and take rolls; a member writes remarks; a reviewer of the committee adjusts, returns and recognises. Every
fourth reviewer watches from the province. They go by the pages' own forms, with sessions, tokens, versions and keys, to
the real server with two workers.

Each client keeps a **ledger** of what the server confirmed. At the end the database must hold exactly that: nothing
confirmed is missing, nothing stands that was not confirmed, of two who edited one thing at once one was told so.
"""

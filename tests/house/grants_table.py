"""Who may open what: kept by hand, from what each person comes for. Never generated from the code.

In cell A1, own cell:
    S secretary   D deputy   K cell-committee member   T minute-taker
    M member   W the member whom the thing concerns: its author, assignee, addressee   L who presents the item
    a administrator of the cell itself   o observer of the cell itself
    F delegate of commune A to the cell
Above A1:
    R reviewer of commune A   A its administrator   O its observer
    P reviewer of the province   U its administrator
Outside, with a letter because some pages are open to them:
    B administrator of commune B   V reviewer and observer of commune B
All others of the book (other cell, other branch, time passed or not yet come, no office) only where it says ``all``.

A line: the methods, the endpoint, the case in brackets if it is not the ordinary one, then who may.
"""

TABLE = """
# everybody signed in
GET       desk.show                                         all
GET       desk.help                                         all
GET       contributions.mine                                all
GET       duties.mine                                       all
GET       guidance.index                                    all
GET       guidance.show                                     all
GET       guidance.file_format                              all
GET       guidance.form                                     all
GET       guidance.export                                   all
GET       people.my_account                                 all
GET POST  people.change_password                            all
POST      people.sign_out                                   all
POST      notices.open                                      W

# administration: whoever administers the organisation or one above it
GET       organisations.index                               aAUB
GET POST  organisations.create                              AU
GET POST  organisations.create (the province)               U
GET       organisations.show                                SDKTMWL RPOo aAU
GET       organisations.show (the commune)                  RPO AU
GET       organisations.show (the province)                 P U
GET POST  organisations.set_up                              aAU
GET POST  organisations.set_up (the commune)                AU
GET POST  organisations.rename                              aAU
GET POST  organisations.rename (the commune)                AU
GET POST  organisations.move                                AU
GET POST  organisations.move (the commune)                  U
GET POST  people.end_organisation                           AU
GET POST  people.end_organisation (the commune)             U
GET       organisations.trail                               SD RPOo aAU
GET       organisations.trail (the commune)                 RPO AU
GET       organisations.trail (the province)                P U

# guidance being written: whoever administers something begins it; a draft is its author's and the highest's
GET       guidance.drafts_index                             aAUB
POST      guidance.copy                                     aAUB
POST      guidance.begin                                    aAUB
GET POST  guidance.begin_from_file                          aAUB
GET       guidance.draft                                    AU
GET       guidance.draft_form                               AU
GET POST  guidance.upload                                   AU
GET POST  guidance.edit                                     AU
GET POST  guidance.add                                      AU
POST      guidance.remove                                   AU
POST      guidance.move                                     AU
POST      guidance.discard                                  AU
GET       guidance.preview                                  AU
GET POST  guidance.publish                                  AU
GET POST  guidance.retire                                   U

# members, offices, accounts: the administrator and, within the cell, who leads it
GET       people.members                                    SDKTMWL RPOo aAU
GET POST  people.admit                                      SD aAU
GET       people.member                                     SD aAU
GET POST  people.correct_name                               SD aAU
GET POST  people.change_rank                                SD aAU
GET POST  people.leave                                      SD aAU
GET POST  people.transfer                                   aAU
GET       people.offices                                    SDKTMWL RPOo aAU
GET       people.offices (the commune)                      RPO AU
GET POST  people.appoint                                    SD aAU
GET POST  people.appoint (the commune)                      AU
GET POST  people.end_appointment                            SD aAU
GET POST  people.end_appointment (of the reviewer)          AU
GET POST  people.account                                    SD aAU
GET POST  people.account (of the reviewer)                  AU
POST      people.reset_account                              aAU
POST      people.reset_account (of the reviewer)            AU
POST      people.close_account                              aAU
POST      people.reopen_account                             aAU

# the cell's year and its meetings: read from inside and above, run by those who keep the book
GET       meetings.year                                     SDKTMWL RPOoF
GET       meetings.chosen_year                              SDKTMWL RPOoF
GET POST  meetings.plan                                     SDKT
GET POST  meetings.month_not_held                           SDKT
POST      duties.plan_next                                  SDKT
GET       meetings.show                                     SDKTMWL RPOoF
GET       meetings.show (of the cell committee)             SDKT RPOo
GET       meetings.about                                    SDKTMWL RPOoF
GET       meetings.about (of the cell committee)            SDKT RPOo
GET POST  meetings.change                                   SDKT
GET POST  meetings.hold                                     SDKT
GET POST  meetings.not_held                                 SDKT
GET POST  meetings.plan_again                               SDKT
GET POST  meetings.excuse                                   R
GET       meetings.roll                                     SDKTMWL RPOoF
GET       meetings.roll (of the cell committee)             SDKT RPOo
POST      meetings.save_roll                                SDKT
POST      meetings.reply                                    SDKTMWL
POST      meetings.reply (of the cell committee)            SDKT
POST      meetings.reply_for_other                          SDKT

# the agenda, its documents, who received it
GET       agendas.show                                      SDKTMWL RPOoF
GET       agendas.show (of the cell committee)              SDKT RPOo
GET       agendas.circulation                               SDKTMWL RPOoF
GET       agendas.invitation                                SDKTMWL RPOoF
GET       agendas.invitation (of the cell committee)        SDKT RPOo
GET       agendas.document                                  SDKTMWL RPOoF
GET       agendas.document (of the cell committee)          SDKT RPOo
POST      agendas.opened                                    SDKTMWL
POST      agendas.acknowledge                               SDKTMWL
POST      agendas.acknowledge (of the cell committee)       SDKT
GET       agendas.receipts                                  SDKT RPOo
GET       agendas.edit                                      SDKT
POST      agendas.arrange                                   SDKT
POST      agendas.use_standard                              SDKT
GET POST  agendas.add_item                                  SDKT
GET POST  agendas.edit_item                                 SDKT
POST      agendas.move_item                                 SDKT
POST      agendas.remove_item                               SDKT
GET POST  agendas.add_document                              SDKT
POST      agendas.remove_document                           SDKT
GET POST  agendas.circulate                                 SDKT
POST      agendas.hand_over                                 SDKT
POST      agendas.hand_over (person of another cell)        nobody
POST      agendas.remind                                    SDKT

# members' input
GET       contributions.show                                SDKTMWL RPOoF
GET       contributions.show (of the cell committee)        SDKT RPOo
GET POST  contributions.write                               SDKTMWL
GET POST  contributions.write (of the cell committee)       SDKT
GET POST  contributions.enter                               SDKT
GET POST  contributions.speakers                            SDKT
GET POST  contributions.edit                                W
GET POST  contributions.edit (typed by the secretary)       S M
GET POST  contributions.edit (spoken)                       SDKT
GET POST  contributions.edit (of one who moved)             nobody
GET POST  contributions.edit (of the cell committee)        nobody
POST      contributions.withdraw                            W
POST      contributions.withdraw (of one who moved)         nobody
GET POST  contributions.answer                              SDKT L
GET POST  contributions.answer (of the cell committee)      SDKT
GET POST  contributions.merge                               SDKT
GET POST  contributions.wait                                SDKT
GET POST  contributions.strike                              SDKT
POST      contributions.put_forward                         SDKT

# duties
GET       duties.index                                      SDKTMWL RPOoF
GET       duties.of_meeting                                 SDKTMWL RPOoF
GET       duties.of_meeting (of the cell committee)         SDKT RPOo
GET POST  duties.story                                      SDKT
GET POST  duties.theme                                      SDKT
GET POST  duties.task                                       SDKT
GET POST  duties.hear                                       SDKT
GET POST  duties.note                                       SDKT
GET POST  duties.hear (of another cell)                     nobody
GET POST  duties.report                                     SDKT W
GET POST  duties.report (of one who moved)                  SDKT
GET POST  duties.change                                     SDKT W
GET POST  duties.change (a task)                            SDKT
GET POST  duties.change (of one who moved)                  SDKT
GET POST  duties.reassign                                   SDKT
GET POST  duties.drop                                       SDKT
GET POST  duties.reopen                                     SDKT
POST      duties.place                                      SDKT

# minutes: written by those who keep the book, confirmed by who leads
GET       minutes.show                                      SDKTMWL RPOoF
GET       minutes.show (of the cell committee)              SDKT RPOo
GET       minutes.print                                     SDKTMWL RPOoF
GET       minutes.print (of the cell committee)             SDKT RPOo
GET POST  minutes.edit                                      SDKT
GET POST  minutes.decide                                    SDKT
GET POST  minutes.correct                                   SDKT
POST      minutes.confirm                                   SD
GET POST  minutes.reopen                                    SD
POST      minutes.file                                      SDKT

# the sheet: filled by those who keep the book, handed in and answered for by who leads
GET       scoresheets.show                                  SDKTMWL RPOoF
GET       scoresheets.show (handed in)                      SDKTMWL RPOoF
POST      scoresheets.start                                 SDKT
POST      scoresheets.save                                  SDKT
GET POST  scoresheets.agree                                 SDKT
GET POST  scoresheets.cite                                  SDKT
POST      scoresheets.remove_evidence                       SDKT
POST      scoresheets.reconsider                            SD
POST      scoresheets.submit                                SD
POST      scoresheets.explain                               SD

# the members' poll: opened and closed by those who keep the book, answered by those present
POST      polls.open                                        SDKT
POST      polls.close                                       SDKT
GET       polls.show                                        SDKTMWL
POST      polls.answer                                      SDKTMWL

# the committee directly above reviews; nobody else, and no sheet that was not handed in
GET       reviews.index                                     RPO
GET       reviews.index (the province)                      P
POST      reviews.remind                                    R
POST      reviews.remind (the province)                     P
GET       reviews.show                                      R
GET       reviews.show (a draft)                            nobody
POST      reviews.open_sheet                                R
POST      reviews.open_sheet (a draft)                      nobody
GET POST  reviews.adjust                                    R
POST      reviews.undo                                      R
GET POST  reviews.send_back                                 R
POST      reviews.recognise                                 R
POST      reviews.take_up_again                             R
POST      reviews.uphold                                    R

# the queue: whoever reviews or observes the branch reads it
GET       reviews.queue                                     RPO
GET       reviews.queue (the province)                      P
GET       reviews.checked                                   RPO
GET       reviews.checked (the province)                    P

# what is asked of a cell is read by those who keep its book and by those above; its leaders answer
GET       signals.index                                     RPO
GET       signals.index (the province)                      P
GET       signals.show                                      SDKT RPOo
POST      signals.answer                                    SD
POST      signals.settle                                    R

# in batch: the committee's own reviewers, nobody above for them
GET POST  reviews.batch                                     R
GET POST  reviews.batch (the province)                      P

# the committee's own way of reviewing, set by its own reviewers
GET POST  reviews.settings                                  R
GET POST  reviews.settings (the province)                   P
POST      reviews.add_phrase                                R
POST      reviews.remove_phrase                             R
POST      reviews.remove_phrase (of the province)           P

# passed on: the committee above decides, the one directly above the cell only reads
GET POST  reviews.forward                                   R
GET       reviews.show (forwarded)                          P
GET       reviews.forward (forwarded)                       P
POST      reviews.recognise (forwarded)                     P
GET       scoresheets.show (forwarded)                      SDKTMWL RPOoF
POST      ratings.forward                                   R
GET       ratings.cell (forwarded)                          SDKTMWL RPOoF
POST      ratings.recognise (forwarded)                     P
POST      ratings.forward (forwarded)                       P
POST      ratings.reopen (forwarded)                        P
POST      ratings.propose_for                               R
POST      ratings.propose_for (forwarded)                   P

# delegates: named by the committee directly above the cell, who sees only what is theirs
GET       delegates.index                                   RPO
GET       delegates.index (the province)                    P
GET POST  delegates.name                                    R
GET POST  delegates.name (the province)                     P
GET POST  delegates.end                                     R
GET POST  delegates.end (of the minute-taker)               nobody
GET POST  delegates.attest                                  F
GET POST  delegates.attest (of the cell committee)          nobody

# the year of a committee: read from above, decided and closed by its own reviewers
GET       branch_years.show                                 RPO
GET       branch_years.show (the province)                  P
POST      branch_years.recognise                            R
POST      branch_years.recognise (the province)             P
POST      branch_years.remind                               R
POST      branch_years.close                                R
POST      branch_years.close (the province)                 P
POST      branch_years.reopen                               R
POST      branch_years.reopen (the province)                P
GET       branch_years.commendation                         RPO
GET       branch_years.commendation (the province)          P
GET       branch_years.commendation_file                    RPO

# calibration: opened and closed by the committee itself, marked by those it asks (the reviewers of A and of B here)
GET       calibration.index                                 RPO
GET       calibration.index (the province)                  P
GET POST  calibration.open_round                            R
GET POST  calibration.open_round (the province)             P
GET       calibration.show                                  RPOV
GET POST  calibration.mark                                  RV
POST      calibration.finish                                RV
POST      calibration.close                                 R

# the year
GET       ratings.cell                                      SDKTMWL RPOoF
GET       ratings.why                                       SDKTMWL RPOoF
POST      ratings.propose                                   SD
POST      ratings.withdraw                                  SD
POST      ratings.recognise                                 R
POST      ratings.close                                     R
POST      ratings.reopen                                    R
GET       ratings.losses                                    SDKTMWL RPOoF
GET       ratings.trends                                    SDKTMWL RPOoF
GET       ratings.committee                                 RPO
GET       ratings.committee (the province)                  P
GET       ratings.export                                    RPO
GET       ratings.export (the province)                     P
GET       ratings.dry_run                                   RP aAUBV
GET       ratings.dry_run_draft                             AU

# the maps of a branch: whoever reads the branch
GET       maps.heatmap                                      RPO
GET       maps.heatmap (the province)                       P
GET       maps.trend                                        RPO
GET       maps.classes                                      RPO
GET       maps.costs                                        RPO
GET       maps.compare                                      RPO
GET       maps.export                                       RPO
GET       maps.export (the province)                        P
"""

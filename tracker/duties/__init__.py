"""Stories, thematic papers, tasks: what is carried from one meeting to the next."""

"""Members and their standing, appointments, accounts, sessions."""

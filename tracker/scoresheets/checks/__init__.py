"""From recorded facts to suggested points. Plain Python: the facts are gathered elsewhere."""

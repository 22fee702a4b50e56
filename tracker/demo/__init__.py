"""The invented book that shows the whole product; made through the services of the stages alone."""

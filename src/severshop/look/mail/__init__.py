"""E-mails: the top third of the status page, for a mail program."""

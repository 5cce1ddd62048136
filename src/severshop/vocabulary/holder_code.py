"""What is said between who asks for a code and who mails it."""

from datetime import timedelta

HOLDER_CODE = "holder_code"
"""The kind of the letter."""
CODE_LIVES = timedelta(minutes=15)

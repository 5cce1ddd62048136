"""The demo mailbox; only in the demo."""

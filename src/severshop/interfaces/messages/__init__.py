"""What people want to hear from us, and how: choices, push, calendar, and the end of mails."""

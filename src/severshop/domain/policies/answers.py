"""By when a person answers who was asked. Pure data."""

from datetime import time

from severshop.vocabulary.policies import AnswerPolicy

ANSWERS = AnswerPolicy(working_days=1, by=time(18, 0), same_day_until=time(16, 0))

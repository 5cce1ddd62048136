"""Recovery codes belong to the second step: they begin and end with it."""

import uuid

from allauth.mfa.models import Authenticator
from django.db import transaction


@transaction.atomic
def end_recovery_codes(user_id: uuid.UUID) -> bool:
    """Delete the codes of somebody who has no second step; return whether there were any.

    allauth makes them with a passkey too, where they would replace nothing.
    """
    mine = Authenticator.objects.filter(user_id=user_id)
    if mine.filter(type=Authenticator.Type.TOTP).exists():
        return False
    count, _ = mine.filter(type=Authenticator.Type.RECOVERY_CODES).delete()
    return bool(count)

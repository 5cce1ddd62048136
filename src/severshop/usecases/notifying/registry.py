"""Who writes which kind of letter. A new kind: a writer in a file of its own, and a line here.

An outbox entry of the topic "mail" names its kind in its payload: `{"kind": "shipped", ...}`.
What nobody may read any longer once the mail has gone (an address, a code) stands in the payload
under "secret": the outbox forgets that part as soon as the entry is done or given up.
"""

from severshop.usecases.notifying.account_letters import ACCOUNT_LETTERS
from severshop.usecases.notifying.case_letters import CASE_LETTERS
from severshop.usecases.notifying.change_letters import CHANGE_LETTERS
from severshop.usecases.notifying.claim_letters import CLAIM_LETTERS
from severshop.usecases.notifying.code_letters import CODE_LETTERS
from severshop.usecases.notifying.delay_letters import DELAY_LETTERS
from severshop.usecases.notifying.exchange_letters import EXCHANGE_LETTERS
from severshop.usecases.notifying.order_letters import ORDER_LETTERS
from severshop.usecases.notifying.refund_letters import REFUND_LETTERS
from severshop.usecases.notifying.return_letters import RETURN_LETTERS
from severshop.usecases.notifying.withdrawal_letters import WITHDRAWAL_LETTERS
from severshop.usecases.notifying.writing import Writer

WRITERS: dict[str, Writer] = {
    **ORDER_LETTERS,
    **DELAY_LETTERS,
    **ACCOUNT_LETTERS,
    **CODE_LETTERS,
    **CASE_LETTERS,
    **REFUND_LETTERS,
    **RETURN_LETTERS,
    **WITHDRAWAL_LETTERS,
    **CHANGE_LETTERS,
    **CLAIM_LETTERS,
    **EXCHANGE_LETTERS,
}

"""What goes wrong with what was sent, or is not wanted after all: claims, returns and exchanges, at any moment."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from severshop.domain.claims.queries import claims_of
from severshop.domain.returns.desk import desk_return
from severshop.domain.returns.inspecting import NotSayableError, Said
from severshop.domain.returns.queries import returns_of
from severshop.domain.returns.rules import Chosen
from severshop.usecases.aftercare.announce_return import (
    Announcement,
    NotExchangedError,
    NotReturnableError,
    TooLateToChangeError,
    announce_return,
    cancel_return,
)
from severshop.usecases.aftercare.announce_return import NothingChosenError as NothingToReturnError
from severshop.usecases.aftercare.exchange import UnknownExchangeError, let_go_overdue, take_money_instead
from severshop.usecases.aftercare.label_return import keep_label
from severshop.usecases.claiming.decide_claim import (
    NothingLeftError,
    NothingToPayBackError,
    grant_claim,
    refuse_claim,
    take_back,
)
from severshop.usecases.claiming.open_claim import (
    ClaimWish,
    NotClaimableError,
    NothingChosenError,
    RemedyNotOfferedError,
    SoldOutError,
    UnknownParcelError,
    open_claim,
)
from severshop.usecases.claiming.settle_turn_up import settle_turn_up
from severshop.usecases.returning.complete import NothingRefusedError, NotReadyError, complete, say_where_it_went
from severshop.usecases.returning.inspect import inspect
from severshop.usecases.returning.receive import (
    Box,
    NothingInItError,
    TooManyError,
    receive_return,
    take_unannounced,
)
from severshop.vocabulary.claiming import ClaimKind, TurnUp, WhyClaimRefused
from severshop.vocabulary.policies import Remedy
from severshop.vocabulary.returning import (
    AfterRefusal,
    Finding,
    ItemCondition,
    RestockGrade,
    ReturnReason,
    Verdict,
    Wants,
)
from tests.usecases.lives import SIZES, ups_number_of
from tests.usecases.lives_after import AfterBuying, units_of_lines
from tests.usecases.lives_course import which

GOOD = Said(1, ItemCondition.TRIED_ON, RestockGrade.SHELF, Verdict.ACCEPTED)
FOUND = (
    GOOD,
    GOOD,
    GOOD._replace(quantity=2),
    Said(1, ItemCondition.WORN, RestockGrade.SECOND_CHOICE, Verdict.ACCEPTED, Finding.LOST_VALUE, 3_000),
    Said(1, ItemCondition.NOT_OURS, RestockGrade.SENT_BACK, Verdict.REFUSED, Finding.NOT_OURS),
    Said(1, ItemCondition.FAULTY, RestockGrade.SCRAP, Verdict.ACCEPTED),
)
others = st.sampled_from(["", "", *(one.sku for one in SIZES)])


class Cases(AfterBuying):
    """Claims and returns: the shopper's half, the carrier's, and the staff's."""

    # claims

    @precondition(lambda self: self.life.has_left())
    @rule(
        parcel=st.sampled_from([1, 1, 1, 2]),
        kind=st.sampled_from(ClaimKind),
        remedy=st.sampled_from(Remedy),
        units=units_of_lines,
    )
    def something_is_claimed(self, parcel: int, kind: ClaimKind, remedy: Remedy, units: dict[int, int]) -> None:
        wish = ClaimWish(
            order_id=self.life.id, parcel=parcel, kind=kind, remedy=remedy, form=next(self.forms), units=units
        )
        self.step(
            lambda: open_claim(wish, now=self.life.now),
            NotClaimableError,
            NothingChosenError,
            NothingLeftError,
            NothingToPayBackError,
            RemedyNotOfferedError,
            SoldOutError,
            UnknownParcelError,
        )

    @precondition(lambda self: claims_of([self.life.id]))
    @rule(number=which, remedy=st.sampled_from([None, *Remedy]))
    def a_claim_is_decided(self, number: int, remedy: Remedy | None) -> None:
        claim, by, now = self.claim(number), self.staff.sam, self.life.now
        if remedy is None:
            self.step(lambda: refuse_claim(claim.id, WhyClaimRefused.NOT_SHOWN, by=by, now=now))
            return
        self.step(
            lambda: grant_claim(claim.id, remedy, by=by, now=now),
            NothingLeftError,
            NothingToPayBackError,
            SoldOutError,
        )

    @precondition(lambda self: claims_of([self.life.id]))
    @rule(number=which)
    def a_claim_is_taken_back(self, number: int) -> None:
        claim = self.claim(number)
        self.step(lambda: take_back(self.life.id, claim.id, now=self.life.now))

    @precondition(lambda self: any(claim.turn_up is TurnUp.WAITING for claim in claims_of([self.life.id])))
    @rule(number=which, came_to=st.sampled_from([one for one in TurnUp if one is not TurnUp.WAITING]))
    def what_turned_up_is_settled(self, number: int, came_to: TurnUp) -> None:
        claim = self.claim(number)
        self.step(lambda: settle_turn_up(claim.id, came_to, by=self.staff.sam, now=self.life.now))

    # returns: the shopper

    @precondition(lambda self: self.life.has_left())
    @rule(units=units_of_lines, reason=st.sampled_from(ReturnReason), other=others)
    def a_return_is_announced(self, units: dict[int, int], reason: ReturnReason, other: str) -> None:
        wants = Wants.EXCHANGE if other else Wants.REFUND
        wish = Announcement(
            order_id=self.life.id,
            lines={line: Chosen(quantity, reason, "", wants, other) for line, quantity in units.items()},
            form=next(self.forms),
        )
        self.step(
            lambda: announce_return(wish, now=self.life.now),
            NotExchangedError,
            NotReturnableError,
            NothingToReturnError,
        )

    @precondition(lambda self: returns_of([self.life.id]))
    @rule(number=which)
    def a_return_is_called_off(self, number: int) -> None:
        position = self.return_(number).position
        self.step(lambda: cancel_return(self.life.id, position=position, now=self.life.now), TooLateToChangeError)

    @precondition(lambda self: returns_of([self.life.id]))
    @rule(number=which)
    def money_is_taken_instead(self, number: int) -> None:
        position = self.return_(number).position
        self.step(lambda: take_money_instead(self.life.id, position=position, now=self.life.now), UnknownExchangeError)

    @rule()
    def pairs_kept_too_long_are_let_go(self) -> None:
        self.step(lambda: let_go_overdue(now=self.life.now))

    # returns: on the way and at the desk

    @precondition(lambda self: returns_of([self.life.id]))
    @rule(number=which)
    def a_label_is_given(self, number: int) -> None:
        found = self.return_(number).id
        self.step(lambda: keep_label(found, carrier="ups", number=ups_number_of(found.int), now=self.life.now))

    @precondition(lambda self: returns_of([self.life.id]))
    @rule(number=which, all_of_it=st.sampled_from([True, True, False]))
    def a_return_is_taken_in(self, number: int, all_of_it: bool) -> None:
        case = self.case(number)
        units = {line.position: line.missing if all_of_it else min(line.missing, 1) for line in case.lines}
        seen = len(case.receipts)
        self.step(
            lambda: receive_return(case.id, units, seen=seen, box=Box(), by=self.staff.sam, now=self.life.now),
            TooManyError,
        )

    @precondition(lambda self: self.life.has_left())
    @rule(units=units_of_lines, reason=st.sampled_from(ReturnReason))
    def something_comes_unannounced(self, units: dict[int, int], reason: ReturnReason) -> None:
        form = next(self.forms)
        self.step(
            lambda: take_unannounced(
                self.life.id, units, reason=reason, box=Box(), form=form, by=self.staff.sam, now=self.life.now
            ),
            NothingInItError,
            TooManyError,
        )

    @precondition(lambda self: returns_of([self.life.id]))
    @rule(number=which, said=st.sampled_from(FOUND), first=st.booleans())
    def it_is_looked_at(self, number: int, said: Said, first: bool) -> None:
        case, form = self.case(number), next(self.forms)
        position = (case.lines[0] if first else case.lines[-1]).position
        self.step(
            lambda: inspect(case.id, said, position=position, form=form, by=self.staff.sam, now=self.life.now),
            NotSayableError,
        )

    @precondition(lambda self: returns_of([self.life.id]))
    @rule(number=which, is_last=st.booleans())
    def it_is_acted_on(self, number: int, is_last: bool) -> None:
        case = self.case(number)
        self.step(lambda: complete(case.id, is_last=is_last, by=self.staff.sam, now=self.life.now), NotReadyError)

    @precondition(lambda self: returns_of([self.life.id]))
    @rule(number=which, done=st.sampled_from(AfterRefusal))
    def refused_goods_go(self, number: int, done: AfterRefusal) -> None:
        case = self.case(number)
        self.step(lambda: say_where_it_went(case.id, done, by=self.staff.sam, now=self.life.now), NothingRefusedError)

    @precondition(lambda self: returns_of([self.life.id]))
    @rule(number=which)
    def the_desk_finishes(self, number: int) -> None:
        """Wherever a return is that was not called off, the desk gets it to its end."""
        case, by, now = self.case(number), self.staff.sam, self.life.now
        units = {line.position: line.missing for line in case.lines}
        receive_return(case.id, units, seen=len(case.receipts), box=Box(), by=by, now=now)
        for line in self.case(number).lines:
            if line.to_inspect:
                said = GOOD._replace(quantity=line.to_inspect)
                inspect(case.id, said, position=line.position, form=next(self.forms), by=by, now=now)
        if self.case(number).can_complete:
            complete(case.id, is_last=True, by=by, now=now)
        self.life.check()
        case = self.case(number)
        assert not case.to_inspect
        assert not case.can_complete

    # helpers

    def claim(self, number: int) -> Any:
        claims = claims_of([self.life.id])
        return claims[number % len(claims)]

    def return_(self, number: int) -> Any:
        returns = returns_of([self.life.id])[self.life.id]
        return returns[number % len(returns)]

    def case(self, number: int) -> Any:
        return desk_return(self.return_(number).id)

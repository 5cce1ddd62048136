"""What a merchant writes into the policies, checked. Each form is one row; what is wrong is said with its mend."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from severshop.domain.policies import form_words as words
from severshop.domain.policies.kinds import Kind
from severshop.domain.policies.policy_form import Offer, PolicyForm, days_field
from severshop.vocabulary.policies import Condition, Payer, RefundWhen, Remedy

__all__ = ("FORMS", "Offer", "PolicyForm")

ZONES = ("home", "union", "outside")
MINOR = 100


def _boxes(label: Any, **kwargs: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, widget=forms.CheckboxSelectMultiple, **kwargs)


class ReturnsForm(PolicyForm):
    """How long, on whose account and on which conditions something comes back."""

    KIND = Kind.RETURNS
    withdrawal_days = days_field(
        _lazy("Days to change one's mind, by law"),
        most=365,
        help_text=_lazy("Counted from the day after the last piece arrived."),
    )
    return_days = days_field(
        _lazy("Days to send it back, of your own accord"),
        most=365,
        help_text=_lazy("From the arrival on. 0 if you give no more than the law does."),
    )
    send_back_days = days_field(_lazy("Days to send it, once said"), least=1, most=90)
    refund_days = days_field(_lazy("Days to pay back, once said"), least=1, most=60)
    way_home = forms.ChoiceField(label=_lazy("Who pays the way back: at home"), choices=words.payers)
    way_union = forms.ChoiceField(label=_lazy("In the European Union"), choices=words.payers)
    way_outside = forms.ChoiceField(label=_lazy("Outside the European Union"), choices=words.payers)
    refunds_standard_delivery = forms.BooleanField(
        label=_lazy("With a whole order, its standard delivery is paid back"), required=False
    )
    defect_years = days_field(_lazy("Years for faults"), most=10)
    refund_when = forms.ChoiceField(label=_lazy("When the money goes back"), choices=words.moments)
    inspected_within_days = days_field(
        _lazy("Days to look at what came back"),
        least=1,
        most=14,
        help_text=_lazy("Where it comes so late that the days to pay back are over before."),
    )
    trusted_after_orders = days_field(
        _lazy("Trusted after orders kept"),
        most=100,
        help_text=_lazy("Who has kept so many gets the money at the first scan. 0: nobody does."),
    )
    conditions = _boxes(_lazy("Conditions"), choices=words.conditions, required=False)
    final_sale = _boxes(_lazy("Final sale: comes back only with a fault"), required=False)

    def fill(self, offer: Offer) -> None:
        self.fields["final_sale"].choices = list(offer.kinds)  # type: ignore[attr-defined]

    @classmethod
    def figures_of(cls, policy: Any) -> dict[str, Any]:
        lists = {"conditions": [one.value for one in policy.conditions], "final_sale": sorted(policy.final_sale)}
        ways = {f"way_{zone}": policy.way_back_paid_by[zone].value for zone in ZONES}
        return super().figures_of(policy) | lists | ways | {"refund_when": policy.refund_when.value}

    def figures(self) -> dict[str, Any]:
        said = super().figures()
        ways = {zone: Payer(said.pop(f"way_{zone}")) for zone in ZONES}
        return said | {
            "way_back_paid_by": ways,
            "refund_when": RefundWhen(said["refund_when"]),
            "conditions": tuple(Condition(one) for one in said["conditions"]),
            "final_sale": frozenset(said["final_sale"]),
        }

    def check(self, cleaned: dict[str, Any]) -> None:
        own, legal = cleaned.get("return_days"), cleaned.get("withdrawal_days")
        if own and legal and own < legal:
            self.add_error("return_days", _("That is less than the days by law. Write as many, or 0."))
        if cleaned.get("refund_when") == RefundWhen.FIRST_SCAN and cleaned.get("trusted_after_orders"):
            told = _("Everybody gets the money at the first scan already. Write 0, or pay others after looking at it.")
            self.add_error("trusted_after_orders", told)


class DelaysForm(PolicyForm):
    """How long the shop waits before it acts, and what a shopper may choose then."""

    KIND = Kind.DELAYS
    silence_home = days_field(_lazy("Working days without a scan until we ask the carrier: at home"), least=1, most=30)
    silence_union = days_field(_lazy("In the European Union"), least=1, most=30)
    silence_outside = days_field(_lazy("Outside the European Union"), least=1, most=30)
    first_scan_days = days_field(_lazy("Working days from the hand-over to the first scan"), least=1, most=10)
    customs_days = days_field(_lazy("Working days at customs"), least=1, most=60)
    claim_days = days_field(
        _lazy("Working days of looking for it, until the shopper may choose"),
        most=30,
        help_text=_lazy("Refund or replacement. 0: as soon as we ask the carrier."),
    )
    additional_days = days_field(
        _lazy("Working days after the promise until the order may be called off"),
        least=1,
        most=30,
        required=False,
        help_text=_lazy("Leave it empty where no law knows such a time."),
    )
    refund_days = days_field(_lazy("Working days to pay back"), least=1, most=14)
    asks_to_wait = forms.BooleanField(
        label=_lazy("Before it has left, a delay is a question: wait or cancel"), required=False
    )
    silence_consents_days = days_field(
        _lazy("Days of a first delay to which silence is a yes"), most=30, help_text=_lazy("0 where nothing is asked.")
    )

    @classmethod
    def figures_of(cls, policy: Any) -> dict[str, Any]:
        return super().figures_of(policy) | {f"silence_{zone}": policy.silence_days[zone] for zone in ZONES}

    def figures(self) -> dict[str, Any]:
        said = super().figures()
        return said | {"silence_days": {zone: said.pop(f"silence_{zone}") for zone in ZONES}}

    def check(self, cleaned: dict[str, Any]) -> None:
        home, union, outside = (cleaned.get(f"silence_{zone}") for zone in ZONES)
        if home and union and union < home:
            self.add_error("silence_union", _("Further away it takes no less. Write as many as at home, or more."))
        if union and outside and outside < union:
            self.add_error(
                "silence_outside", _("Further away it takes no less. Write as many as in the Union, or more.")
            )
        scan = cleaned.get("first_scan_days")
        if home and scan and scan > home:
            self.add_error("first_scan_days", _("By then we would ask the carrier already. Write fewer days."))
        if cleaned.get("silence_consents_days") and not cleaned.get("asks_to_wait"):
            self.add_error("silence_consents_days", _("Nothing is asked, so nobody can be silent. Write 0."))


class ClaimsForm(PolicyForm):
    """When something that went wrong on its way may be claimed, and what for."""

    KIND = Kind.CLAIMS
    late_after_days = days_field(_lazy("Days after the last promised day until it is late enough to claim"), most=60)
    not_received_after_days = days_field(
        _lazy("Days after the scan “delivered” until it counts as not received"),
        most=14,
        help_text=_lazy("Before that it may still be with a neighbour."),
    )
    not_received_within_days = days_field(_lazy("Days after that scan to say so"), least=1, most=365)
    damaged_within_days = days_field(
        _lazy("Days after the arrival to say that it is damaged, wrong or incomplete"), least=1, most=730
    )
    remedies = _boxes(_lazy("What the shopper may choose"), choices=words.remedies)
    decides_itself_up_to = forms.DecimalField(
        label=_lazy("Up to this amount no person needs to decide"),
        min_value=Decimal(0),
        max_value=Decimal(1000),
        decimal_places=2,
        help_text=_lazy("In the currency of the order, where the evidence bears the claim out. 0: a person decides."),
    )

    @classmethod
    def figures_of(cls, policy: Any) -> dict[str, Any]:
        return super().figures_of(policy) | {
            "remedies": [one.value for one in policy.remedies],
            "decides_itself_up_to": Decimal(policy.decides_itself_up_to_minor) / MINOR,
        }

    def figures(self) -> dict[str, Any]:
        said = super().figures()
        minor = int(said.pop("decides_itself_up_to") * MINOR)
        return said | {"remedies": tuple(map(Remedy, said["remedies"])), "decides_itself_up_to_minor": minor}

    def check(self, cleaned: dict[str, Any]) -> None:
        after, within = cleaned.get("not_received_after_days"), cleaned.get("not_received_within_days")
        if after is not None and within is not None and within <= after:
            told = _("It ends before it begins. Write more days than until it counts as not received.")
            self.add_error("not_received_within_days", told)
        if "remedies" in cleaned and Remedy.REFUND not in cleaned["remedies"]:
            told = _("There is not always another pair to send. Mark the refund, too.")
            self.add_error("remedies", told)


FORMS: Mapping[Kind, type[PolicyForm]] = {
    Kind.RETURNS: ReturnsForm,
    Kind.DELAYS: DelaysForm,
    Kind.CLAIMS: ClaimsForm,
}
"""The form of each kind."""

"""DHL eCommerce event codes -> the shop's milestones.

Source: the list of status codes that DHL published for Shipment Tracking - Unified, service
`ecommerce`: three digits with a name each. Left out, and so `unknown`: what is about money or paper
(591, 617, 867-872), asks somebody to ring (573), or does not say what happened (680, 699, 371).
"""

from typing import Final

from severshop.vocabulary.milestones import Milestone, Reason

type Meaning = tuple[Milestone, Reason]

GROUPS: Final[tuple[tuple[Milestone, Reason, str], ...]] = (
    (Milestone.LABEL_CREATED, Reason.NONE, "109 128 129 134 135 163 164 235 238 400 445"),
    (Milestone.CANCELLED, Reason.NONE, "101"),
    (Milestone.ACCEPTED, Reason.NONE, "50 100 115 130 200 211 229 461 505 511 561"),
    (Milestone.ACCEPTED, Reason.ORIGIN, "104"),
    (Milestone.IN_TRANSIT, Reason.NONE, "51 106 132 150 220 300 313 350 359 365 401 402 431 451 473 477 478"),
    (Milestone.IN_TRANSIT, Reason.NONE, "479 480 483 510 513 517 523 524 525 528 529 530 532 534 535 536 537"),
    (Milestone.IN_TRANSIT, Reason.NONE, "539 540 541 543 545 547 548 557 567 576 579 589 590 642"),
    (Milestone.IN_TRANSIT, Reason.ARRIVED, "116 125 155 156 454 462 468 470 472 494 499 515 520 521 526 542"),
    (Milestone.IN_TRANSIT, Reason.ARRIVED, "562 566 575 637"),
    (Milestone.IN_TRANSIT, Reason.DEPARTED, "110 113 114 120 399 456 481 482 518 531 538 568 577 805"),
    (Milestone.IN_TRANSIT, Reason.DESTINATION_COUNTRY, "360 361 533 549"),
    (Milestone.IN_TRANSIT, Reason.RESCHEDULED, "162 582 609 632"),
    (Milestone.CUSTOMS, Reason.NONE, "441 447 463 501 509"),
    (Milestone.CUSTOMS, Reason.CLEARED, "442 449 452 464 502"),
    (Milestone.CUSTOMS, Reason.HELD, "443 448 453 506 507 508"),
    (Milestone.CUSTOMS, Reason.PAYMENT, "242"),
    (Milestone.ACTION_REQUIRED, Reason.PAYMENT, "240 503 588"),
    (Milestone.IN_TRANSIT, Reason.NONE, "241 504"),
    (Milestone.ACTION_REQUIRED, Reason.ADDRESS, "683 686 689 691 700 710 720 730 740 750"),
    (Milestone.DELAYED, Reason.NONE, "107 312 358 450 592 593 644 651 665"),
    (Milestone.DELAYED, Reason.MISSORTED, "546 640 641 670 671"),
    (Milestone.DELAYED, Reason.RESCHEDULED, "581 594 616"),
    (Milestone.OUT_FOR_DELIVERY, Reason.NONE, "544 558 580 583 597 598 638 639"),
    (Milestone.ATTEMPT_FAILED, Reason.NONE, "550 553 554 556 563 571 595 596 605 615 629 844"),
    (Milestone.ATTEMPT_FAILED, Reason.NOT_HOME, "551 552 613"),
    (Milestone.ATTEMPT_FAILED, Reason.CLOSED, "555 564 612"),
    (Milestone.ATTEMPT_FAILED, Reason.PAYMENT, "614"),
    (Milestone.ATTEMPT_FAILED, Reason.ADDRESS, "630 631 633"),
    (Milestone.ATTEMPT_FAILED, Reason.NONE, "625 626 809"),
    (Milestone.PICKUP_READY, Reason.PICKUP_POINT, "469 522 560 565 570 585 599 601"),
    (Milestone.DELIVERED, Reason.NONE, "600 607 621"),
    (Milestone.DELIVERED, Reason.PICKUP_POINT, "572"),
    (Milestone.DELIVERED, Reason.NEIGHBOUR, "606"),
    (Milestone.DELIVERED, Reason.SAFE_PLACE, "652 653 654 655 657 658 659"),
    (Milestone.DELIVERED, Reason.HANDED_OVER, "656"),
    (Milestone.REFUSED, Reason.NONE, "610 611 619"),
    (Milestone.REFUSED, Reason.PAYMENT, "608"),
    (Milestone.DAMAGED, Reason.NONE, "620 623"),
    (Milestone.LOST, Reason.NONE, "690"),
    (Milestone.DISPOSED, Reason.NONE, "636 650 780 825"),
    (Milestone.RETURNING, Reason.NONE, "108 602 604 800 802 804 806 808 810 811 813 815 816 817 818 820 821"),
    (Milestone.RETURNING, Reason.NONE, "849 853 854 855 856 857 858 859 862 882 883 884 886 887"),
    (Milestone.RETURNED, Reason.NONE, "603 860 863 864"),
)

CODES: Final[dict[str, Meaning]] = {
    code: (milestone, reason) for milestone, reason, codes in GROUPS for code in codes.split()
}

"""The map in words: for whoever does not see it, and for what a picture cannot say."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from severshop.look.map.way import Way


def described(way: Way) -> str:
    """Return the way as sentences: where from, by way of what, last seen where, how far still to go."""
    first, *between, last = [point.name for point in way.seen] if len(way.seen) > 1 else ["", way.seen[0].name]
    sentences = []
    if between:
        sentences.append(_("From %(first)s by way of %(between)s.") % {"first": first, "between": listed(between)})
    elif first:
        sentences.append(_("From %(first)s.") % {"first": first})
    if way.is_there:
        sentences.append(_("Last seen in %(last)s, the city that it goes to.") % {"last": last})
    else:
        sentences.append(_("Last seen in %(last)s.") % {"last": last})
    if way.goal and way.left_km:
        facts = {"goal": way.goal.name, "km": f"{way.left_km:,}"}
        sentences.append(_("From there it goes to %(goal)s, about %(km)s km as the crow flies.") % facts)
    return " ".join([*sentences, *approximate(way)])


def key_to(way: Way) -> str:
    """Return what the markers mean, what is left, and which places are not known exactly: the text below the map."""
    if way.is_there:
        sentences = [_("Diamond: last seen in the city that it goes to.")]
    elif way.goal:
        sentences = [_("Bull’s-eye: last seen. Diamond: where it goes.")]
    else:
        sentences = [_("Bull’s-eye: last seen.")]
    if way.left_km:
        sentences.append(_("Dotted: what is left, about %(km)s km as the crow flies.") % {"km": f"{way.left_km:,}"})
    return " ".join([*sentences, *approximate(way)])


def approximate(way: Way) -> list[str]:
    """Return a sentence that names the places whose position is not known exactly, or nothing."""
    names = list(dict.fromkeys(point.name for point in way.points if not point.exact))
    return [_("Known only approximately: %(names)s.") % {"names": listed(names)}] if names else []


def listed(names: Sequence[str]) -> str:
    """Return names as one says them: "Bonn, Ulm and Graz"."""
    if len(names) == 1:
        return names[0]
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}

"""Secrets sealed for the database."""

import pytest

from severshop.infra.sealing import BrokenSealError, seal, unseal


def test_what_is_sealed_can_be_read_again_and_looks_different_each_time():
    sealed = seal("JBSWY3DPEHPK3PXP", purpose="second factor")
    assert "JBSWY3DPEHPK3PXP" not in sealed
    assert seal("JBSWY3DPEHPK3PXP", purpose="second factor") != sealed
    assert unseal(sealed, purpose="second factor") == "JBSWY3DPEHPK3PXP"


def test_a_key_for_one_purpose_opens_no_other():
    with pytest.raises(BrokenSealError):
        unseal(seal("secret", purpose="one"), purpose="another")


def test_a_changed_text_is_refused():
    sealed = seal("secret", purpose="one")
    with pytest.raises(BrokenSealError):
        unseal(sealed[:-4] + "AAA=", purpose="one")


def test_a_new_key_reads_what_an_older_one_sealed_as_long_as_that_is_kept(settings):
    settings.SECRET_KEY = "the-older-key-of-the-shop"
    sealed = seal("secret", purpose="one")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "the-newer-key-of-the-shop", ["the-older-key-of-the-shop"]
    assert unseal(sealed, purpose="one") == "secret"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(BrokenSealError):
        unseal(sealed, purpose="one")

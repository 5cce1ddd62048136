from severshop.infra.codes import code_of, is_code, new_nonce


def test_codes_have_six_digits_and_differ_by_subject_and_nonce():
    codes = {code_of(subject, nonce=nonce) for subject in (b"a", b"b") for nonce in ("1", "2", "3", "4")}
    assert len(codes) == 8
    assert all(len(code) == 6 and code.isdecimal() for code in codes)


def test_nonces_never_repeat():
    assert len({new_nonce() for _ in range(1000)}) == 1000


def test_a_code_depends_on_the_key(settings):
    before = [code_of(b"a", nonce=str(n)) for n in range(3)]
    settings.LINK_KEY = "another-key-that-nobody-knows-yet"
    assert [code_of(b"a", nonce=str(n)) for n in range(3)] != before


def test_spaces_and_dashes_do_not_count():
    code = code_of(b"a", nonce="1")
    assert is_code(f" {code[:3]}-{code[3:]} ", b"a", nonce="1")
    assert not is_code(code + "0", b"a", nonce="1")

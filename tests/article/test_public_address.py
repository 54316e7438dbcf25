from __future__ import annotations

import pytest

from reader.article.public_address import is_public, reachable

LOCAL = (
    "127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1",
    "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe", "nonsense", "",
)  # fmt: skip
PUBLIC = ("1.1.1.1", "93.184.215.14", "2606:4700:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101")


@pytest.mark.parametrize("address", LOCAL)
def test_what_is_not_of_the_public_internet(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_of_the_public_internet(address: str) -> None:
    assert is_public(address)


def test_an_address_that_was_typed_may_be_local() -> None:
    assert reachable(["127.0.0.1"], redirected=False, typed_local=True) == ["127.0.0.1"]


def test_a_redirect_reaches_public_machines_alone() -> None:
    both = ["10.0.0.1", "1.1.1.1", "::1"]
    assert reachable(both, redirected=True, typed_local=False) == ["1.1.1.1"]
    assert reachable(["127.0.0.1"], redirected=True, typed_local=False) == []


def test_a_redirect_may_stay_at_the_local_host_and_port_that_was_typed() -> None:
    assert reachable(["127.0.0.1"], redirected=True, typed_local=True) == ["127.0.0.1"]

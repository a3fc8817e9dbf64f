"""The collector of cycles, within and after."""

import gc

import pytest

from corpus.collecting import seldom_collected


@pytest.fixture(autouse=True)
def setting():
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*before)


def test_the_setting_is_another_within_and_as_before_after_it():
    with seldom_collected():
        assert gc.get_threshold()[0] > 700
    assert gc.get_threshold() == (700, 10, 10)


def test_after_an_error_too():
    with pytest.raises(ValueError, match="nothing"), seldom_collected():
        raise ValueError("nothing")
    assert gc.get_threshold() == (700, 10, 10)


def test_the_last_who_leaves_sets_it_back():
    one, other = seldom_collected(), seldom_collected()
    one.__enter__()
    other.__enter__()
    one.__exit__(None, None, None)
    assert gc.get_threshold()[0] > 700
    other.__exit__(None, None, None)
    assert gc.get_threshold() == (700, 10, 10)

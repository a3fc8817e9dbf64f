import socket
from contextlib import closing

import pytest

from corpus.errors import StenogramError
from stenogram.commands.serving import listen


def test_answers_are_sent_at_once():
    # asyncio sets TCP_NODELAY only where the socket names its protocol; without it answers wait 40 ms.
    with closing(listen("127.0.0.1", 0, fallback=False)) as listener:
        assert listener.proto == socket.IPPROTO_TCP


def test_a_taken_port_gives_way_to_the_next():
    with closing(listen("127.0.0.1", 0, fallback=False)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(StenogramError, match=str(port)):
            listen("127.0.0.1", port, fallback=False)
        with closing(listen("127.0.0.1", port, fallback=True)) as other:
            assert port < other.getsockname()[1] < port + 20

"""What a process remembers for a while, and that it does forget."""

from creditbank.bank import memory


def test_an_answer_holds_for_its_seconds_and_no_longer(monkeypatch):
    now, asked = [0.0], []
    monkeypatch.setattr("creditbank.bank.memory.time.monotonic", lambda: now[0])
    answer = memory.kept(seconds=60)(lambda: asked.append(1) or len(asked))
    assert [answer(), answer()] == [1, 1]
    now[0] = 59.9
    assert answer() == 1
    now[0] = 60.1
    assert answer() == 2


def test_what_is_forgotten_is_asked_anew():
    asked = []
    answer = memory.kept(seconds=60)(lambda: asked.append(1) or len(asked))
    assert answer() == 1
    memory.forget()
    assert answer() == 2
